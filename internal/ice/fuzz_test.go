package ice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/instant"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

const fuzzRequestID = "RID-fuzz"

// fuzzService responds with any status and body.
type fuzzService struct {
	mu     sync.Mutex
	status int
	body   string
	calls  int
}

func (s *fuzzService) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	w.Header().Set("X-Acs-Request-Id", fuzzRequestID)
	w.WriteHeader(s.status)
	_, _ = io.WriteString(w, s.body)
}

func (s *fuzzService) next(status int, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status, s.body, s.calls = status, body, 0
}

func fuzzClient(f *testing.F) (*Client, *fuzzService) {
	f.Helper()
	s := &fuzzService{status: http.StatusOK, body: `{}`}
	server := httptest.NewServer(s)
	f.Cleanup(server.Close)
	client, err := New(Options{
		Region: "cn-shanghai", Endpoint: strings.TrimPrefix(server.URL, "http://"), Protocol: "HTTP", Clock: &instant.Clock{},
		Credentials: func(context.Context) (openapi.Credentials, error) {
			return openapi.Credentials{AccessKeyID: "LTAI-fuzz", AccessKeySecret: "secret-of-the-fuzz-test"}, nil
		},
	})
	if err != nil {
		f.Fatal(err)
	}
	return client, s
}

// fuzzResponse returns a response to put bodies in.
func fuzzResponse(f *testing.F) *openapi.Response {
	f.Helper()
	client, _ := fuzzClient(f)
	response, err := client.api.Do(f.Context(), openapi.Request{Operation: OperationDescribe, Version: version, Host: client.endpoint})
	if err != nil {
		f.Fatal(err)
	}
	return response
}

// withBody decodes a body as the client does.
func withBody(response *openapi.Response, text string) (*openapi.Response, bool) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	copied := *response
	copied.Body = nil
	err := decoder.Decode(&copied.Body)
	return &copied, err == nil && copied.Body != nil
}

// checkMismatch requires a place and kinds, and no value.
func checkMismatch(t *testing.T, err error, place *regexp.Regexp) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Reason != Unreadable || !e.MaybeReceived || e.Status != http.StatusOK || e.RequestID != fuzzRequestID || !place.MatchString(e.Detail) {
		t.Errorf("got %#v: %v", err, err)
	}
	if NotFound(err) {
		t.Errorf("%v means that there is no instance", err)
	}
}

const kindsPattern = `must be (?:a string|an object|a list), got (?:an object|a list|a string|a boolean|a number|null)$`

var (
	describedPattern = regexp.MustCompile(`^(?:the response has no Instance|the response is about another instance|Instance(?:\.[A-Za-z3]+)* ` + kindsPattern + `)`)
	listedPattern    = regexp.MustCompile(`^Instances(?:\[\d+\](?:\.[A-Za-z3]+)*)? ` + kindsPattern)
)

var fuzzBodies = []string{
	`{"Status":"Created","CallInfo":[1],"SessionId":{},"CallLogUrl":[]}`,
	`{"RuntimeConfig":{"ChannelId":" c\n","VoiceChat":{"AgentUserId":"u "}}}`,
	`{"Status":"Executing","InstanceId":"i-1","GmtCreate":1,"UserData":{"a":[1e3]},"CallLogUrl":"https://x/?Signature=s"}`,
	`{"Status":"Finished","InstanceId":" i-2\n","CallInfo":[1],"SessionId":{}}`,
	`{"Status":true,"AgentConfig":[],"TemplateConfig":"x","RuntimeConfig":1}`,
	`{"AgentConfig":[],"TemplateConfig":"x","RuntimeConfig":1}`,
	`{"RuntimeConfig":"{\"VoiceChat\":\"{\\\"AgentUserId\\\":\\\" u \\\"}\",\"ChannelId\":\"c\\n\"}","TemplateConfig":{"VisionChat":"","AvatarChat3D":"[]"}}`,
	`{"InstanceId":7,"AgentConfig":"{}}","UserData":"","CallInfo":"{} {}"}`,
	`{"AgentConfig":"{}}"}`,
	`{"InstanceId":null,"TemplateConfig":{"VoiceChat":[{"a":null}]},"UserData":false}`,
}

// FuzzDescribed reads any response about an instance.
func FuzzDescribed(f *testing.F) {
	response := fuzzResponse(f)
	for _, body := range fuzzBodies {
		f.Add(`{"Instance":`+body+`}`, "i-1")
	}
	f.Add(`{"Instance":"{\"Status\":\"Created\"}"}`, "7")
	f.Add(`{"Instance":null,"RequestId":"x"}`, "i")
	f.Fuzz(func(t *testing.T, body, id string) {
		first, ok := withBody(response, body)
		if !ok || trimmed(id) != id {
			return
		}
		second, _ := withBody(response, body)
		got, err := described(first, id)
		again, errAgain := described(second, id)
		if fmt.Sprint(err) != fmt.Sprint(errAgain) || !cmp.Equal(got, again) && err == nil {
			t.Fatalf("%v, %v and then %v, %v", got, err, again, errAgain)
		}
		if err != nil {
			checkMismatch(t, err, describedPattern)
			if regexp.MustCompile(`Instance\.(?:CallInfo|CallLogUrl|Gmt|InstanceId|SessionId)`).MatchString(err.Error()) {
				t.Errorf("a field that decides nothing makes an error: %v", err)
			}
			return
		}
		if got.InstanceID != "" && trimmed(got.InstanceID) != id {
			t.Errorf("%q was taken for %q", got.InstanceID, id)
		}
		checkInstance(t, got)
		object, _ := second.Body["Instance"].(map[string]any)
		for _, name := range []string{"AgentConfig", "TemplateConfig", "RuntimeConfig"} {
			if text, ok := object[name].(string); ok && trimmed(text) != "" && !json.Valid([]byte(text)) {
				t.Errorf("%s was read from %q", name, text)
			}
		}
	})
}

// FuzzListed reads any response about several instances.
func FuzzListed(f *testing.F) {
	response := fuzzResponse(f)
	f.Add(`{"Instances":[` + strings.Join(fuzzBodies, ",") + `]}`)
	f.Add(`{"Instances":[{"Status":"Created"},{}]}`)
	f.Add(`{"Instances":[{},1]}`)
	f.Add(`{"Instances":{}}`)
	f.Add(`{"Instances":null}`)
	f.Fuzz(func(t *testing.T, body string) {
		decoded, ok := withBody(response, body)
		if !ok {
			return
		}
		items, _ := decoded.Body["Instances"].([]any)
		got, err := listed(decoded)
		if err != nil {
			checkMismatch(t, err, listedPattern)
			return
		}
		if len(got) != len(items) || got == nil {
			t.Errorf("%d of %d instances", len(got), len(items))
		}
		for i := range got {
			checkInstance(t, &got[i])
		}
	})
}

// checkInstance requires that what was read has the documented shape.
func checkInstance(t *testing.T, i *Instance) {
	t.Helper()
	if i.RequestID != fuzzRequestID || i.UserData != nil && *i.UserData == "" {
		t.Errorf("got %+v", i)
	}
	optional := []string{"CallInfo", "CallLogUrl", "GmtCreate", "GmtModified", "InstanceId", "SessionId"}
	if !slices.IsSorted(i.Odd) || slices.ContainsFunc(i.Odd, func(name string) bool { return !slices.Contains(optional, name) }) {
		t.Errorf("odd fields %q", i.Odd)
	}
	for _, config := range []map[string]any{i.TemplateConfig, i.RuntimeConfig} {
		for _, name := range []string{"VoiceChat", "VisionChat", "AvatarChat3D"} {
			if text, ok := config[name].(string); ok {
				t.Errorf("%s is the text %q", name, text)
			}
		}
	}
	checkTrimmed(t, i.RuntimeConfig)
	for _, document := range []map[string]any{i.AgentConfig, i.TemplateConfig, i.RuntimeConfig, i.CallInfo} {
		if _, err := compact(document); err != nil {
			t.Errorf("%v cannot be written: %v", document, err)
		}
	}
}

func checkTrimmed(t *testing.T, config map[string]any) {
	t.Helper()
	for name, value := range config {
		if inner, ok := value.(map[string]any); ok {
			checkTrimmed(t, inner)
		}
		if text, ok := value.(string); ok && (name == "AgentUserId" || name == "ChannelId") && trimmed(text) != text {
			t.Errorf("%s is %q", name, text)
		}
	}
}

// FuzzOperations_EndWithAResultOrAnError sends each operation to a service that
// responds with anything.
func FuzzOperations_EndWithAResultOrAnError(f *testing.F) {
	client, s := fuzzClient(f)
	f.Add(uint16(200), `{"InstanceId":" i-1\n","RequestId":"r"}`)
	f.Add(uint16(200), `{"InstanceId":{},"Instance":{"Status":"Finished"},"Instances":[{}]}`)
	f.Add(uint16(200), ``)
	f.Add(uint16(200), `{"InstanceId":" ","RequestId":"r"}`)
	f.Add(uint16(200), `{"InstanceId":"i-1"`)
	f.Add(uint16(404), `{"Code":"ResourceNotFound","Message":"m"}`)
	f.Add(uint16(429), `{"Code":"ResourceNotFound"}`)
	f.Add(uint16(500), `{"Code":"InstanceNotFound"}`)
	f.Add(uint16(204), `{}`)
	f.Fuzz(func(t *testing.T, n uint16, body string) {
		status := 200 + int(n)%400 // net/http takes what is below for interim responses.
		if n >= 200 && n < 600 {
			status = int(n)
		}
		if status == http.StatusTooManyRequests || strings.Contains(body, "Throttling") || strings.Contains(body, "TooFrequent") ||
			status >= 500 || status == http.StatusRequestTimeout {
			return // Sent again until the end of the time, also by a clock on which nothing takes any.
		}
		s.next(status, body)
		started, err := client.Start(t.Context(), StartRequest{AIAgentID: "a"})
		checkResult(t, err)
		if err == nil && (started.InstanceID == "" || trimmed(started.InstanceID) != started.InstanceID || status >= 300) {
			t.Errorf("status %d, %q started %+v", status, body, started)
		}
		if MaybeReceived(err) && s.calls != 1 {
			t.Errorf("status %d, %q: sent %d times: %v", status, body, s.calls, err)
		}
		s.next(status, body)
		instance, err := client.Describe(t.Context(), "", "i-1")
		checkResult(t, err)
		if (instance == nil) == (err == nil) || s.calls > 3 || NotFound(err) && status < 400 {
			t.Errorf("status %d, %q: %v, %v after %d calls", status, body, instance, err, s.calls)
		}
		s.next(status, body)
		if err := client.Stop(t.Context(), "", "i-1"); (err == nil) && status >= 300 || s.calls > 3 {
			t.Errorf("status %d, %q: %v", status, body, err)
		}
	})
}

func checkResult(t *testing.T, err error) {
	t.Helper()
	var e *Error
	if err != nil && !errors.As(err, &e) {
		t.Errorf("%T: %v", err, err)
	}
	if err != nil && strings.Contains(err.Error(), "secret-of-the-fuzz-test") {
		t.Errorf("a secret is shown: %v", err)
	}
}

// FuzzErrors_AreOfOneClass classifies any error.
func FuzzErrors_AreOfOneClass(f *testing.F) {
	for _, code := range []string{
		"ResourceNotFound", "InvalidAIAgentInstanceId.NotFound", "AgentNotFound", "Forbidden.RAM", "NoPermission.X", "OperationDenied", "Forbidden",
		"Forbidden.SubscriptionRequired", "InvalidAccessKeyId.NotFound", "InvalidTimeStamp.Expired", "Throttling.User", "RequestsTooFrequent", "",
	} {
		f.Add(uint8(Answered), 404, code, "InstanceNotFound", false)
	}
	for _, code := range []string{"MyResourceNotFound", "InstanceNotFoundX", "InvalidAction.NotFound", "xAgentNotFound", "Throttle"} {
		f.Add(uint8(Answered), 404, code, "", false)
	}
	f.Add(uint8(Answered), 429, "ResourceNotFound", "", false)
	f.Add(uint8(Lost), 0, "ResourceNotFound", "", true)
	f.Fuzz(func(t *testing.T, reason uint8, status int, code, message string, received bool) {
		e := &Error{Reason: Reason(reason % (uint8(Bug) + 1)), Status: status, Code: code, Message: message, MaybeReceived: received}
		classes := func(err error) (all []string) {
			for name, is := range map[string]func(error) bool{
				"not found": NotFound, "no agent": AgentNotFound, "denied": Denied, "not activated": NotActivated,
				"credentials": CredentialsRefused, "clock": ClockWrong, "throttled": Throttled,
			} {
				if is(err) {
					all = append(all, name)
				}
			}
			slices.Sort(all)
			return all
		}
		got := classes(e)
		about := strings.HasPrefix(code, "ResourceNot") || strings.Contains(strings.TrimPrefix(code, "Invalid"), "Instance")
		if slices.Contains(got, "not found") && (!about || strings.HasPrefix(code, "My") || !strings.HasSuffix(code, "NotFound") && !strings.HasSuffix(code, "NotExist")) {
			t.Errorf("%+v says that there is no instance", e)
		}
		if len(got) > 1 || e.Reason != Answered && len(got) > 0 {
			t.Errorf("%+v is %q", e, got)
		}
		other := *e
		other.Message, other.Detail = "InstanceNotFound Throttling", "Forbidden.RAM"
		if again := classes(fmt.Errorf("Forbidden: %w", &other)); !slices.Equal(got, again) {
			t.Errorf("%q, and wrapped with another message %q", got, again)
		}
		if MaybeReceived(fmt.Errorf("x: %w", e)) != received {
			t.Errorf("%+v may have been received: %t", e, !received)
		}
	})
}

// FuzzHosts_ReceiveWhatTheyAreNamedFor: a region or an endpoint with another meaning
// in a URL would send a signed request elsewhere.
func FuzzHosts_ReceiveWhatTheyAreNamedFor(f *testing.F) {
	for _, text := range []string{
		"cn-shanghai", "cn-a.example/", "a@b", "cn-\n", "[::1]:80", "localhost:8080", "127.0.0.1", "[::ffff:127.0.0.1%25x]", "h:99999", "CN-SHANGHAI",
		"[:::]", "..", "a..b:1", "cn--a", "[::1].example",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if ValidRegion(text) {
			c := &Client{prefix: "ice."}
			u, err := url.Parse("https://" + c.Host(text) + "/?a=b")
			if err != nil || u.Host != "ice."+text+".aliyuncs.com" || u.User != nil || u.Path != "/" || strings.Contains(text, ".") {
				t.Errorf("region %q leads to %v: %v", text, u, err)
			}
		}
		if !ValidEndpoint(text) {
			return
		}
		u, err := url.Parse("https://" + text + "/?a=b")
		if err != nil || u.Host != text || u.User != nil || u.Path != "/" || u.RawQuery != "a=b" {
			t.Fatalf("endpoint %q leads to %v: %v", text, u, err)
		}
		if host := strings.ToLower(u.Hostname()); Loopback(text) && !strings.Contains(host, "localhost") && !strings.HasPrefix(host, "127.") && !strings.Contains(host, ":") {
			t.Errorf("%q is on this machine", text)
		}
	})
}
