package emulator

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// recorded is a request that a Node.js client of the vendor sent to a loopback
// address, signed with the emulator's own access key.
type recorded struct {
	Client, Action, Method, Host, Target, Body string

	Header map[string]string
}

func (r recorded) request(t *testing.T) *http.Request {
	t.Helper()
	sent := httptest.NewRequestWithContext(t.Context(), r.Method, "http://"+r.Host+r.Target, strings.NewReader(r.Body))
	for name, value := range r.Header {
		sent.Header.Set(name, value)
	}
	return sent
}

// recordings returns the requests of each client, in their order.
func recordings(t *testing.T) map[string][]recorded {
	t.Helper()
	var all []recorded
	read(t, "testdata/recorded.json", &all)
	clients := map[string][]recorded{}
	for _, r := range all {
		clients[r.Client] = append(clients[r.Client], r)
	}
	return clients
}

// emulatorThen returns an emulator at the time of the recordings.
func emulatorThen(t *testing.T) *Emulator {
	t.Helper()
	e, err := New(STSKey("STS.rpc", "rpc-secret", "rpc-token"))
	if err != nil {
		t.Fatal(err)
	}
	e.verifier.now = func() time.Time { return time.Date(2026, 11, 27, 3, 0, 41, 0, time.UTC) }
	return e
}

func serve(t *testing.T, e *Emulator, r *http.Request) (int, map[string]any) {
	t.Helper()
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	var body map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return w.Code, body
}

func TestVendorClients_StartDescribeUpdateAndStopAnInstance(t *testing.T) {
	t.Parallel()
	clients := recordings(t)
	if len(clients) != 5 {
		t.Fatalf("%d clients", len(clients))
	}
	for client, requests := range clients {
		t.Run(client, func(t *testing.T) {
			t.Parallel()
			e := emulatorThen(t)
			for _, r := range requests {
				if status, body := serve(t, e, r.request(t)); status != http.StatusOK {
					t.Errorf("%s: %d %v", r.Action, status, body)
				}
			}
			var did []string
			for _, call := range e.Calls() {
				did = append(did, call.Operation)
				for name := range call.Params {
					if strings.HasPrefix(name, "Signature") || name == "Action" || name == "AccessKeyId" {
						t.Errorf("%s is a parameter of %s", name, call.Operation)
					}
				}
			}
			if got, want := strings.Join(did, " "), strings.Join([]string{OpStart, OpDescribe, OpUpdate, OpStop}, " "); got != want {
				t.Errorf("%s, want %s", got, want)
			}
			i := e.Instances()[0]
			if i.Status != StatusFinished || i.AgentConfig["Greeting"] != "Hi *~ 中" || *i.UserData != `{"q":"x y+z*~/%&=<é中>"}` {
				t.Errorf("%v %v %s", i, i.AgentConfig["Greeting"], *i.UserData)
			}
			if _, body := serve(t, e, requests[0].request(t)); body["Code"] != "SignatureNonceUsed" {
				t.Errorf("a replay: %v", body)
			}
		})
	}
}

func TestVendorClients_AFaultQuotesWhatWasSigned(t *testing.T) {
	t.Parallel()
	for client, requests := range recordings(t) {
		e := emulatorThen(t)
		e.Inject(Fault{Kind: "signature-mismatch"})
		r := newRequest(requests[0].request(t), []byte(requests[0].Body))
		_, body := serve(t, e, requests[0].request(t))
		message, _ := body["Message"].(string)
		_, quoted, _ := strings.Cut(message, "sign is:")
		if r.rpc == nil {
			if !strings.HasPrefix(quoted, "POST\n/\n") {
				t.Errorf("%s: %q", client, quoted)
			}
			continue
		}
		secret := AccessKeySecret
		if r.rpc.Get("SecurityToken") != "" {
			secret = "rpc-secret"
		}
		if got := base64.StdEncoding.EncodeToString(signRPC(secret, quoted)); got != r.rpc.Get("Signature") {
			t.Errorf("%s: %q has the signature %s, want %s", client, quoted, got, r.rpc.Get("Signature"))
		}
	}
}

func TestVendorClients_AChangedRequestDoesNotMatch(t *testing.T) {
	t.Parallel()
	for client, requests := range recordings(t) {
		start := requests[0]
		for situation, change := range map[string]func(*recorded){
			"parameter": func(r *recorded) {
				r.Target, r.Body = strings.Replace(r.Target, "%22c%22", "%22d%22", 1), strings.Replace(r.Body, "%22c%22", "%22d%22", 1)
			},
			"added parameter": func(r *recorded) { r.Target = strings.Replace(r.Target+"&", "?", "?SessionId=s&", 1) },
			"method":          func(r *recorded) { r.Method = http.MethodPut },
		} {
			changed := start
			change(&changed)
			if changed.Target == "/&" {
				changed.Target = "/?SessionId=s"
			}
			if status, body := serve(t, emulatorThen(t), changed.request(t)); status != 400 || body["Code"] != "SignatureDoesNotMatch" {
				t.Errorf("%s, changed %s: %d %v", client, situation, status, body)
			}
		}
	}
}

// TestRPC_WrongSignaturesAreRefused signs on its own, so that every part can be
// wrong under a valid signature.
func TestRPC_WrongSignaturesAreRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		situation string
		change    map[string]string // "" removes a parameter.
		secret    string
		want      string
	}{
		{"unchanged", nil, AccessKeySecret, "ResourceNotFound"},
		{"with a token", map[string]string{"AccessKeyId": "STS.rpc", "SecurityToken": "rpc-token"}, "rpc-secret", "ResourceNotFound"},
		{"wrong secret", nil, "wrong", "SignatureDoesNotMatch"},
		{"unknown key", map[string]string{"AccessKeyId": "nobody"}, AccessKeySecret, "InvalidAccessKeyId.NotFound"},
		{"no key", map[string]string{"AccessKeyId": ""}, AccessKeySecret, "IncompleteSignature"},
		{"no nonce", map[string]string{"SignatureNonce": ""}, AccessKeySecret, "IncompleteSignature"},
		{"no time", map[string]string{"Timestamp": ""}, AccessKeySecret, "IncompleteSignature"},
		{"no method", map[string]string{"SignatureMethod": ""}, AccessKeySecret, "IncompleteSignature"},
		{"other method", map[string]string{"SignatureMethod": "HMAC-SHA256"}, AccessKeySecret, "IncompleteSignature"},
		{"other version of the signature", map[string]string{"SignatureVersion": "2.0"}, AccessKeySecret, "IncompleteSignature"},
		{"too old", map[string]string{"Timestamp": "2026-11-27T02:45:40Z"}, AccessKeySecret, "InvalidTimeStamp.Expired"},
		{"token missing", map[string]string{"AccessKeyId": "STS.rpc"}, "rpc-secret", "InvalidSecurityToken"},
		{"wrong token", map[string]string{"AccessKeyId": "STS.rpc", "SecurityToken": "x"}, "rpc-secret", "InvalidSecurityToken"},
		{"XML", map[string]string{"Format": "XML"}, AccessKeySecret, "InvalidParameter"},
		{"other version of the API", map[string]string{"Version": "2017-01-11"}, AccessKeySecret, "InvalidAction.NotFound"},
		{"other action", map[string]string{"Action": "Nonsense"}, AccessKeySecret, "InvalidAction.NotFound"},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			params := url.Values{}
			for name, value := range map[string]string{
				"Action": OpDescribe, "Version": "2020-11-09", "Format": "JSON", "AccessKeyId": AccessKeyID, "InstanceId": "i 1*~",
				"SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureNonce": "n", "Timestamp": "2026-11-27T03:00:41Z",
			} {
				params.Set(name, value)
			}
			for name, value := range tc.change {
				params.Set(name, value)
				if value == "" {
					params.Del(name)
				}
			}
			toSign := method + "&%2F&" + percent(strings.ReplaceAll(params.Encode(), "+", "%20"))
			params.Set("Signature", base64.StdEncoding.EncodeToString(signRPC(tc.secret, toSign)))
			r := recorded{Method: method, Host: "127.0.0.1", Target: "/?" + params.Encode()}
			if method == http.MethodPost {
				r.Target, r.Body = "/", params.Encode()
				r.Header = map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
			}
			if _, body := serve(t, emulatorThen(t), r.request(t)); body["Code"] != tc.want {
				t.Errorf("%s, %s: %v, want %s", tc.situation, method, body, tc.want)
			}
		}
	}
}
