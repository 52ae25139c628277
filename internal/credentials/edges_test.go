package credentials

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

func TestFile_IsReadUpToItsLimit(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	for size, want := range map[int]string{0: "", 1: "", 4 << 20: "", 4<<20 + 1: "too large", 4<<20 + 2: "too large"} {
		if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := readFile(path)
		if want == "" && (err != nil || len(text) != size) || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("of %d bytes there are %d: %v", size, len(text), err)
		}
	}
}

func TestFile_WithoutAHomeDirectoryThereIsNone(t *testing.T) {
	t.Parallel()
	if text, err := readFile(""); !errors.Is(err, fs.ErrNotExist) || len(text) > 0 {
		t.Errorf("got %q, %v", text, err)
	}
	_, err := New(Config{Profile: Setting{Value: "p", From: "a test"}}).Credentials(t.Context())
	const none = "has no path, because the environment has no home directory"
	if text := fmt.Sprint(err); !strings.Contains(text, "2. profile: `p` cannot be read: config.json "+none) || !strings.Contains(text, "7. ini file: "+none) {
		t.Errorf("got %s", text)
	}
}

func TestConfig_WhatIsSetStays(t *testing.T) {
	t.Parallel()
	now, ended := time.Unix(1, 0), errors.New("ended")
	c := Config{
		Now: func() time.Time { return now }, Pause: func(context.Context, time.Duration) error { return ended }, OAuthSites: map[string]string{"CN": "x"},
	}.complete()
	if err := c.Pause(t.Context(), 0); !errors.Is(err, ended) || !c.Now().Equal(now) || len(c.OAuthSites) != 1 {
		t.Errorf("pause %v, now %s, %d sites", err, c.Now(), len(c.OAuthSites))
	}
	c = Config{}.complete()
	if err := c.Pause(t.Context(), 0); err != nil || time.Since(c.Now()) > time.Hour || len(c.OAuthSites) != 2 {
		t.Errorf("by default: pause %v, now %s, %d sites", err, c.Now(), len(c.OAuthSites))
	}
}

// TestSTSError_SaysWhatHappenedAndWhatToDo holds the texts that the errors of a call
// become.
func TestSTSError_SaysWhatHappenedAndWhatToDo(t *testing.T) {
	t.Parallel()
	cause := &Error{Source: "a file", Class: Incomplete, Detail: "no key"}
	call := func(e openapi.Error) *openapi.Error {
		e.Operation, e.Host = "AssumeRole", "sts.example"
		return &e
	}
	for name, c := range map[string]struct {
		err  error
		want error
	}{
		"no call":                 {errors.New("canary"), &Error{Source: "s", Class: Bug, Detail: "the call to STS could not be made"}},
		"no credentials for it":   {call(openapi.Error{Reason: openapi.NoCredentials, Cause: cause}), cause},
		"no credentials, no word": {call(openapi.Error{Reason: openapi.NoCredentials}), &Error{Source: "s", Class: Bug, Detail: "AssumeRole"}},
		"refused": {
			call(openapi.Error{Reason: openapi.Answered, Status: 403, Code: "NoPermission", Message: "Not allowed.", RequestID: "R", CredentialSource: "a file"}),
			&Error{
				Source: "s", Class: Refused, Detail: "AssumeRole at sts.example returned HTTP 403, NoPermission, Not allowed, request ID R",
				Advice: "Allow the caller the action `sts:AssumeRole` on the role, and name the caller in the role's trust policy. The credentials for this call come from a file",
			},
		},
		"refused with nothing": {
			call(openapi.Error{Reason: openapi.Answered, Status: 400}),
			&Error{Source: "s", Class: Refused, Detail: "AssumeRole at sts.example returned HTTP 400"},
		},
		"a failing service": {
			call(openapi.Error{Reason: openapi.Answered, Status: 500, Detail: "HTML instead of JSON"}),
			&Error{
				Source: "s", Class: Refused, Detail: "AssumeRole at sts.example returned HTTP 500, HTML instead of JSON",
				Advice: "The service, or the network on the way to it, has a problem. Try again later",
			},
		},
		"throttled": {
			call(openapi.Error{Reason: openapi.Answered, Status: 400, Code: "Throttling"}),
			&Error{
				Source: "s", Class: Refused, Detail: "AssumeRole at sts.example returned HTTP 400, Throttling",
				Advice: "The service, or the network on the way to it, has a problem. Try again later",
			},
		},
		"no role": {
			call(openapi.Error{Reason: openapi.Answered, Status: 404, Code: "EntityNotExist.Role"}),
			&Error{Source: "s", Class: Refused, Detail: "AssumeRole at sts.example returned HTTP 404, EntityNotExist.Role", Advice: "Check the ARN of the role or of the identity provider."},
		},
		"a wrong clock": {
			call(openapi.Error{Reason: openapi.Answered, Status: 400, Code: "InvalidTimeStamp.Expired"}),
			&Error{
				Source: "s", Class: Refused, Detail: "AssumeRole at sts.example returned HTTP 400, InvalidTimeStamp.Expired",
				Advice: "Correct the clock of this machine: it is wrong by more than the service allows",
			},
		},
		"no connection": {
			call(openapi.Error{Reason: openapi.NotSent, Detail: "connection refused"}),
			&Error{
				Source: "s", Class: Unreachable, Detail: "sts.example: connection refused",
				Advice: "Check the network and the proxy variables of the environment, or set endpoints.sts",
			},
		},
		"plain HTTP": {
			call(openapi.Error{Reason: openapi.NotSent, Detail: "no TLS", PlainHTTP: true}),
			&Error{
				Source: "s", Class: Unreachable, Detail: "sts.example: no TLS",
				Advice: "If endpoints.sts is a service on this machine without TLS, such as an emulator, set `protocol = \"HTTP\"` in the provider block or ALIBABA_CLOUD_PROTOCOL=HTTP in the environment",
			},
		},
		"no response": {
			call(openapi.Error{Reason: openapi.TimedOut, Detail: "no response"}),
			&Error{Source: "s", Class: TimedOut, Detail: "no response", Advice: "Check the network, or set endpoints.sts to an endpoint that is nearer"},
		},
		"no STS": {
			call(openapi.Error{Reason: openapi.Unreadable, Detail: "HTML instead of JSON"}),
			&Error{Source: "s", Class: Unreadable, Detail: "HTML instead of JSON", Advice: "The response of sts.example does not come from STS: check endpoints.sts and the proxy"},
		},
		"a bug": {call(openapi.Error{Reason: openapi.Bug, Detail: "no request"}), &Error{Source: "s", Class: Bug, Detail: "no request"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, stsError("s", c.err), cmp.AllowUnexported(Error{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSTS_AResponseWithoutCredentialsIsUnreadable(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]map[string]any{
		"a list": {"Credentials": []any{}}, "a text": {"Credentials": "x"}, "a number as the key": {"Credentials": map[string]any{"AccessKeyId": 1}},
		"no date": {"Credentials": map[string]any{"AccessKeyId": "a", "Expiration": "soon"}},
	} {
		var e *Error
		if _, err := assumed("s", &openapi.Response{Body: body}); !errors.As(err, &e) || e.Class != Unreadable || e.Source != "s" || e.Detail == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	got, err := assumed("s", &openapi.Response{Body: map[string]any{"Credentials": map[string]any{
		"AccessKeyId": " a ", "AccessKeySecret": "b\n", "SecurityToken": "\tc", "Expiration": "2026-01-02T03:04:05Z",
	}}})
	want := openapi.Credentials{AccessKeyID: "a", AccessKeySecret: "b", SecurityToken: "c", Source: "s"}
	if err != nil || got.credentials != want || got.expires.Unix() != 1767323045 {
		t.Errorf("of complete credentials: %s, %v", got.credentials.AccessKeyID, err)
	}
}

func TestClass_EachHasItsWords(t *testing.T) {
	t.Parallel()
	var words []string
	for c := Refused; c <= Bug+1; c++ {
		words = append(words, c.String())
	}
	want := []string{
		"failed", "not reachable", "timed out", "invalid response", "malformed", "expired", "incomplete settings",
		"not allowed", "wrong account", "internal error", "class 10",
	}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Error(diff)
	}
}

// TestURI_OnlyTheHostIsNamed: path and query may be secret.
func TestURI_OnlyTheHostIsNamed(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"http://host.example:80/canary?canary": "credentials_uri of a test (http://host.example:80)", "canary/path": "credentials_uri of a test", "http://[canary": "credentials_uri of a test",
	} {
		if name, _ := fromURI(Config{URI: Setting{Value: url, From: "a test"}}); name != want {
			t.Errorf("got %q, want %q", name, want)
		}
	}
}

// TestProfile_ValuesOfAnyTypeAreTaken, as the vendor's CLI writes them or a person.
func TestProfile_ValuesOfAnyTypeAreTaken(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]struct {
		text   string
		number int64
		on     bool
		rules  string
	}{
		`"1800"`: {"1800", 1800, false, " | | a boolean"}, `1800`: {"1800", 1800, false, " | | a boolean"}, `1.5`: {"1.5", 0, false, " | a whole number | a boolean"},
		`true`: {"true", 0, true, " | a whole number | "}, `"true"`: {"true", 0, true, " | a whole number | "}, `1`: {"1", 1, true, " | | "}, `false`: {"false", 0, false, " | a whole number | "},
		`" "`: {" ", 0, false, " | | "}, `""`: {"", 0, false, " | | "}, `null`: {"", 0, false, " | | "}, ``: {"", 0, false, " | | "},
		`[]`: {"", 0, false, "a string | a string | a string"}, `{`: {"", 0, false, "valid JSON | valid JSON | valid JSON"},
	} {
		var text string
		var number int64
		var on bool
		rules := strings.Join([]string{setField(&text, []byte(value)), setField(&number, []byte(value)), setField(&on, []byte(value))}, " | ")
		if text != want.text || number != want.number || on != want.on || strings.ReplaceAll(rules, "  ", " ") != strings.ReplaceAll(want.rules, "  ", " ") {
			t.Errorf("%s: %q, %d, %t, rules %q", value, text, number, on, rules)
		}
	}
}

// TestRole_ABlockWithoutARoleLeavesThatOfTheProfile: so does one whose role is not known.
func TestRole_ABlockWithoutARoleLeavesThatOfTheProfile(t *testing.T) {
	t.Parallel()
	p := profile{Mode: modeRAMRoleARN, RoleARN: "of the profile"}
	for name, c := range map[string]struct {
		block *AssumeRole
		want  string
	}{
		"no block":       {nil, "of the profile"},
		"without a role": {&AssumeRole{Policy: "{}"}, "of the profile"},
		"with a role":    {&AssumeRole{RoleARN: Setting{Value: "of the block"}}, "of the block"},
	} {
		if got, _ := (Config{AssumeRole: c.block}).role(p); got.arn != c.want {
			t.Errorf("%s: the role is %q", name, got.arn)
		}
	}
	if got, _ := (Config{}).role(profile{Mode: "AK", RoleARN: "of the profile"}); got.arn != "" {
		t.Errorf("a profile of another mode has the role %q", got.arn)
	}
}

func TestHome_WithoutOneThereIsNoPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ home, path, want string }{
		{"", "~/token", ""}, {"", "~", ""}, {"", "token", "token"}, {"/h", "~", "/h"}, {"/h", "~/a/b", "/h/a/b"}, {"/h", "~other/a", "~other/a"}, {"/h", "/a", "/a"},
	} {
		if got := filepath.ToSlash((Config{Home: c.home}).expandHome(c.path)); got != c.want {
			t.Errorf("%q below %q is %q, want %q", c.path, c.home, got, c.want)
		}
	}
}

func TestStatic_WhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	value := func(from string) Setting { return Setting{Value: "canary", From: from} }
	none := func(checked string) Setting { return Setting{Checked: []string{checked}} }
	for want, c := range map[string][3]Setting{
		"access_key is not set (A); secret_key is not set (B)":                                                                                      {none("A"), none("B"), none("C")},
		"secret_key is not set (B); the access key from A is set but its secret is not":                                                             {value("A"), none("B"), none("C")},
		"access_key is not set (A); the secret from B is set but its access key is not":                                                             {none("A"), value("B"), none("C")},
		"access_key is not set (A); secret_key is not set (B); the security token from C is set but its access key is not":                          {none("A"), none("B"), value("C")},
		"secret_key is not set (B); the access key from A is set but its secret is not; the security token from C is set but its access key is not": {value("A"), none("B"), value("C")},
	} {
		if got := missingParts(c[0], c[1], c[2]); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestMalformed_NamesTheFirstCharacterThatIsNone(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"": "", "aA0+/=.é": "", "a\nb\n": "a line feed at position 2", "ab\r\n": "a carriage return at position 3", "\ta": "a tab at position 1",
		"\ufeffa": "a byte order mark at position 1", "é a": "a blank at position 2", "é\u00a0a": "a blank at position 2", "a\x7f": "a control character at position 2",
		"a\xff": "a control character at position 2", "a\u200bb": "the invisible character U+200B at position 2",
	} {
		if got := Malformed(value); got != want {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
}

// TestAccount_WhoWaitsForACheckSharesItsFailure, and makes no request of its own: there
// is no client for one.
func TestAccount_WhoWaitsForACheckSharesItsFailure(t *testing.T) {
	t.Parallel()
	failure := &Error{Source: "s", Class: Refused}
	r := &accountRequest{done: make(chan struct{}), err: failure}
	close(r.done)
	if err := (&accountCheck{inFlight: r}).check(t.Context()); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
}

func TestSetting_WithoutAValueSaysWhatWasChecked(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]Setting{
		"not set": {}, "not set (A)": {Checked: []string{"A"}}, "not set (A, B)": {Checked: []string{"A", "B"}},
	} {
		if got := s.unset(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestConfigJSON_ManyProfilesAreNotAllNamed(t *testing.T) {
	t.Parallel()
	c := configJSON{}
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"} {
		c[name] = rawProfile{}
	}
	if got := c.names(); !strings.Contains(got, "`a`") || !strings.HasSuffix(got, "`t` and 6 more") {
		t.Errorf("got %s", got)
	}
	for _, name := range []string{"u", "v", "w", "x", "y", "z"} {
		delete(c, name)
	}
	if got := c.names(); !strings.HasSuffix(got, "`s` and `t`") {
		t.Errorf("got %s", got)
	}
}
