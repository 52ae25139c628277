package emulator_test

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// wire is a connection on which a test sees every byte.
type wire struct {
	t *testing.T
	c client
	*net.TCPConn
	reader *bufio.Reader
}

// dial opens a connection and sends a Describe on it, so that the next request is not
// the first one.
func dial(t *testing.T, s *emulator.Server) *wire {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", s.Endpoint())
	if err != nil {
		t.Fatal(err)
	}
	tcp, isTCP := conn.(*net.TCPConn)
	if !isTCP {
		t.Fatalf("a connection of type %T", conn)
	}
	t.Cleanup(func() { _ = tcp.Close() })
	w := &wire{t, clientOf(s), tcp, bufio.NewReader(tcp)}
	w.send(emulator.OpDescribe, map[string]string{"InstanceId": unknownInstance})
	res, err := http.ReadResponse(w.reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusNotFound {
		t.Fatalf("describe: %v %v", res.Status, err)
	}
	return w
}

// send sends a signed request and returns it. The server closes the connection after
// a complete response.
func (w *wire) send(operation string, params map[string]string) *http.Request {
	w.t.Helper()
	r := w.c.request(w.t.Context(), operation, params)
	w.c.sign(r)
	r.Close = operation == emulator.OpStart
	if err := r.Write(w); err != nil {
		w.t.Fatal(err)
	}
	return r
}

// rest returns what arrives until the connection is closed.
func (w *wire) rest() string {
	w.t.Helper()
	all, err := io.ReadAll(w.reader)
	switch {
	case errors.Is(err, syscall.ECONNRESET):
		return string(all) + "[reset]"
	case err != nil:
		w.t.Fatal(err)
	}
	return string(all)
}

// plain returns what arrived without what is the same in all responses. A
// Content-Length is shown if it is wrong, and an error of the API by code and message.
func plain(s *emulator.Server, raw string) string {
	if i := strings.LastIndex(raw, "HTTP/1.1 "); i > 0 {
		return plain(s, raw[:i]) + " | " + plain(s, raw[i:])
	}
	head, body, whole := strings.Cut(raw, "\r\n\r\n")
	lines := slices.DeleteFunc(strings.Split(head, "\r\n"), func(line string) bool {
		return strings.HasPrefix(line, "Date: ") || strings.HasPrefix(line, "X-Acs-Request-Id: ") ||
			line == "Connection: close" || whole && line == fmt.Sprintf("Content-Length: %d", len(body)) || line == "Content-Type: application/json;charset=utf-8"
	})
	var e map[string]string
	if json.Unmarshal([]byte(body), &e) == nil && len(e) == 5 && e["HostId"] == s.Endpoint() && e["Recommend"] != "" && e["RequestId"] != "" {
		body = e["Code"] + ": " + e["Message"]
	}
	text := strings.Join(lines, "; ")
	body = strings.ReplaceAll(body, strings.Repeat(" ", 8<<20), "[8 MiB of blanks]")
	if whole {
		text += " / " + body
	}
	id := s.Calls(emulator.OpStart)[0].RequestID
	text = strings.ReplaceAll(strings.ReplaceAll(text, id, "RID"), id[:12], "RI…")
	for _, i := range s.Instances() {
		text = strings.ReplaceAll(text, i.ID, "IID")
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}

const (
	// withoutID is the response without an instance, started the one with it.
	withoutID = `{"RequestId":"RID"}`
	withID    = `{"InstanceId":"IID","RequestId":"RID"}`
	other     = `{"GmtCreate":"2026-01-02T03:04:05.000+00:00","InstanceId":"55c2999a0776477bcc93e276e5abeca9",` +
		`"RuntimeConfig":{"AgentUserId":"other-agent","ChannelId":"other-channel"},"Status":"Finished"}`
	// cut is half of withoutID.
	cut = `{"RequestId":"RI…`

	jsonless = "; Content-Type: text/html;charset=utf-8 / "
)

func htmlPage(title string) string {
	return "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>"
}

// kindTests are what a Start gets, for every kind: not executed and executed, or both.
var kindTests = map[string][]string{
	"throttled":          {"HTTP/1.1 400 Bad Request / Throttling.User: Request was denied due to user flow control."},
	"throttled-wait":     {"HTTP/1.1 400 Bad Request; X-Acs-Retry-After: 1000 / Throttling.User: Request was denied due to user flow control."},
	"throttled-503":      {"HTTP/1.1 503 Service Unavailable / Throttling.Api: Request was denied due to user flow control."},
	"throttled-503-wait": {"HTTP/1.1 503 Service Unavailable; Retry-After: 1 / Throttling.Api: Request was denied due to user flow control."},
	"429":                {"HTTP/1.1 429 Too Many Requests / "},
	"429-wait":           {"HTTP/1.1 429 Too Many Requests; Retry-After: 1 / "},
	"too-frequent":       {"HTTP/1.1 403 Forbidden / RequestsTooFrequent: Request was denied due to user flow control."},
	"denied":             {"HTTP/1.1 403 Forbidden / NoPermission: You are not authorized to do this action."},
	"not-found":          {"HTTP/1.1 404 Not Found / ResourceNotFound: The specified resource does not exist."},
	"unknown-action":     {"HTTP/1.1 404 Not Found / InvalidAction.NotFound: Specified api is not found, please check your url and method."},
	"token-expired":      {"HTTP/1.1 400 Bad Request / InvalidSecurityToken.Expired: Specified SecurityToken is expired."},
	"timestamp-expired":  {"HTTP/1.1 400 Bad Request / InvalidTimeStamp.Expired: Specified time stamp or date value is expired."},
	"nonce-used":         {"HTTP/1.1 400 Bad Request / SignatureNonceUsed: Specified signature nonce was used already."},
	"signature-mismatch": {"HTTP/1.1 400 Bad Request / SignatureDoesNotMatch: Specified signature is not matched with our calculation. server string to sign is:[signed]"},

	"500":       {"HTTP/1.1 500 Internal Server Error / InternalError: The request processing has failed."},
	"502":       {"HTTP/1.1 502 Bad Gateway / ServiceUnAvailable: The service is unavailable."},
	"503":       {"HTTP/1.1 503 Service Unavailable / ServiceUnAvailable: The service is unavailable."},
	"504":       {"HTTP/1.1 504 Gateway Timeout / InternalError: The request has timed out."},
	"500-empty": {"HTTP/1.1 500 Internal Server Error / "},
	"502-empty": {"HTTP/1.1 502 Bad Gateway / "},
	"503-empty": {"HTTP/1.1 503 Service Unavailable / "},
	"504-empty": {"HTTP/1.1 504 Gateway Timeout / "},
	"502-html":  {"HTTP/1.1 502 Bad Gateway" + jsonless + htmlPage("502 Bad Gateway")},
	"503-html":  {"HTTP/1.1 503 Service Unavailable" + jsonless + htmlPage("503 Service Temporarily Unavailable")},
	"504-html":  {"HTTP/1.1 504 Gateway Timeout" + jsonless + htmlPage("504 Gateway Time-out")},
	"404-html":  {"HTTP/1.1 404 Not Found" + jsonless + htmlPage("404 Not Found")},

	"empty":       {"HTTP/1.1 200 OK / "},
	"204":         {"HTTP/1.1 204 No Content / "},
	"not-json":    {"HTTP/1.1 200 OK / The service is fine."},
	"200-html":    {"HTTP/1.1 200 OK" + jsonless + htmlPage("Log in")},
	"list":        {"HTTP/1.1 200 OK / [{}]"},
	"null":        {"HTTP/1.1 200 OK / null"},
	"no-instance": {`HTTP/1.1 200 OK / {"RequestId":"E721E9F5-7F5A-4857-AA22-220E72A820E9"}`},
	"not-gzip":    {"HTTP/1.1 200 OK; Content-Encoding: gzip / not compressed"},
	"too-large":   {"HTTP/1.1 200 OK / [8 MiB of blanks]" + withoutID, "HTTP/1.1 200 OK / [8 MiB of blanks]" + withID},
	"wrong-types": {`HTTP/1.1 200 OK / {"RequestId":1,"InstanceId":["a"],"Instance":"a","Instances":{"a":1}}`},
	"other-instance": {`HTTP/1.1 200 OK / {"Instance":` + other + `,"InstanceId":"55c2999a0776477bcc93e276e5abeca9","Instances":[` + other +
		`],"RequestId":"E721E9F5-7F5A-4857-AA22-220E72A820E9"}`},

	"301": {"HTTP/1.1 301 Moved Permanently; Location: /moved / "},
	"302": {"HTTP/1.1 302 Found; Location: /moved / "},
	"307": {"HTTP/1.1 307 Temporary Redirect; Location: /moved / "},
	"308": {"HTTP/1.1 308 Permanent Redirect; Location: /moved / "},

	"delay":                  {"HTTP/1.1 200 OK / " + withID},
	"drip":                   {"HTTP/1.1 200 OK / " + withID},
	"drip-all":               {"HTTP/1.1 200 OK / " + withID},
	"hang":                   {""},
	"close":                  {""},
	"reset":                  {"[reset]"},
	"idle-race":              {""},
	"half-header":            {"HTTP/1.1 200 OK; X-Acs-R", "HTTP/1.1 200 OK; X-Acs-Re"},
	"half-body":              {"HTTP/1.1 200 OK; Content-Length: 52 / " + cut, "HTTP/1.1 200 OK; Content-Length: 100 / " + `{"InstanceId":"IID","`},
	"half-chunked":           {"HTTP/1.1 200 OK; Transfer-Encoding: chunked / 1a\n" + cut + "\n", "HTTP/1.1 200 OK; Transfer-Encoding: chunked / 32\n" + `{"InstanceId":"IID","` + "\n"},
	"length-too-large":       {"HTTP/1.1 200 OK; Content-Length: 152 / " + withoutID, "HTTP/1.1 200 OK; Content-Length: 200 / " + withID},
	"length-too-large-close": {"HTTP/1.1 200 OK; Content-Length: 152 / " + withoutID, "HTTP/1.1 200 OK; Content-Length: 200 / " + withID},
	"length-too-small":       {"HTTP/1.1 200 OK; Content-Length: 26 / " + withoutID, "HTTP/1.1 200 OK; Content-Length: 50 / " + withID},
	"not-http":               {withoutID + " / ", withID + " / "},
	"unsolicited":            {"HTTP/1.1 200 OK / " + withID + " | HTTP/1.1 200 OK / " + withID},
}

// waiting are the kinds that leave the connection open.
var waiting = []string{"hang", "length-too-large", "length-too-small", "unsolicited"}

func TestFaultKinds_AreSeenOnTheWireAndInTheJournal(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, k := range emulator.FaultKinds() {
		names[k.Name] = true
		for _, executed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s executed=%t", k.Name, executed), func(t *testing.T) {
				t.Parallel()
				oneKind(t, k, executed)
			})
		}
	}
	for name := range kindTests {
		if !names[name] {
			t.Errorf("there is no kind %s", name)
		}
	}
}

// oneKind lets the second and the third of four Starts fail.
func oneKind(t *testing.T, k emulator.FaultKind, executed bool) {
	t.Helper()
	want := kindTests[k.Name]
	if len(want) == 0 {
		t.Fatal("the kind has no test")
	}
	s, _ := emulate(t)
	s.Inject(emulator.Fault{
		Operation: emulator.OpStart, Kind: k.Name, Executed: executed, Skip: 1, Times: 2,
		Interval: time.Millisecond, Delay: time.Millisecond,
	})
	good := outcomeOf{"HTTP/1.1 200 OK / " + withID, "StartAIAgentInstance  200", true}
	bad := outcomeOf{want[0], "StartAIAgentInstance " + k.Name, executed || k.Knowledge == emulator.HasResponse}
	if executed {
		bad.wire = want[len(want)-1]
	}
	bad.journal += journalOf(bad.wire)
	for i, want := range []outcomeOf{good, bad, bad, good} {
		s.Reset()
		before := len(s.Instances())
		w := dial(t, s)
		sent := w.send(emulator.OpStart, startParams)
		if want == bad && slices.Contains(waiting, k.Name) {
			ok(t, w.CloseWrite())
		}
		raw := w.rest()
		if want == bad && k.Name == "signature-mismatch" {
			raw = withoutSigned(t, raw, sent)
		}
		call := s.Calls(emulator.OpStart)[0]
		journal := strings.TrimSpace(fmt.Sprintf("%s %s %d %s", call.Operation, call.Fault, call.Status, call.Code))
		got := outcomeOf{plain(s, raw), journal, call.Executed}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcomeOf{})); diff != "" {
			t.Errorf("Start %d (-want +got):\n%s", i, diff)
		}
		if added := len(s.Instances()) - before; (added == 1) != want.executed {
			t.Errorf("Start %d: %d instances more", i, added)
		}
	}
	if left := s.Faults(); len(left) > 0 {
		t.Errorf("a fault is left: %+v", left)
	}
}

// journalOf returns the status and the code that the journal has for what the client
// got.
func journalOf(wire string) string {
	status, found := strings.CutPrefix(wire, "HTTP/1.1 ")
	_, body, complete := strings.Cut(status, " / ")
	if !found || !complete {
		return " 0"
	}
	if code, _, coded := strings.Cut(body, ": "); coded {
		return " " + status[:3] + " " + code
	}
	return " " + status[:3]
}

// outcomeOf is what a Start did.
type outcomeOf struct {
	wire, journal string
	executed      bool
}

// withoutSigned checks that an error quotes what the request's signature was made of,
// and cuts it.
func withoutSigned(t *testing.T, raw string, sent *http.Request) string {
	t.Helper()
	head, body, _ := strings.Cut(raw, "\r\n\r\n")
	var e map[string]string
	ok(t, json.Unmarshal([]byte(body), &e))
	message, signed, _ := strings.Cut(e["Message"], "sign is:")
	mac := hmac.New(sha256.New, []byte(emulator.AccessKeySecret))
	mac.Write([]byte("ACS3-HMAC-SHA256\n" + hexSHA256(signed)))
	if !strings.HasSuffix(sent.Header.Get("Authorization"), ",Signature="+hex.EncodeToString(mac.Sum(nil))) {
		t.Errorf("it quotes %q", signed)
	}
	if !strings.Contains(signed, "token-canary") {
		t.Errorf("it quotes no secret: %q", signed)
	}
	e["Message"] = message + "sign is:[signed]"
	short, err := json.Marshal(e)
	ok(t, err)
	length := func(body []byte) string { return fmt.Sprintf("\r\nContent-Length: %d", len(body)) }
	return strings.Replace(head, length([]byte(body)), length(short), 1) + "\r\n\r\n" + string(short)
}
