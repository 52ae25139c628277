package emulator_test

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const (
	runtimeConfig = `{"AgentUserId":"agent-1","AuthToken":"token-canary","ChannelId":"channel-1"}`
	op            = "x-acs-action"
)

// answer is the response as a client sees it.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (a answer) code() string {
	code, _ := a.body["Code"].(string)
	return code
}

// at returns the value at a path of keys.
func (a answer) at(path string) any {
	var v any = a.body
	for name := range strings.SplitSeq(path, ".") {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// client signs on its own: it shares no code with what it tests.
type client struct {
	url, id, secret, token string
	http                   *http.Client
}

func clientOf(s *emulator.Server) client {
	return client{url: s.URL(), id: emulator.AccessKeyID, secret: emulator.AccessKeySecret, http: s.Client()}
}

func hexSHA256(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func encode(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteString("%" + strings.ToUpper(hex.EncodeToString([]byte{c})))
	}
	return b.String()
}

// request makes an unsigned request with the headers that every client sends.
func (c client) request(ctx context.Context, operation string, params map[string]string) *http.Request {
	query := url.Values{}
	for name, value := range params {
		query.Set(name, value)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/?"+query.Encode(), http.NoBody)
	if err != nil {
		panic(err)
	}
	r.Header.Set(op, operation)
	r.Header.Set("x-acs-version", "2020-11-09")
	r.Header.Set("x-acs-date", time.Now().UTC().Format("2006-01-02T15:04:05Z"))
	r.Header.Set("x-acs-signature-nonce", rand.Text())
	r.Header.Set("x-acs-content-sha256", hexSHA256(""))
	if c.token != "" {
		r.Header.Set("x-acs-accesskey-id", c.id)
		r.Header.Set("x-acs-security-token", c.token)
	}
	return r
}

// sign sets Authorization. It covers the request as it is now, except the unsigned
// headers.
func (c client) sign(r *http.Request, unsigned ...string) {
	var names []string
	for name := range r.Header {
		name = strings.ToLower(name)
		if (strings.HasPrefix(name, "x-acs-") || name == "content-type") && !slices.Contains(unsigned, name) {
			names = append(names, name)
		}
	}
	if !slices.Contains(unsigned, "host") {
		names = append(names, "host")
	}
	slices.Sort(names)
	headers := ""
	for _, name := range names {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.Host
		}
		headers += name + ":" + value + "\n"
	}
	query := r.URL.Query()
	var keys []string
	for k := range query {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var pairs []string
	for _, k := range keys {
		pairs = append(pairs, encode(k)+"="+encode(query.Get(k)))
	}
	canonical := strings.Join([]string{
		r.Method, r.URL.EscapedPath(), strings.Join(pairs, "&"), headers, strings.Join(names, ";"),
		r.Header.Get("x-acs-content-sha256"),
	}, "\n")
	mac := hmac.New(sha256.New, []byte(c.secret))
	mac.Write([]byte("ACS3-HMAC-SHA256\n" + hexSHA256(canonical)))
	r.Header.Set("Authorization", "ACS3-HMAC-SHA256 Credential="+c.id+",SignedHeaders="+strings.Join(names, ";")+
		",Signature="+hex.EncodeToString(mac.Sum(nil)))
}

func (c client) do(r *http.Request) (answer, error) {
	res, err := c.http.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	a := answer{status: res.StatusCode, header: res.Header, text: string(text)}
	if err != nil {
		return a, err
	}
	decoder := json.NewDecoder(strings.NewReader(a.text))
	decoder.UseNumber()
	_ = decoder.Decode(&a.body) // A fault's body may be anything.
	return a, nil
}

// send sends a signed request and returns its error.
func (c client) send(ctx context.Context, operation string, params map[string]string) (answer, error) {
	r := c.request(ctx, operation, params)
	c.sign(r)
	return c.do(r)
}

// call sends a signed request that must get a response.
func (c client) call(t *testing.T, operation string, params map[string]string) answer {
	t.Helper()
	a, err := c.send(t.Context(), operation, params)
	if err != nil {
		t.Fatalf("%s: %v", operation, err)
	}
	return a
}

// start starts an instance with these parameters and the required ones.
func (c client) start(t *testing.T, more map[string]string) string {
	t.Helper()
	params := map[string]string{"AIAgentId": emulator.AgentID, "RuntimeConfig": runtimeConfig}
	for name, value := range more {
		params[name] = value
	}
	a := c.call(t, emulator.OpStart, params)
	id, _ := a.at("InstanceId").(string)
	if a.status != http.StatusOK || id == "" {
		t.Fatalf("start: %d %s", a.status, a.text)
	}
	return id
}

func (c client) describe(t *testing.T, id string) answer {
	t.Helper()
	return c.call(t, emulator.OpDescribe, map[string]string{"InstanceId": id})
}

func (c client) update(t *testing.T, id string, params map[string]string) answer {
	t.Helper()
	all := map[string]string{"InstanceId": id}
	for name, value := range params {
		all[name] = value
	}
	return c.call(t, emulator.OpUpdate, all)
}

func (c client) stop(t *testing.T, id string) answer {
	t.Helper()
	return c.call(t, emulator.OpStop, map[string]string{"InstanceId": id})
}

// speak makes the agent say "Good bye.", unless the parameters have another text.
func (c client) speak(t *testing.T, id string, params map[string]string) answer {
	t.Helper()
	all := map[string]string{"InstanceId": id, "Text": "Good bye."}
	for name, value := range params {
		all[name] = value
	}
	return c.call(t, emulator.OpSpeech, all)
}

// active returns the number of running calls.
func (c client) active(t *testing.T) string {
	t.Helper()
	a := c.call(t, emulator.OpConcurrency, map[string]string{"AIAgentId": emulator.AgentID})
	if _, ok := a.at("ActiveCount").(json.Number); !ok {
		t.Fatalf("concurrency: %d %s", a.status, a.text)
	}
	return fmt.Sprint(a.at("ActiveCount"))
}

func (c client) list(t *testing.T, params map[string]string) []any {
	t.Helper()
	all := map[string]string{"AIAgentId": emulator.AgentID}
	for name, value := range params {
		all[name] = value
	}
	a := c.call(t, emulator.OpList, all)
	found, ok := a.at("Instances").([]any)
	if !ok {
		t.Fatalf("list: %d %s", a.status, a.text)
	}
	return found
}

// emulate starts an emulator and a client of it.
func emulate(t *testing.T, opts ...emulator.Option) (*emulator.Server, client) {
	t.Helper()
	s := emulator.Start(t, opts...)
	return s, clientOf(s)
}

// ok fails the test on an error.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
