package ice_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

func TestOperationsSendTheDocumentedParameters(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		do   func(context.Context, *ice.Client) error
		want call
	}{
		"start with everything": {
			func(ctx context.Context, c *ice.Client) error {
				_, err := c.Start(ctx, ice.StartRequest{
					AIAgentID:      "agent-1",
					RuntimeConfig:  map[string]any{"ChannelId": "c", "AgentUserId": "u"},
					AgentConfig:    map[string]any{"Volume": json.Number("9007199254740993"), "Greeting": "<hi> & \"bye\"\n\u2028", "EnablePushToTalk": false},
					TemplateConfig: map[string]any{"VoiceChat": map[string]any{"AsrMaxSilence": int64(0), "LlmHistory": []any{}, "X": 0.5}},
					ChatSyncConfig: map[string]any{},
					SessionID:      pointer("s"),
					UserData:       pointer(""),
				})
				return err
			},
			call{"StartAIAgentInstance", "2020-11-09", map[string]string{
				"AIAgentId":      "agent-1",
				"RuntimeConfig":  `{"AgentUserId":"u","ChannelId":"c"}`,
				"AgentConfig":    `{"EnablePushToTalk":false,"Greeting":"<hi> & \"bye\"\n\u2028","Volume":9007199254740993}`,
				"TemplateConfig": `{"VoiceChat":{"AsrMaxSilence":0,"LlmHistory":[],"X":0.5}}`,
				"ChatSyncConfig": `{}`,
				"SessionId":      "s",
				"UserData":       "",
			}},
		},
		"start with the least": {
			func(ctx context.Context, c *ice.Client) error {
				_, err := c.Start(ctx, ice.StartRequest{AIAgentID: "agent-1"})
				return err
			},
			call{"StartAIAgentInstance", "2020-11-09", map[string]string{"AIAgentId": "agent-1"}},
		},
		"describe": {
			func(ctx context.Context, c *ice.Client) error { _, err := c.Describe(ctx, "", "i-1"); return err },
			call{"DescribeAIAgentInstance", "2020-11-09", map[string]string{"InstanceId": "i-1"}},
		},
		"update": {
			func(ctx context.Context, c *ice.Client) error {
				return c.Update(ctx, ice.UpdateRequest{InstanceID: "i-1", AgentConfig: map[string]any{"Greeting": "g"}, UserData: pointer("u")})
			},
			call{"UpdateAIAgentInstance", "2020-11-09", map[string]string{"InstanceId": "i-1", "AgentConfig": `{"Greeting":"g"}`, "UserData": "u"}},
		},
		"stop": {
			func(ctx context.Context, c *ice.Client) error { return c.Stop(ctx, "", "i-1") },
			call{"StopAIAgentInstance", "2020-11-09", map[string]string{"InstanceId": "i-1"}},
		},
		"speak": {
			func(ctx context.Context, c *ice.Client) error { return c.Speak(ctx, "", "i-1", "Good bye.") },
			call{"SendAIAgentSpeech", "2020-11-09", map[string]string{"InstanceId": "i-1", "Text": "Good bye.", "EnableInterrupt": "true"}},
		},
		"count": {
			func(ctx context.Context, c *ice.Client) error {
				_, err := c.Concurrency(ctx, "", "agent-1")
				return err
			},
			call{"GetAIAgentConcurrency", "2020-11-09", map[string]string{"AIAgentId": "agent-1"}},
		},
		"list": {
			func(ctx context.Context, c *ice.Client) error {
				_, err := c.List(ctx, ice.ListRequest{
					AIAgentID: "agent-1", PageNumber: 2, PageSize: 100,
					StartTime: time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("", 3600)),
				})
				return err
			},
			call{"ListAIAgentInstance", "2020-11-09", map[string]string{
				"AIAgentId": "agent-1", "PageNumber": "2", "PageSize": "100", "StartTime": "2026-01-02T02:04:05Z",
			}},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s := against(t, 200, `{"RequestId":"RID-1","InstanceId":"i-1","Instance":{},"ActiveCount":0}`)
			if err := tc.do(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]call{tc.want}, s.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

func TestARequestIsByteForByteTheOneOfTheOfficialSDK(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	head := make(chan string, 1)
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			head <- err.Error()
			return
		}
		defer func() { _ = connection.Close() }()
		var b strings.Builder
		for lines := bufio.NewScanner(connection); lines.Scan() && lines.Text() != ""; {
			b.WriteString(lines.Text() + "\n")
		}
		head <- b.String()
		_, _ = connection.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"))
	}()
	if err := client(t, options(listener.Addr().String())).Stop(t.Context(), "", "InstanceId-1"); err != nil {
		t.Fatal(err)
	}
	got := <-head
	for pattern, mask := range map[string]string{
		`(?m)^User-Agent: AlibabaCloud \(.*$`:                 "User-Agent: <SDK>",
		`Signature=[0-9a-f]{64}`:                              "Signature=<64 hex>",
		`x-acs-date: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`:         "x-acs-date: <date>",
		`x-acs-signature-nonce: [0-9a-f]{32}`:                 "x-acs-signature-nonce: <32 hex>",
		`Host: ` + regexp.QuoteMeta(listener.Addr().String()): "Host: ice.cn-shanghai.aliyuncs.com",
	} {
		got = regexp.MustCompile(pattern).ReplaceAllLiteralString(got, mask)
	}
	want := `POST /?InstanceId=InstanceId-1 HTTP/1.1
Host: ice.cn-shanghai.aliyuncs.com
User-Agent: <SDK>
Content-Length: 0
Authorization: ACS3-HMAC-SHA256 Credential=LTAI-fake-id,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=<64 hex>
accept: application/json
x-acs-action: StopAIAgentInstance
x-acs-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
x-acs-credentials-provider: static_ak
x-acs-date: <date>
x-acs-signature-nonce: <32 hex>
x-acs-version: 2020-11-09
Accept-Encoding: gzip
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

func TestAStartGivesTheIDOfTheInstance(t *testing.T) {
	t.Parallel()
	// The sample of the operation's page.
	c, _ := against(t, 200, `{
  "RequestId": "7B117AF5-2A16-412C-B127-FA6175ED1AD0",
  "InstanceId": "39f8e0bc005e4f309379701645f4****"
}`)
	got, err := c.Start(t.Context(), ice.StartRequest{AIAgentID: "a"})
	if err != nil {
		t.Fatal(err)
	}
	want := ice.StartResult{InstanceID: "39f8e0bc005e4f309379701645f4****", RequestID: "7B117AF5-2A16-412C-B127-FA6175ED1AD0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("response (-want +got):\n%s", diff)
	}
}

func TestAStartWhoseAnswerHasNoIDMayRun(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"RequestId":"RID-1"}`:                         "StartAIAgentInstance: the response has no InstanceId (HTTP 200, request ID RID-1)",
		`{"RequestId":"RID-1","InstanceId":" "}`:        "StartAIAgentInstance: the response has no InstanceId (HTTP 200, request ID RID-1)",
		`{"RequestId":"RID-1","InstanceId":{"Id":"i"}}`: "StartAIAgentInstance: InstanceId must be a string, got an object (HTTP 200, request ID RID-1)",
	} {
		c, s := against(t, 200, body)
		_, err := c.Start(t.Context(), ice.StartRequest{AIAgentID: "a"})
		if err == nil || err.Error() != want || !ice.MaybeReceived(err) || len(s.calls) != 1 {
			t.Errorf("%s: got %v after %d calls, want %s", body, err, len(s.calls), want)
		}
	}
}

func TestAnInterruptedStartStillGivesTheID(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-ctx.Done()
		// A client that cancels the call disconnects.
		select {
		case <-r.Context().Done():
		case <-time.After(100 * time.Millisecond):
		}
		_, _ = w.Write([]byte(`{"InstanceId":"i-1"}`))
	}))
	t.Cleanup(server.Close)
	got, err := client(t, options(strings.TrimPrefix(server.URL, "http://"))).Start(ctx, ice.StartRequest{AIAgentID: "a"})
	if err != nil || got.InstanceID != "i-1" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAStartThatMayHaveBeenExecutedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	for _, status := range []int{500, 502, 503} {
		c, s := against(t, status, `{"Code":"ServiceUnAvailable","Message":"m"}`)
		_, err := c.Start(t.Context(), ice.StartRequest{AIAgentID: "a"})
		if !ice.MaybeReceived(err) || len(s.calls) != 1 {
			t.Errorf("%d: %d calls, %v", status, len(s.calls), err)
		}
	}
}

func TestSecretsOfADocumentAreNotInErrors(t *testing.T) {
	t.Parallel()
	const token = "canary+token/=="
	runtime := map[string]any{"AuthToken": token}
	body := `{"Code":"InvalidParameter","Message":"AuthToken canary+token/== (canary%2Btoken%2F%3D%3D) is bad"}`
	c, _ := against(t, 400, body)
	_, startErr := c.Start(t.Context(), ice.StartRequest{AIAgentID: "a", RuntimeConfig: runtime, Secrets: []string{token}})
	updateErr := c.Update(t.Context(), ice.UpdateRequest{InstanceID: "i", AgentConfig: runtime, Secrets: []string{token}})
	for _, err := range []error{startErr, updateErr} {
		if err == nil || !strings.Contains(err.Error(), "InvalidParameter: AuthToken *** (***) is bad (HTTP 400)") {
			t.Errorf("got %v", err)
		}
	}
	_, err := c.Start(t.Context(), ice.StartRequest{AgentConfig: map[string]any{"Greeting": json.Number("canary")}})
	if want := "StartAIAgentInstance: AgentConfig cannot be written as JSON"; err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestStopAndUpdate_SucceedWithoutABody(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 202, 204} {
		c, s := against(t, status, "")
		if err := c.Stop(t.Context(), "", "i-1"); err != nil {
			t.Errorf("stop, HTTP %d: %v", status, err)
		}
		if err := c.Update(t.Context(), ice.UpdateRequest{InstanceID: "i-1", UserData: pointer("u")}); err != nil {
			t.Errorf("update, HTTP %d: %v", status, err)
		}
		if _, err := c.Describe(t.Context(), "", "i-1"); err == nil {
			t.Errorf("describe, HTTP %d: no error", status)
		}
		if _, err := c.Start(t.Context(), ice.StartRequest{AIAgentID: "a"}); !ice.MaybeReceived(err) || len(s.calls) != 1+1+3+1 {
			t.Errorf("start, HTTP %d: %v after %d calls", status, err, len(s.calls))
		}
	}
}

func TestStart_ThatIsTooLargeWasNotExecuted(t *testing.T) {
	t.Parallel()
	for _, status := range []int{411, 413, 414, 431} {
		c, s := against(t, status, "<html>too large</html>")
		if _, err := c.Start(t.Context(), ice.StartRequest{AIAgentID: "a"}); err == nil || ice.MaybeReceived(err) || len(s.calls) != 1 {
			t.Errorf("HTTP %d: %v after %d calls", status, err, len(s.calls))
		}
	}
	for _, status := range []int{400, 404, 405} {
		c, _ := against(t, status, "<html>")
		if _, err := c.Start(t.Context(), ice.StartRequest{AIAgentID: "a"}); !ice.MaybeReceived(err) {
			t.Errorf("HTTP %d: %v", status, err)
		}
	}
}

// hang reads until the client has given up.
func hang(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	_, _ = io.Copy(io.Discard, connection)
	_ = connection.Close()
}

// TestStart_IsSentOnce lets a start fail in every way in which it may have been
// executed: there is exactly one request, whatever other operations do.
func TestStartAndSpeak_AreSentOnce(t *testing.T) {
	t.Parallel()
	hijack := func(t *testing.T, w http.ResponseWriter) net.Conn {
		t.Helper()
		connection, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
		}
		return connection
	}
	for name, fault := range map[string]func(*testing.T, http.ResponseWriter){
		"503": func(_ *testing.T, w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) },
		"500 with a code": func(_ *testing.T, w http.ResponseWriter) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, `{"Code":"InternalError","RequestId":"R"}`)
		},
		"closed": func(t *testing.T, w http.ResponseWriter) { t.Helper(); _ = hijack(t, w).Close() },
		"reset": func(t *testing.T, w http.ResponseWriter) {
			t.Helper()
			c := hijack(t, w)
			if tcp, ok := c.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = c.Close()
		},
		"no JSON":    func(_ *testing.T, w http.ResponseWriter) { _, _ = io.WriteString(w, "<html>") },
		"no ID":      func(_ *testing.T, w http.ResponseWriter) { _, _ = io.WriteString(w, `{"RequestId":"R"}`) },
		"a bare 404": func(_ *testing.T, w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) },
		"a used nonce": func(_ *testing.T, w http.ResponseWriter) {
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"Code":"SignatureNonceUsed"}`)
		},
		"no response": func(t *testing.T, w http.ResponseWriter) { t.Helper(); hang(w) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				requests.Add(1)
				fault(t, w)
			}))
			defer server.Close()
			o := options(server.Listener.Addr().String())
			o.ReadTimeout = 300 * time.Millisecond
			c := client(t, o)
			_, err := c.Start(t.Context(), ice.StartRequest{AIAgentID: "a", RuntimeConfig: map[string]any{"ChannelId": "c"}})
			if !ice.MaybeReceived(err) {
				t.Errorf("it is said to be certain that nothing was started: %v", err)
			}
			if n := requests.Swap(0); n != 1 {
				t.Errorf("%d requests were sent", n)
			}
			// Of a text, a response without an ID tells all that there is to know.
			if err := c.Speak(t.Context(), "", "i-1", "Good bye."); !ice.MaybeReceived(err) && (err != nil || name != "no ID") {
				t.Errorf("it is said to be certain that nothing was spoken: %v", err)
			}
			if n := requests.Load(); n != 1 {
				t.Errorf("%d requests to speak were sent", n)
			}
		})
	}
}
