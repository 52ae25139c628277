package ice_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

func TestInstance_OnlyIDsOfACallAreTrimmed(t *testing.T) {
	t.Parallel()
	c, _ := against(t, 200, `{"Instance":{"RuntimeConfig":{"AgentUserId":" u\n","ChannelId":"\tc ","AuthToken":" t ","VoiceChat":{"AgentUserId":"u ","AuthToken":" t"}}}}`)
	got, err := c.Describe(t.Context(), "", "i-1")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"AgentUserId": "u", "ChannelId": "c", "AuthToken": " t ", "VoiceChat": map[string]any{"AgentUserId": "u", "AuthToken": " t"}}
	if diff := cmp.Diff(want, got.RuntimeConfig); diff != "" {
		t.Error(diff)
	}
}

// TestInstance_ADocumentAsTextIsWhole: text behind it is not ignored.
func TestInstance_ADocumentAsTextIsWhole(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{} canary`, `{}{}`, `{"a":1`, `[]`, `canary`} {
		for _, name := range []string{"AgentConfig", "RuntimeConfig", "TemplateConfig"} {
			c, _ := against(t, 200, `{"Instance":{"`+name+`":"`+strings.ReplaceAll(text, `"`, `\"`)+`"}}`)
			_, err := c.Describe(t.Context(), "", "i-1")
			if want := "Instance." + name + " must be an object, got a string"; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s of %s: %v", text, name, err)
			}
		}
	}
	c, _ := against(t, 200, `{"Instance":{"AgentConfig":" {} \n"}}`)
	if _, err := c.Describe(t.Context(), "", "i-1"); err != nil {
		t.Errorf("blanks around a document: %v", err)
	}
}

func TestDescribe_TheIDOfTheResponseIsCompared(t *testing.T) {
	t.Parallel()
	for id, right := range map[string]bool{`i-1`: true, `\ti-1\n`: true, ``: true, `i-2`: false, `I-1`: false} {
		c, _ := against(t, 200, `{"Instance":{"InstanceId":"`+id+`"}}`)
		if _, err := c.Describe(t.Context(), "", "i-1"); (err == nil) != right {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestList_SendsWhatIsSet(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for name, c := range map[string]struct {
		request ice.ListRequest
		want    map[string]string
	}{
		"nothing":        {ice.ListRequest{}, map[string]string{"AIAgentId": ""}},
		"the first page": {ice.ListRequest{AIAgentID: "a", PageNumber: 1, PageSize: 1}, map[string]string{"AIAgentId": "a", "PageNumber": "1", "PageSize": "1"}},
		"the end":        {ice.ListRequest{AIAgentID: "a", EndTime: at}, map[string]string{"AIAgentId": "a", "EndTime": "2026-01-02T03:04:05Z"}},
	} {
		client, s := against(t, 200, `{}`)
		if _, err := client.List(t.Context(), c.request); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, s.calls[0].Query); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestStart_ItsLengthIsThatInTheURL(t *testing.T) {
	t.Parallel()
	if got := (ice.StartRequest{AIAgentID: "a"}).Length(); got != len("AIAgentId=a") {
		t.Errorf("of one parameter it is %d", got)
	}
	// Three bytes of UTF-8 are nine characters in a URL.
	if got := (ice.StartRequest{AIAgentID: "a", UserData: pointer("好")}).Length(); got != len("AIAgentId=a&UserData=%E5%A5%BD") {
		t.Errorf("of two parameters it is %d", got)
	}
	if got := (ice.StartRequest{AgentConfig: map[string]any{"a": make(chan int)}}).Length(); got != 0 {
		t.Errorf("of what cannot be sent it is %d", got)
	}
}

// TestClient_AnEndpointServesAllRegions: none has to be set.
func TestClient_AnEndpointServesAllRegions(t *testing.T) {
	t.Parallel()
	s := &service{status: 200, body: `{}`}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	o := options(strings.TrimPrefix(server.URL, "http://"))
	o.Region = ""
	c := client(t, o)
	o.Endpoint, o.Region = "", "cn-shanghai"
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := client(t, o).Stop(ended, "", "i-1"); !errors.Is(err, context.Canceled) {
		t.Errorf("without an endpoint the default region is not used: %v", err)
	}
	for _, region := range []string{"", "cn-beijing"} {
		if err := c.Stop(t.Context(), region, "i-1"); err != nil {
			t.Errorf("%q: %v", region, err)
		}
	}
}

func TestClient_APauseEndsWithItsContext(t *testing.T) {
	t.Parallel()
	c := client(t, options("127.0.0.1:1"))
	if err := c.Pause(t.Context(), time.Nanosecond); err != nil {
		t.Error(err)
	}
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if err := c.Pause(ctx, time.Hour); !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
}

// TestClient_KeepsToItsLimitOfRequests that are in flight.
func TestClient_KeepsToItsLimitOfRequests(t *testing.T) {
	t.Parallel()
	var now, most atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		if !strings.HasSuffix(r.UserAgent(), " ours/1") {
			t.Errorf("the user agent is %s", r.UserAgent())
		}
		<-time.After(20 * time.Millisecond) // Time for a second one that must not come.
		_, _ = io.WriteString(w, `{}`)
	}))
	t.Cleanup(server.Close)
	o := options(strings.TrimPrefix(server.URL, "http://"))
	o.MaxInFlight, o.UserAgent = 1, "ours/1"
	c := client(t, o)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := c.Stop(t.Context(), "", "i-1"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most.Load() != 1 {
		t.Errorf("%d requests were in flight", most.Load())
	}
}

func TestUpdate_WhatCannotBeWrittenIsNotSent(t *testing.T) {
	t.Parallel()
	c, s := against(t, 200, `{}`)
	err := c.Update(t.Context(), ice.UpdateRequest{InstanceID: "i-1", TemplateConfig: map[string]any{"a": make(chan int)}})
	if want := "UpdateAIAgentInstance: TemplateConfig cannot be written as JSON (*json.UnsupportedTypeError)"; err == nil || err.Error() != want || len(s.calls) > 0 {
		t.Errorf("%d requests, got %v, want %s", len(s.calls), err, want)
	}
}

// TestConcurrency_OnlyACountIsOne: a limit must not be judged by what is no number.
func TestConcurrency_OnlyACountIsOne(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"ActiveCount":0}`: 0, `{"ActiveCount":39}`: 39, `{"ActiveCount":"7"}`: 7,
		`{}`: -1, `{"ActiveCount":null}`: -1, `{"ActiveCount":-1}`: -1, `{"ActiveCount":1.5}`: -1, `{"ActiveCount":"many"}`: -1, `{"ActiveCount":[]}`: -1,
	} {
		c, _ := against(t, 200, body)
		got, err := c.Concurrency(t.Context(), "", "agent-1")
		if want < 0 {
			var e *ice.Error
			if !errors.As(err, &e) || e.Reason != ice.Unreadable || !strings.Contains(e.Detail, "ActiveCount") {
				t.Errorf("%s: got %d, %v", body, got, err)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("%s: got %d, %v", body, got, err)
		}
	}
}

// TestClient_TheTimeToConnectIsThatOfTheOptions: the server accepts a connection, and
// does not speak TLS. Everything else would take longer than the caller waits.
func TestClient_TheTimeToConnectIsThatOfTheOptions(t *testing.T) {
	t.Parallel()
	mute, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mute.Close() })
	o := options(mute.Addr().String())
	o.Protocol, o.ConnectTimeout, o.ReadTimeout, o.RetryFor = "HTTPS", 50*time.Millisecond, time.Hour, -1
	ctx, cancel := context.WithTimeout(t.Context(), 9*time.Second)
	defer cancel()
	var e *ice.Error
	if err := client(t, o).Stop(ctx, "", "i-1"); !errors.As(err, &e) || e.Reason != ice.NotSent {
		t.Errorf("got %v", err)
	}
}

// TestClient_ForgetAndParametersAreThoseOfTheOptions with credentials that the service
// refuses once.
func TestClient_ForgetAndParametersAreThoseOfTheOptions(t *testing.T) {
	t.Parallel()
	var sources []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if sources = append(sources, r.URL.Query().Get("SourceIp")); len(sources) == 1 {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, `{"Code":"InvalidSecurityToken.Expired"}`)
			return
		}
		_, _ = io.WriteString(w, `{}`)
	}))
	t.Cleanup(server.Close)
	o := options(strings.TrimPrefix(server.URL, "http://"))
	forgotten := 0
	o.Forget = func(openapi.Credentials) bool { forgotten++; return true }
	o.Parameters = map[string]string{"SourceIp": "10.0.0.1"}
	if err := client(t, o).Stop(t.Context(), "", "i-1"); err != nil || forgotten != 1 {
		t.Errorf("forgotten %d times, %v", forgotten, err)
	}
	if diff := cmp.Diff([]string{"10.0.0.1", "10.0.0.1"}, sources); diff != "" {
		t.Error(diff)
	}
}

// stopped is a clock on which nothing passes until the test lets it: its timers are
// functions that do so.
type stopped struct {
	mu     sync.Mutex
	ahead  time.Duration
	timers chan func()
}

func (s *stopped) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Unix(1_800_000_000, 0).Add(s.ahead)
}

func (s *stopped) AfterFunc(d time.Duration, f func()) func() {
	s.timers <- func() {
		s.mu.Lock()
		s.ahead += d
		s.mu.Unlock()
		f()
	}
	return func() {}
}

func (*stopped) Random(limit time.Duration) time.Duration { return limit / 2 }

// TestClient_WhatEndsOrChangesACallPassesTheOthers that wait for their turn.
func TestClient_WhatEndsOrChangesACallPassesTheOthers(t *testing.T) {
	t.Parallel()
	for operation, urgent := range map[string]func(*ice.Client) error{
		ice.OperationStop:   func(c *ice.Client) error { return c.Stop(t.Context(), "", "i-1") },
		ice.OperationUpdate: func(c *ice.Client) error { return c.Update(t.Context(), ice.UpdateRequest{InstanceID: "i-1"}) },
	} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			s := &service{status: 200, body: `{"Instance":{}}`}
			server := httptest.NewServer(s)
			t.Cleanup(server.Close)
			clock := &stopped{timers: make(chan func(), 99)}
			o := options(strings.TrimPrefix(server.URL, "http://"))
			o.Clock, o.MaxRate = clock, 1
			c := client(t, o)
			describe := func(c *ice.Client) error { _, err := c.Describe(t.Context(), "", "i-1"); return err }
			if err := describe(c); err != nil {
				t.Fatal(err)
			}
			start := func(do func(*ice.Client) error) (done chan error) {
				done = make(chan error, 1)
				go func() { done <- do(c) }()
				return done
			}
			other := start(describe)
			<-clock.timers // It waits.
			first := start(urgent)
			(<-clock.timers)()
			if err := <-first; err != nil {
				t.Error(err)
			}
			for len(clock.timers) > 1 {
				<-clock.timers
			}
			(<-clock.timers)()
			if err := <-other; err != nil {
				t.Error(err)
			}
			var got []string
			for _, call := range s.calls {
				got = append(got, call.Action)
			}
			if diff := cmp.Diff([]string{ice.OperationDescribe, operation, ice.OperationDescribe}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
