package ice_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

func TestHostsFollowTheRegion(t *testing.T) {
	t.Parallel()
	cases := []struct {
		endpoint, region, want string
		vpc                    bool
	}{
		{want: "ice.cn-shanghai.aliyuncs.com"},
		{region: "cn-beijing", want: "ice.cn-beijing.aliyuncs.com"},
		{region: "ap-southeast-1", vpc: true, want: "ice-vpc.ap-southeast-1.aliyuncs.com"},
		{region: "cn-beijing", vpc: true, endpoint: "127.0.0.1:8080", want: "127.0.0.1:8080"},
	}
	for _, tc := range cases {
		o := options(tc.endpoint)
		o.VPC = tc.vpc
		c := client(t, o)
		if got := c.Host(tc.region); got != tc.want {
			t.Errorf("%+v: got %s", tc, got)
		}
		if c.Region() != "cn-shanghai" {
			t.Errorf("region %s", c.Region())
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*ice.Options)
		want   string
	}{
		"region with a dot": {func(o *ice.Options) { o.Region = "evil.example/" }, `region "evil.example/" is not a region ID such as cn-shanghai`},
		"URL as endpoint":   {func(o *ice.Options) { o.Endpoint = "https://user:pw@h/" }, "the endpoint is not a host name or an IP address with an optional port"},
		"no credentials":    {func(o *ice.Options) { o.Credentials = nil }, "openapi: the options New and Credentials are required"},
		"protocol":          {func(o *ice.Options) { o.Protocol = "ws" }, `protocol must be HTTPS or HTTP, got "ws"`},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options("")
			tc.change(&o)
			if _, err := ice.New(o); err == nil || err.Error() != tc.want {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
	for _, endpoint := range []string{"localhost", "127.0.0.1:80", "[::1]:8080", "ice-vpc.cn-shanghai.aliyuncs.com"} {
		if _, err := ice.New(options(endpoint)); err != nil {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
}

func TestAClientWithoutARegionSaysSoWhenItIsNeeded(t *testing.T) {
	t.Parallel()
	o := options("")
	o.Region = ""
	err := client(t, o).Stop(t.Context(), "", "i-1")
	if want := "StopAIAgentInstance: no region is set"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestARegionCannotLeadARequestElsewhere(t *testing.T) {
	t.Parallel()
	err := client(t, options("")).Stop(t.Context(), "cn.evil.example/?", "i-1")
	if want := `StopAIAgentInstance: region "cn.evil.example/?" is not a region ID such as cn-shanghai`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestBeforeCall_AnErrorStopsEveryOperation(t *testing.T) {
	t.Parallel()
	s := &service{status: 200, body: `{"InstanceId":"i-1","Instance":{},"ActiveCount":"3"}`}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	o := options(strings.TrimPrefix(server.URL, "http://"))
	refusal := errors.New("another account")
	refused := true
	o.BeforeCall = func(context.Context) error {
		if refused {
			return refusal
		}
		return nil
	}
	c := client(t, o)
	operations := map[string]func() error{
		"start":    func() error { _, err := c.Start(t.Context(), ice.StartRequest{}); return err },
		"describe": func() error { _, err := c.Describe(t.Context(), "", "i-1"); return err },
		"update":   func() error { return c.Update(t.Context(), ice.UpdateRequest{}) },
		"stop":     func() error { return c.Stop(t.Context(), "", "i-1") },
		"speak":    func() error { return c.Speak(t.Context(), "", "i-1", "Good bye.") },
		"count":    func() error { _, err := c.Concurrency(t.Context(), "", "agent-1"); return err },
		"list":     func() error { _, err := c.List(t.Context(), ice.ListRequest{}); return err },
	}
	for name, do := range operations {
		refused = true
		if err := do(); !errors.Is(err, refusal) || len(s.calls) > 0 {
			t.Errorf("%s: got %v after %d calls", name, err, len(s.calls))
		}
		refused = false
		if err := do(); err != nil || len(s.calls) != 1 {
			t.Errorf("%s: got %v after %d calls", name, err, len(s.calls))
		}
		s.calls = nil
	}
}

func TestRetryFor_LimitsEveryOperation(t *testing.T) {
	t.Parallel()
	s := &service{status: 503, body: `{"Code":"ServiceUnavailable"}`}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	for limit, again := range map[time.Duration]bool{time.Nanosecond: false, time.Minute: true} {
		s.calls = nil
		o := options(strings.TrimPrefix(server.URL, "http://"))
		o.RetryFor = limit
		if _, err := client(t, o).Describe(t.Context(), "", "i-1"); err == nil || (len(s.calls) > 1) != again {
			t.Errorf("within %s: %d calls, %v", limit, len(s.calls), err)
		}
	}
}

func TestErrorsTellWhereTheRegionComesFrom(t *testing.T) {
	t.Parallel()
	s := &service{status: 404, body: `{"Code":"AgentNotFound"}`}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	o := options(strings.TrimPrefix(server.URL, "http://"))
	o.RegionFrom = "environment variable X"
	c := client(t, o)
	for region, want := range map[string]string{"": o.RegionFrom, "cn-shanghai": o.RegionFrom, "cn-beijing": ""} {
		_, err := c.Start(t.Context(), ice.StartRequest{Region: region})
		var e *ice.Error
		if !errors.As(err, &e) || e.HostFrom != want {
			t.Errorf("region %q: %v from %q, want %q", region, err, e.HostFrom, want)
		}
	}
}

func TestLoopback_CoversNamesAndAddresses(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]bool{
		"localhost": true, "LOCALHOST:80": true, "localhost.": true, "ims.localhost:1": true, "127.0.0.1": true, "127.1.2.3:8080": true,
		"[::1]": true, "[::1]:8080": true, "[::ffff:127.0.0.1]:1": true,
		"": false, "localhost.example": false, "127.0.0.1.example": false, "10.0.0.1:80": false, "[::2]:80": false, "0.0.0.0:80": false,
	} {
		if got := ice.Loopback(endpoint); got != want {
			t.Errorf("%q: got %v", endpoint, got)
		}
	}
}
