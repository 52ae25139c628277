package identity_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

// ask sends one request and returns status and body; 0 without a response.
func ask(t *testing.T, method, url string, header map[string]string, body string) (int, string) {
	t.Helper()
	client := &http.Client{Timeout: 200 * time.Millisecond, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestMetadata_RespondsAsOnECS(t *testing.T) {
	t.Parallel()
	const path = "/latest/meta-data/ram/security-credentials/"
	v2 := identity.StartMetadata(t, "m", "role", true)
	if status, token := ask(t, "PUT", v2.URL()+"/latest/api/token", nil, ""); status != 200 || token != "metadata-token" {
		t.Errorf("%d %s", status, token)
	}
	header := map[string]string{"X-aliyun-ecs-metadata-token": "metadata-token"}
	for _, c := range []struct {
		url    string
		header map[string]string
		status int
		says   string
	}{
		{v2.URL() + path, nil, 403, ""},
		{v2.URL() + path, header, 200, "role"},
		{v2.URL() + path + "role", header, 200, `"Code":"Success"`},
		{v2.URL() + path + "other", header, 404, ""},
		{v2.URL() + "/", header, 404, ""},
		{identity.StartMetadata(t, "m", "role", false).URL() + path + "role", nil, 200, "issued-token/+=m-1"},
	} {
		if status, text := ask(t, "GET", c.url, c.header, ""); status != c.status || !strings.Contains(text, c.says) {
			t.Errorf("%s: %d %s", c.url, status, text)
		}
	}
	if status, _ := ask(t, "PUT", identity.StartMetadata(t, "m", "role", false).URL()+"/latest/api/token", nil, ""); status != 404 {
		t.Errorf("version 1 gives a token: %d", status)
	}
}

func TestSTS_RequiresASignatureOrAToken(t *testing.T) {
	t.Parallel()
	sts := identity.StartSTS(t, "s", "good")
	form := "RoleArn=r&RoleSessionName=s&DurationSeconds=900&OIDCToken="
	header := func(operation, version string) map[string]string {
		return map[string]string{
			"x-acs-action": operation, "x-acs-version": version, "content-type": "application/x-www-form-urlencoded",
		}
	}
	for _, c := range []struct {
		operation, version, form string
		status                   int
		says                     string
	}{
		{"AssumeRoleWithOIDC", "2015-04-01", form + "good", 200, `"AccessKeyId":"STS.s-1"`},
		{"AssumeRoleWithOIDC", "2015-04-01", form + "bad", 400, "AuthenticationFail"},
		{"AssumeRoleWithOIDC", "2015-04-01", "OIDCToken=good", 400, "MissingRoleArn"},
		{"AssumeRoleWithOIDC", "2014-01-01", form + "good", 404, "InvalidAction.NotFound"},
		{"AssumeRole", "2015-04-01", form, 400, "IncompleteSignature"},
		{"GetCallerIdentity", "2015-04-01", "", 400, "IncompleteSignature"},
		{"Other", "2015-04-01", "", 404, "InvalidAction.NotFound"},
	} {
		status, text := ask(t, "POST", sts.URL(), header(c.operation, c.version), c.form)
		if status != c.status || !strings.Contains(text, c.says) {
			t.Errorf("%v: %d %s", c, status, text)
		}
	}
	if got := sts.Count("AssumeRoleWithOIDC"); got != 4 || sts.Requests()[0].Form["RoleArn"] != "r" || sts.Requests()[0].Status != 200 {
		t.Errorf("%d calls are noted, the first as %v", got, sts.Requests()[0])
	}
}

func TestSignIn_RequiresItsToken(t *testing.T) {
	t.Parallel()
	for path, s := range map[string]*identity.Server{
		"/cloud-credentials": identity.StartCloudSSO(t, "c", "good"), "/v1/exchange": identity.StartOAuth(t, "o", "good"),
	} {
		for token, want := range map[string]int{"good": 200, "bad": 401} {
			if status, text := ask(t, "POST", s.URL()+path, map[string]string{"Authorization": "Bearer " + token}, "{}"); status != want {
				t.Errorf("%s with %s: %d %s", path, token, status, text)
			}
		}
	}
}

func TestFaults_DoWhatTheirNamesSay(t *testing.T) {
	t.Parallel()
	s := identity.StartURI(t, "u")
	for fault, want := range map[identity.Fault]struct {
		status int
		says   string
	}{
		identity.Healthy:      {200, `"Expiration":"2`},
		identity.NoExpiration: {200, `{"AccessKeyId"`},
		identity.BadDate:      {200, `"Expiration":"tomorrow"`},
		identity.HTML:         {200, "<html>"},
		identity.Hang:         {0, ""},
		identity.ServerError:  {500, "InternalError"},
		identity.Refuse:       {403, "NoPermission"},
		identity.Redirect:     {302, ""},
		identity.Empty:        {200, "{}"},
		identity.Drop:         {0, ""},
		identity.Revoked:      {400, `"Code":"InvalidSecurityToken.Expired"`},
		identity.Throttle:     {503, `"Code":"Throttling"`},
		identity.Repeat:       {200, `"Expiration":"2`},
	} {
		s.Break(fault)
		status, text := ask(t, "GET", s.URL(), nil, "")
		if status != want.status || !strings.Contains(text, want.says) {
			t.Errorf("%s: %d %s", fault, status, text)
		}
		if has := strings.Contains(text, "Expiration"); fault == identity.NoExpiration && has {
			t.Errorf("there is an expiration: %s", text)
		}
	}
}

func TestFaults_OnceIsOnce(t *testing.T) {
	t.Parallel()
	s := identity.StartURI(t, "u")
	s.Break(identity.Repeat)
	s.BreakOnce(identity.Refuse)
	s.BreakOnce(identity.HTML)
	for i, want := range []string{"NoPermission", "<html>", "STS.u-1", "STS.u-1"} {
		if _, text := ask(t, "GET", s.URL(), nil, ""); !strings.Contains(text, want) {
			t.Errorf("response %d: %s, want %s", i, text, want)
		}
	}
	s.Break(identity.Healthy)
	if _, text := ask(t, "GET", s.URL(), nil, ""); !strings.Contains(text, "STS.u-2") {
		t.Errorf("a healthy service: %s", text)
	}
}
