package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// encode escapes what Base64 has and a query must not.
func encode(token string) string { return url.QueryEscape(token) }

// artcToken makes a token of app-1 that is valid for an hour. The nonce is one that becomes a +
// in Base64.
func artcToken(key, channel, user string) string {
	const app = "app-1"
	expires := time.Now().Add(time.Hour).Unix()
	sum := sha256.Sum256(fmt.Append(nil, app, key, channel, user, ">>>", expires))
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"appid":%q,"channelid":%q,"userid":%q,"nonce":">>>","timestamp":%d,"token":%q}`,
		app, channel, user, expires, hex.EncodeToString(sum[:])))
}

// shownInstance is what the control endpoint shows of the only instance.
type shownInstance struct {
	Status, Problem, User string
	AgentJoined           bool `json:"agent_joined"`
	Spoken                []any
}

func onlyInstance(t *testing.T, url string) shownInstance {
	t.Helper()
	_, text := send(t, http.MethodGet, url+prefix+"instances")
	var found []shownInstance
	if err := json.Unmarshal([]byte(text), &found); err != nil || len(found) != 1 {
		t.Fatalf("instances: %v %s", err, text)
	}
	return found[0]
}

func TestARTC_AnInvalidTokenIsToldInTheLogAndByTheEndpoints(t *testing.T) {
	t.Parallel()
	url, out := startFor(t, "-app", "app-1=key=canary")
	id := signed(t, url)
	const problem = "the agent's token is not Base64"
	if i := onlyInstance(t, url); i.AgentJoined || i.Problem != problem {
		t.Errorf("%+v", i)
	}
	status, text := send(t, http.MethodPost, url+prefix+"join?instance="+id+"&token="+artcToken("key=canary", "c", "user-1"))
	if status != http.StatusBadRequest || !strings.Contains(text, "the agent is not in the call") {
		t.Errorf("%d %s", status, text)
	}
	_, calls := send(t, http.MethodGet, url+prefix+"calls")
	if want := `"problem":"` + problem; !strings.Contains(calls, want) {
		t.Errorf("%s is missing in %s", want, calls)
	}
	if want := id + "  200 OK (" + problem + ")"; !strings.Contains(out.String(), want) {
		t.Errorf("%q is missing in\n%s", want, out)
	}
	if strings.Contains(out.String()+calls+text, "canary") {
		t.Errorf("a secret shows in\n%s\n%s", out, calls)
	}
}

func TestARTC_AUserNeedsATokenOfItsOwn(t *testing.T) {
	t.Parallel()
	server, _ := startFor(t, "-app", "app-1=key-1")
	_, text := do(t, startRequestWith(t, server, artcToken("key-1", "c", "a")))
	id := startedID(t, text)
	for query, want := range map[string]string{
		"":              "the user's token is missing",
		"&token=":       "the user's token is missing",
		"&token=canary": "the user's token is not Base64",
		"&token=" + artcToken("key-2", "c", "user-1"): "the user's token has a wrong signature: it was not made with the key of the application",
		"&token=" + artcToken("key-1", "d", "user-1"): "the user's token is for the channel",
	} {
		status, text := post(t, server+prefix+"join?instance="+id+query, "")
		if status != http.StatusForbidden || !strings.HasPrefix(text, `{"error":"`+want) || strings.Contains(text, "canary") {
			t.Errorf("%q: %d %s", query, status, text)
		}
	}
	if i := onlyInstance(t, server); i.Status != emulator.StatusCreated || i.User != "" || !i.AgentJoined || i.Problem != "" {
		t.Errorf("%+v", i)
	}
	for user, send := range map[string]func(token string) (int, string){
		"user-1": func(token string) (int, string) {
			return post(t, server+prefix+"join?instance="+id+"&token="+token, "")
		},
		"user-2": func(token string) (int, string) {
			return post(t, server+prefix+"join?instance="+id+"&token="+url.QueryEscape(token), "")
		},
		"user-3": func(token string) (int, string) { return post(t, server+prefix+"join?instance="+id, token+"\n") },
	} {
		sent := artcToken("key-1", "c", user)
		if user == "user-1" && !strings.Contains(sent, "+") {
			t.Errorf("the token has no +: %s", sent)
		}
		if status, text := send(sent); status != http.StatusOK {
			t.Errorf("%s: %d %s", user, status, text)
		}
		if i := onlyInstance(t, server); i.Status != emulator.StatusExecuting || i.User != user {
			t.Errorf("%+v", i)
		}
	}
}

func TestARTC_TheEndOfACallSaysWhoHungUp(t *testing.T) {
	t.Parallel()
	url, out := startFor(t, "-speed", "0")
	id := signed(t, url)
	for _, path := range []string{"join?instance=" + id, "finish?instance=" + id + "&by=user"} {
		if status, text := send(t, http.MethodPost, url+prefix+path); status != http.StatusOK {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	if i := onlyInstance(t, url); i.Status != emulator.StatusFinished {
		t.Errorf("%+v", i)
	}
	if status, text := send(t, http.MethodPost, url+prefix+"finish?instance="+id+"&by=agent"); status != http.StatusBadRequest {
		t.Errorf("%d %s", status, text)
	}
	for _, want := range []string{"finish?instance=ID&by=user'", "join?instance=ID&token=TOKEN'"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

func TestFlags_AnApplicationNeverShowsItsKey(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		args []string
		want string
	}{
		{[]string{"-app", "canary"}, "-app must be id=key"},
		{[]string{"-app", "=canary"}, "-app must be id=key"},
		{[]string{"-app", "app-1="}, "-app must be id=key"},
		{[]string{"-app", "app-1=canary", "-app", "app-1=canary"}, `there is already an ARTC application "app-1"`},
	} {
		var out bytes.Buffer
		if code := run(t.Context(), tc.args, &out, &out); code != 2 || !strings.Contains(out.String(), tc.want) || strings.Contains(out.String(), "canary") {
			t.Errorf("%q: %d %s", tc.args, code, &out)
		}
	}
	var help bytes.Buffer
	if code := run(t.Context(), []string{"-h"}, &help, &help); code != 0 || !strings.Contains(help.String(), "-app id=key") {
		t.Errorf("%d %s", code, &help)
	}
}
