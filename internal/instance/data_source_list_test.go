package instance_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// listing is the data source of an agent's instances, and the API behind it.
type listing struct {
	*acctest.DataSource
	t   *testing.T
	api *emulator.Server
}

func newListing(t *testing.T, api *emulator.Server) *listing {
	t.Helper()
	return &listing{listOf(t, api), t, api}
}

// read lists the instances of the example's agent, which must succeed.
func (l *listing) read(arguments map[string]any) (values map[string]any, instances []map[string]any, said []*acctest.Diagnostic) {
	l.t.Helper()
	config := l.Config(with(set("ai_agent_id", emulator.AgentID), arguments))
	acctest.Fail(l.t, l.Validate(config))
	state, said := l.Read(config)
	acctest.Fail(l.t, said)
	values, ok := acctest.JSON(l.t, state).(map[string]any)
	if !ok {
		l.t.Fatalf("the state is %s", state)
	}
	all, _ := values["instances"].([]any)
	for _, e := range all {
		one, _ := e.(map[string]any)
		instances = append(instances, one)
	}
	return values, instances, said
}

// starts starts instances in channels of their own, without Terraform.
func starts(t *testing.T, api *emulator.Server, n int) {
	t.Helper()
	client, err := ice.New(ice.Options{
		Region: "cn-shanghai", Endpoint: api.Endpoint(), Protocol: "HTTP",
		Credentials: func(context.Context) (openapi.Credentials, error) {
			return openapi.Credentials{AccessKeyID: emulator.AccessKeyID, AccessKeySecret: emulator.AccessKeySecret}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		runtime := map[string]any{"AgentUserId": "a", "AuthToken": "t", "ChannelId": fmt.Sprint("c", len(api.Instances()))}
		if _, err := client.Start(t.Context(), ice.StartRequest{AIAgentID: emulator.AgentID, RuntimeConfig: runtime}); err != nil {
			t.Fatal(err)
		}
	}
}

// pages are the pages that were asked for, as number and size.
func pages(calls []emulator.Call) string {
	all := make([]string, 0, len(calls))
	for _, c := range calls {
		all = append(all, c.Query.Get("PageNumber")+"/"+c.Query.Get("PageSize"))
	}
	return strings.Join(all, " ")
}

func TestList_ReadsAllPages(t *testing.T) {
	t.Parallel()
	l := newListing(t, emulator.Start(t))
	for _, c := range []struct {
		instances int
		pages     string
	}{
		{0, "1/100"}, {1, "1/100"}, {100, "1/100 2/100"}, {101, "1/100 2/100"}, {250, "1/100 2/100 3/100"},
	} {
		starts(t, l.api, c.instances-len(l.api.Instances()))
		l.api.Reset()
		values, instances, said := l.read(nil)
		channels := map[any]bool{}
		for _, i := range instances {
			channels[i["channel_id"]] = true
		}
		if len(instances) != c.instances || len(channels) != c.instances || values["truncated"] != false || len(said) > 0 {
			t.Errorf("%d instances: %d with %d channels, truncated is %v\n%s", c.instances, len(instances), len(channels), values["truncated"], acctest.Text(said))
		}
		if got := pages(l.api.Calls()); got != c.pages {
			t.Errorf("%d instances: pages %s, want %s", c.instances, got, c.pages)
		}
	}
	for _, c := range []struct {
		limit, want int
		pages       string
		truncated   bool
	}{
		{1, 1, "1/100", true},
		{99, 99, "1/100", true},
		{100, 100, "1/100 2/100", true},
		{249, 249, "1/100 2/100 3/100", true},
		{250, 250, "1/100 2/100 3/100", false},
		{251, 250, "1/100 2/100 3/100", false},
	} {
		l.api.Reset()
		values, instances, said := l.read(set("limit", c.limit))
		if len(instances) != c.want || values["truncated"] != c.truncated {
			t.Errorf("limit %d: %d instances, truncated is %v", c.limit, len(instances), values["truncated"])
		}
		want := ""
		if c.truncated {
			want = "warning limit: The list of AI agent instances is cut"
		}
		if diff := cmp.Diff(want, places(said)); diff != "" {
			t.Errorf("limit %d: %s", c.limit, diff)
		}
		if got := pages(l.api.Calls()); got != c.pages {
			t.Errorf("limit %d: pages %s, want %s", c.limit, got, c.pages)
		}
	}
}

func TestList_Filters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n, ids := range []map[string]any{
		{"agent_user_id": "u1", "channel_id": "c1"}, {"agent_user_id": "u1", "channel_id": "c2"}, {"agent_user_id": "u2", "channel_id": "c1"},
	} {
		runtime := with(ids, set("auth_token", "token"))
		if n == 1 {
			runtime = inForm("voice_chat", runtime)
		}
		w.start(minimal(set("runtime_config", runtime)))
	}
	w.must(w.api.Finish(w.api.Instances()[0].ID))
	w.must(w.api.Join(w.api.Instances()[1].ID))
	l := newListing(t, w.api)
	for name, c := range map[string]struct {
		arguments map[string]any
		want      []string
	}{
		"none":            {nil, []string{"c1 u2 Created", "c2 u1 Executing", "c1 u1 Finished"}},
		"status":          {set("status", "Executing"), []string{"c2 u1 Executing"}},
		"ended":           {set("status", "Finished"), []string{"c1 u1 Finished"}},
		"channel":         {set("channel_id", "c1"), []string{"c1 u2 Created", "c1 u1 Finished"}},
		"user":            {set("agent_user_id", "u1"), []string{"c2 u1 Executing", "c1 u1 Finished"}},
		"two":             {map[string]any{"agent_user_id": "u1", "channel_id": "c1"}, []string{"c1 u1 Finished"}},
		"a block's":       {map[string]any{"agent_user_id": "u1", "channel_id": "c2"}, []string{"c2 u1 Executing"}},
		"of no instance":  {map[string]any{"agent_user_id": "u2", "channel_id": "c2"}, nil},
		"filter and cut":  {map[string]any{"channel_id": "c1", "limit": 1}, []string{"c1 u2 Created"}},
		"exactly so many": {map[string]any{"channel_id": "c1", "limit": 2}, []string{"c1 u2 Created", "c1 u1 Finished"}},
	} {
		values, instances, said := l.read(c.arguments)
		var got []string
		for _, i := range instances {
			got = append(got, fmt.Sprint(i["channel_id"], " ", i["agent_user_id"], " ", i["status"]))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if cut := name == "filter and cut"; values["truncated"] != cut || len(said) > 0 != cut {
			t.Errorf("%s: truncated is %v\n%s", name, values["truncated"], acctest.Text(said))
		}
	}
}

func TestList_AStatusThatDoesNotExistIsRefused(t *testing.T) {
	t.Parallel()
	l := newListing(t, emulator.Start(t))
	found := l.Validate(l.Config(map[string]any{"ai_agent_id": emulator.AgentID, "status": "Running"}))
	if diff := cmp.Diff("error status: Invalid value for status", places(found)); diff != "" {
		t.Error(diff)
	}
}

func TestList_TimesAreInTheRequest(t *testing.T) {
	t.Parallel()
	l := newListing(t, emulator.Start(t))
	for _, c := range []struct{ start, end, wantStart, wantEnd string }{
		{"2026-11-27T08:00:00Z", "2026-11-28T08:00:00Z", "2026-11-27T08:00:00Z", "2026-11-28T08:00:00Z"},
		{"2026-11-27T08:00:00+08:00", "", "2026-11-27T00:00:00Z", ""},
		{"", "2026-11-27T08:00:00.5-02:30", "", "2026-11-27T10:30:00Z"},
		{"", "", "", ""},
	} {
		arguments := map[string]any{}
		for name, value := range map[string]string{"start_time": c.start, "end_time": c.end} {
			if value != "" {
				arguments[name] = value
			}
		}
		l.api.Reset()
		l.read(arguments)
		want := url.Values{"AIAgentId": {emulator.AgentID}, "PageNumber": {"1"}, "PageSize": {"100"}}
		for name, value := range map[string]string{"StartTime": c.wantStart, "EndTime": c.wantEnd} {
			if value != "" {
				want.Set(name, value)
			}
		}
		if diff := cmp.Diff(want, l.api.Calls()[0].Query); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c, diff)
		}
	}
}

func TestList_BadArgumentsAreRefusedAtTheirPath(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	l := newListing(t, api)
	for name, values := range map[string][]any{
		"start_time": {"yesterday", "2026-11-27", "2026-11-27 08:00:00", "2026-11-27T08:00:00", "", "2026-13-01T00:00:00Z"},
		"end_time":   {"tomorrow", "1764230400", "2026-11-27T08:00Z", ""},
		"limit":      {0, -1, 10001, 1.5},
	} {
		for _, value := range values {
			found := l.Validate(l.Config(map[string]any{"ai_agent_id": emulator.AgentID, name: value}))
			if got := places(found); !strings.HasPrefix(got, "error "+name+": Invalid ") || strings.Contains(got, "\n") {
				t.Errorf("%s = %v: %q", name, value, got)
			}
		}
	}
	if calls := api.Calls(); len(calls) > 0 {
		t.Errorf("called %v", calls)
	}
}

func TestList_AFailureIsExplained(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options []emulator.Option
		agent   string
		want    []string
	}{
		"unknown agent": {nil, "another-agent", []string{"Cannot list the AI agent instances (ai_agent_id)", "agent another-agent", "region cn-shanghai", "Code AgentNotFound"}},
		"denied":        {[]emulator.Option{emulator.Deny(emulator.AccessKeyID, emulator.OpList)}, emulator.AgentID, []string{"Cannot list the AI agent instances", "ice:ListAIAgentInstance", "HTTP 403"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newListing(t, emulator.Start(t, c.options...))
			_, diagnostics := l.Read(l.Config(set("ai_agent_id", c.agent)))
			text := acctest.Text(diagnostics)
			for _, part := range c.want {
				if !strings.Contains(text, part) {
					t.Errorf("%q is not in:\n%s", part, text)
				}
			}
			// Who only lists needs no more.
			for _, operation := range []string{emulator.OpStart, emulator.OpStop, emulator.OpUpdate, emulator.OpDescribe} {
				if strings.Contains(text, operation) {
					t.Errorf("%s is named in:\n%s", operation, text)
				}
			}
		})
	}
}

func TestList_TheSettingsOfAnInstance(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options []emulator.Option
		config  map[string]any
		want    map[string]any
	}{
		"as documented": {
			nil, with(greet("Hello!"), set("user_data", `{"a":1}`)),
			map[string]any{"channel_id": "channel-1", "agent_user_id": "agent-1", "status": "Created", "user_data": `{"a":1}`},
		},
		"a service that tells IDs": {
			[]emulator.Option{emulator.Switch("list_instance_id", "included")},
			greet("Hello!"),
			map[string]any{"channel_id": "channel-1", "agent_user_id": "agent-1", "status": "Created", "instance_id": "ID"},
		},
		"a deprecated form": {
			nil, minimal(set("runtime_config", inForm("voice_chat", trio()))),
			map[string]any{"channel_id": "channel-1", "agent_user_id": "agent-1", "status": "Created"},
		},
		"all forms at once": {
			[]emulator.Option{emulator.Switch("runtime_echo", "flat trio and all three blocks filled")},
			greet("Hello!"),
			map[string]any{"channel_id": "channel-1", "agent_user_id": "agent-1", "status": "Created"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, c.options...)
			w.start(c.config)
			if c.want["instance_id"] != nil {
				c.want["instance_id"] = w.api.Instances()[0].ID
			}
			w.api.Reset()
			values, instances, _ := newListing(t, w.api).read(nil)
			if len(instances) != 1 || values["region"] != "cn-shanghai" {
				t.Fatalf("%v", values)
			}
			text, _ := instances[0]["effective_agent_config"].(string)
			if c.config["agent_config"] != nil && document(t, text)["Greeting"] != "Hello!" {
				t.Errorf("effective_agent_config is %s", text)
			}
			delete(instances[0], "effective_agent_config")
			if diff := cmp.Diff(c.want, instances[0]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := w.calls(); got != "List" {
				t.Errorf("called %s", got)
			}
		})
	}
}

func TestList_ReadsAnotherRegion(t *testing.T) {
	t.Parallel()
	l := newListing(t, emulator.Start(t))
	if values, _, _ := l.read(set("region", "cn-beijing")); values["region"] != "cn-beijing" {
		t.Errorf("region is %v", values["region"])
	}
}

// TestDataSource_OnMissingDecides is about a call that the service forgot, or never
// knew.
func TestDataSource_OnMissingDecides(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		arguments map[string]any
		fault     *emulator.Fault
		unknown   string
		want      string
	}{
		"left out":             {nil, nil, "404 ResourceNotFound", "error"},
		"error":                {set("on_missing", "error"), nil, "404 ResourceNotFound", "error"},
		"null":                 {set("on_missing", "null"), nil, "404 ResourceNotFound", ""},
		"null, another code":   {set("on_missing", "null"), nil, "400 InstanceIdNotExist", ""},
		"null, a gateway":      {set("on_missing", "null"), &emulator.Fault{Status: 404, Body: "<html>"}, "404 ResourceNotFound", "error"},
		"null, denied":         {set("on_missing", "null"), &emulator.Fault{Status: 403, Code: "NoPermission"}, "404 ResourceNotFound", "error"},
		"null, unknown action": {set("on_missing", "null"), &emulator.Fault{Status: 404, Code: "InvalidAction.NotFound"}, "404 ResourceNotFound", "error"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, emulator.Switch("describe_unknown_id", c.unknown))
			w.start(greet("Hello!"))
			id := w.api.Instances()[0].ID
			w.must(w.api.Forget(id))
			if c.fault != nil {
				c.fault.Operation, c.fault.Times = emulator.OpDescribe, -1
				w.api.Inject(*c.fault)
			}
			arguments := with(set("instance_id", id), c.arguments)
			acctest.Fail(t, w.data.Validate(w.data.Config(arguments)))
			state, diagnostics := w.ReadData(arguments)
			text := acctest.Text(diagnostics)
			if failed := acctest.Failed(diagnostics); failed != (c.want == "error") {
				t.Fatalf("failed: %t\n%s", failed, text)
			}
			if c.want == "error" {
				if way := "set on_missing = \"null\""; c.fault == nil && !strings.Contains(text, way) {
					t.Errorf("the way out is not named:\n%s", text)
				}
				return
			}
			want := map[string]any{"id": id, "instance_id": id, "region": "cn-shanghai", "on_missing": "null"}
			if diff := cmp.Diff(want, acctest.JSON(t, state)); diff != "" || len(diagnostics) > 0 {
				t.Errorf("(-want +got):\n%s\n%s", diff, text)
			}
		})
	}
	w := newWorld(t)
	found := w.data.Validate(w.data.Config(map[string]any{"instance_id": "i-1", "on_missing": "ignore"}))
	if diff := cmp.Diff("error on_missing: Invalid value for on_missing", places(found)); diff != "" {
		t.Error(diff)
	}
}

// TestDataSource_AMissingInstanceBreaksNoDestroy runs a real CLI.
func TestDataSource_AMissingInstanceBreaksNoDestroy(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t, emulator.Start(t), "")
	w.Write("main.tf", `
provider "alicloud" {}
data "`+typeName+`" "gone" {
  instance_id = "7b117af52a16412cb127fa6175ed1ad0"
  on_missing  = "null"
}
resource "terraform_data" "test" { input = coalesce(data.`+typeName+`.gone.status, "gone") }
output "greeting" { value = try(nonsensitive(jsondecode(data.`+typeName+`.gone.effective_agent_config)).Greeting, "none") }
`)
	if out := w.Must("apply", "-auto-approve", "-no-color"); !strings.Contains(out, `greeting = "none"`) {
		t.Errorf("the apply prints:\n%s", out)
	}
	w.Must("destroy", "-auto-approve", "-no-color")
}
