package credentials

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

func TestMetadataNeverUsesAProxy(t *testing.T) {
	t.Parallel()
	m := newMetadata(Config{}, "r", "x")
	if transport, ok := m.transport.(*http.Transport); !ok || transport.Proxy != nil {
		t.Error("it follows the proxy variables")
	}
	if m.Host != "100.100.100.200" || m.timeout != metadataTimeout {
		t.Errorf("host %s, time-out %s", m.Host, m.timeout)
	}
}

func TestThePublicSTSIsCalledWithEncryptionOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in                   STS
		host, from, protocol string
	}{
		{STS{Region: "cn-x", Protocol: "HTTP"}, "sts.cn-x.aliyuncs.com", "region cn-x", "HTTPS"},
		{STS{Region: "cn-x", VPC: true}, "sts-vpc.cn-x.aliyuncs.com", "region cn-x", "HTTPS"},
		{STS{Region: "cn-x"}.forProfile(profile{STSRegion: "cn-y", EnableVPC: true}), "sts-vpc.cn-y.aliyuncs.com", "region cn-y", "HTTPS"},
		{STS{Endpoint: "localhost:1", Protocol: "HTTP"}.forProfile(profile{STSRegion: "cn-y"}), "localhost:1", "endpoints.sts", "HTTP"},
	} {
		s := newSTS(c.in, nil)
		host, from := s.host()
		if got, want := []string{host, from, s.Protocol}, []string{c.host, c.from, c.protocol}; !cmp.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestNothingThatHoldsCredentialsIsPrinted(t *testing.T) {
	t.Parallel()
	canary := "canary"
	p := profile{AccessKeySecret: canary, OAuthAccessToken: canary}
	for _, v := range []any{
		p, &p,
		[]profile{p},
		files{profile: p, section: map[string]string{"access_key_secret": canary}},
		document{SecurityToken: canary},
		role{externalID: canary},
		lease{credentials: openapi.Credentials{AccessKeySecret: canary}},
		Config{SecretKey: Setting{Value: canary}, AssumeRole: &AssumeRole{ExternalID: Setting{Value: canary}}, OIDC: &OIDC{Token: Setting{Value: canary}}},
	} {
		if text := fmt.Sprintf("%v %+v %#v %s", v, v, v, v); strings.Contains(text, canary) {
			t.Errorf("%T shows %s", v, text)
		}
	}
}

func TestCommandsAreSplitAsByAShell(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in      string
		windows bool
		want    []string
	}{
		{"tool a  b\tc", false, []string{"tool", "a", "b", "c"}},
		{`tool "a b" 'c d' "" e"f g"h`, false, []string{"tool", "a b", "c d", "", "ef gh"}},
		{`tool a\ b "c\"d" "e\f" 'g\h' i\\`, false, []string{"tool", "a b", `c"d`, `e\f`, `g\h`, `i\`}},
		{`C:\bin\tool.exe "C:\Program Files\x" "a\"b"`, true, []string{`C:\bin\tool.exe`, `C:\Program Files\x`, `a"b`}},
		{"  ", false, nil},
	} {
		got, ok := splitCommand(c.in, c.windows)
		if diff := cmp.Diff(c.want, got); diff != "" || !ok {
			t.Errorf("%s: closed %v\n%s", c.in, ok, diff)
		}
	}
	for _, open := range []string{`tool "a`, `tool 'a`} {
		if _, ok := splitCommand(open, false); ok {
			t.Errorf("%s passes", open)
		}
	}
}

// TestCommand_ItsOutputIsLimited: a buffer that is embedded has a ReadFrom, which
// io.Copy prefers to Write.
func TestCommand_ItsOutputIsLimited(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size int
		ok   bool
	}{{0, true}, {maxResponse, true}, {maxResponse + 1, false}, {64 * maxResponse, false}} {
		out := &limitedBuffer{room: maxResponse}
		n, err := io.Copy(out, io.LimitReader(zeros{}, int64(c.size)))
		if (err == nil) != c.ok || err != nil && !errors.Is(err, errTooMuch) || out.content.Len() > maxResponse || c.ok && n != int64(c.size) {
			t.Errorf("%d bytes: %d kept, %v", c.size, out.content.Len(), err)
		}
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }
