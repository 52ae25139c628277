package emulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

var startParams = map[string]string{"AIAgentId": emulator.AgentID, "RuntimeConfig": runtimeConfig}

func TestFault_ReplacesTheResponse(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		situation string
		fault     emulator.Fault
		status    int
		code      string
		text      string // "" for the envelope.
		instances int
	}{
		{"code", emulator.Fault{Status: 503, Code: "ServiceUnAvailable", Message: "m"}, 503, "ServiceUnAvailable", "", 0},
		{"code alone", emulator.Fault{Code: "InternalError"}, 500, "InternalError", "", 0},
		{"code after the call was executed", emulator.Fault{Code: "InternalError", Executed: true}, 500, "InternalError", "", 1},
		{"HTML", emulator.Fault{Status: 502, Body: "<html>", ContentType: "text/html"}, 502, "", "<html>", 0},
		{"empty 502", emulator.Fault{Status: 502}, 502, "", "empty", 0},
		{"a success of another kind", emulator.Fault{Body: "[1]", Executed: true}, 200, "", "[1]", 1},
	} {
		t.Run(tc.situation, func(t *testing.T) {
			t.Parallel()
			s, c := emulate(t)
			s.Inject(tc.fault)
			a := c.call(t, emulator.OpStart, startParams)
			if a.status != tc.status || a.code() != tc.code || len(s.Instances()) != tc.instances {
				t.Errorf("%d %s, %d instances", a.status, a.text, len(s.Instances()))
			}
			if want := strings.TrimPrefix(tc.text, "empty"); tc.text != "" && a.text != want {
				t.Errorf("body %q, want %q", a.text, want)
			}
			if a.header.Get("x-acs-request-id") == "" {
				t.Error("no request id in the header")
			}
			if tc.fault.ContentType != "" && a.header.Get("content-type") != tc.fault.ContentType {
				t.Errorf("content type %q", a.header.Get("content-type"))
			}
			call := s.Calls()[0]
			if call.Status != tc.status || call.Code != tc.code || call.Executed != tc.fault.Executed {
				t.Errorf("journal: %v executed %t", call, call.Executed)
			}
			c.start(t, nil) // The fault hits one request only.
		})
	}
}

func TestFault_DropsTheConnectionBeforeAndAfterExecution(t *testing.T) {
	t.Parallel()
	eof := func(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
	reset := func(err error) bool { return errors.Is(err, syscall.ECONNRESET) }
	for name, tc := range map[string]struct {
		drop emulator.Drop
		want func(error) bool
	}{
		"closed": {emulator.DropConnection, eof}, "reset": {emulator.ResetConnection, reset}, "truncated": {emulator.TruncateBody, eof},
	} {
		for _, executed := range []bool{false, true} {
			for _, opts := range [][]emulator.Option{nil, {emulator.WithTLS()}} {
				s, c := emulate(t, opts...)
				s.Inject(emulator.Fault{Operation: emulator.OpStart, Drop: tc.drop, Executed: executed})
				a, err := c.send(t.Context(), emulator.OpStart, startParams)
				if !tc.want(err) {
					t.Errorf("%s, executed %t: %v %+v", name, executed, err, a)
				}
				want := 0
				if executed {
					want = 1
				}
				if got := len(s.Instances()); got != want || s.Calls()[0].Executed != executed {
					t.Errorf("%s, executed %t: %d instances", name, executed, got)
				}
				if status := s.Calls()[0].Status; (status == 0) != (tc.drop != emulator.TruncateBody) {
					t.Errorf("%s: journal has status %d", name, status)
				}
			}
		}
	}
}

func TestFault_ADropWithoutAConnectionAbortsTheHandler(t *testing.T) {
	t.Parallel()
	for _, drop := range []emulator.Drop{emulator.DropConnection, emulator.TruncateBody} {
		e, err := emulator.New()
		if err != nil {
			t.Fatal(err)
		}
		e.Inject(emulator.Fault{Drop: drop})
		c := client{url: "http://ice.example.com", id: emulator.AccessKeyID, secret: emulator.AccessKeySecret}
		r := c.request(t.Context(), emulator.OpStart, startParams)
		c.sign(r)
		func() {
			defer func() {
				if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
					t.Errorf("drop %d: %v", drop, err)
				}
			}()
			e.ServeHTTP(httptest.NewRecorder(), r)
		}()
	}
}

func TestFault_SkipsRepeatsAndKeepsToItsOperation(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	s.Inject(emulator.Fault{Operation: emulator.OpDescribe, Skip: 1, Times: 2, Code: "First"})
	s.Inject(emulator.Fault{Operation: emulator.OpDescribe, Times: -1, Code: "Then", Skip: 1})
	id := c.start(t, nil)
	var got []string
	for range 6 {
		got = append(got, c.describe(t, id).code())
	}
	s.ClearFaults()
	got = append(got, c.describe(t, id).code())
	// The second fault counts its skip while the first one skips, too.
	if diff := cmp.Diff([]string{"", "First", "First", "Then", "Then", "Then", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFault_AddsHeaders(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	s.Inject(emulator.Fault{Status: 429, Code: "Throttling", Header: http.Header{"X-Acs-Retry-After": {"1500"}}})
	if a := c.call(t, emulator.OpStart, startParams); a.header.Get("x-acs-retry-after") != "1500" {
		t.Errorf("%v", a.header)
	}
}

func TestFault_ADelayEndsWhenTheClientGoesAway(t *testing.T) {
	t.Parallel()
	for _, executed := range []bool{false, true} {
		s, c := emulate(t)
		done := make(chan struct{})
		s.After(emulator.OpStart, func() { close(done) })
		s.Inject(emulator.Fault{Operation: emulator.OpStart, Delay: time.Hour, Executed: executed})
		ctx, cancel := context.WithCancel(t.Context())
		// The client goes away when its request has arrived.
		s.Before(emulator.OpStart, cancel)
		if _, err := c.send(ctx, emulator.OpStart, startParams); !errors.Is(err, context.Canceled) {
			t.Errorf("the answer came: %v", err)
		}
		<-done
		if got := len(s.Instances()); got != 1 || !s.Calls()[0].Executed {
			t.Errorf("%d instances", got)
		}
	}
}

func TestFault_ADelayAloneChangesNothing(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	s.Inject(emulator.Fault{Delay: 20 * time.Millisecond})
	begin := time.Now()
	c.start(t, nil)
	if took := time.Since(begin); took < 20*time.Millisecond {
		t.Errorf("it took %s", took)
	}
}

func TestFault_ABadSignatureDoesNotUseItUp(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	s.Inject(emulator.Fault{Code: "InternalError"})
	bad := c
	bad.secret = "wrong"
	if a := bad.call(t, emulator.OpStart, startParams); a.code() != "SignatureDoesNotMatch" {
		t.Error(a.text)
	}
	if a := c.call(t, emulator.OpStart, startParams); a.code() != "InternalError" {
		t.Error(a.text)
	}
}

func TestHooks_AnotherActorInterferes(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, nil)
	s.Before(emulator.OpUpdate, func() { _ = s.Finish(id) })
	if a := c.update(t, id, map[string]string{"UserData": "x"}); a.code() != "InvalidParameter" {
		t.Errorf("before the update: %s", a.text)
	}
	s.After(emulator.OpDescribe, func() { _ = s.Forget(id) })
	if a := c.describe(t, id); a.status != http.StatusOK {
		t.Errorf("the hook was too early: %s", a.text)
	}
	if a := c.describe(t, id); a.code() != "ResourceNotFound" {
		t.Errorf("after describe: %s", a.text)
	}
}

func TestHooks_KnowTheRequest(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	var before, after emulator.Call
	s.BeforeCall(emulator.OpStart, func(c emulator.Call) { before = c })
	s.AfterCall(emulator.OpStart, func(c emulator.Call) { after = c })
	id := c.start(t, nil)
	if before.InstanceID != "" || before.Executed || before.Query.Get("AIAgentId") != emulator.AgentID {
		t.Errorf("before: %v executed %t", before, before.Executed)
	}
	if after.InstanceID != id || !after.Executed || after.RequestID != before.RequestID {
		t.Errorf("after: %v executed %t", after, after.Executed)
	}
}

func TestHooks_AnUnknownOperationPanics(t *testing.T) {
	t.Parallel()
	e, err := emulator.New()
	if err != nil {
		t.Fatal(err)
	}
	for name, set := range map[string]func(){
		"fault":    func() { e.Inject(emulator.Fault{Operation: "Start"}) },
		"kind":     func() { e.Inject(emulator.Fault{Kind: "rset"}) },
		"throttle": func() { e.Throttle("Start", 1) },
		"before":   func() { e.Before("Start", func() {}) },
		"after":    func() { e.After("Start", func() {}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was taken", name)
				}
			}()
			set()
		}()
	}
}
