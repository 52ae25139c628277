package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

const (
	baseID     = "LTAI-base"
	baseSecret = "canary-base-secret"
	roleARN    = "acs:ram::1234567890123456:role/agents"
)

// instance returns the configuration of a resource.
func instance(channel string) map[string]any {
	return map[string]any{
		"ai_agent_id": emulator.AgentID,
		"runtime_config": map[string]any{
			"agent_user_id": "agent-1", "channel_id": channel, "auth_token": "canary-agent-token",
		},
	}
}

// cloud starts the API, and an STS that returns credentials for it.
func cloud(t *testing.T) (*emulator.Server, *identity.Server) {
	t.Helper()
	api := emulator.Start(t, identity.Accept("sts", 9)...)
	sts := identity.StartSTS(t, "sts", "canary.oidc.token")
	sts.Know(baseID, baseSecret, "")
	return api, sts
}

// block returns a provider block for both.
func block(api *emulator.Server, sts *identity.Server, more map[string]any) map[string]any {
	b := map[string]any{
		"region": "cn-shanghai", "protocol": "HTTP", "endpoints": map[string]any{"ice": api.Endpoint(), "sts": sts.Endpoint()},
	}
	maps.Copy(b, more)
	return b
}

// configure returns the resource of a provider with that block.
func configure(t *testing.T, block map[string]any) *acctest.Resource {
	t.Helper()
	return acctest.Configure(t, block).Resource("alicloud_ims_ai_agent_instance")
}

var withRole = map[string]any{
	"access_key": baseID, "secret_key": baseSecret, "assume_role": map[string]any{"role_arn": roleARN, "external_id": "canary-external-id"},
}

func TestAssumeRole_ManyResourcesMakeOneCall(t *testing.T) {
	t.Parallel()
	api, sts := cloud(t)
	p := configure(t, block(api, sts, withRole))
	var all sync.WaitGroup
	for n := range 32 {
		all.Go(func() {
			plan := p.Plan(p.Config(instance("channel-"+strconv.Itoa(n))), p.Null())
			if _, diagnostics := p.Apply(plan); acctest.Failed(diagnostics) {
				t.Error(acctest.Text(diagnostics))
			}
		})
	}
	all.Wait()
	if got := sts.Count("AssumeRole"); got != 1 {
		t.Errorf("there were %d AssumeRole calls", got)
	}
	if got := api.Count(emulator.OpStart); got != 32 {
		t.Errorf("%d instances were started", got)
	}
	for _, c := range api.Calls(emulator.OpStart) {
		if c.AccessKeyID != identity.Issued("sts", 1).AccessKeyID {
			t.Errorf("a start was signed with %s", c.AccessKeyID)
		}
	}
}

// TestConfigure_SendsNoRequest configures each source and plans a new instance;
// neither needs a request.
func TestConfigure_SendsNoRequest(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	uri := identity.StartURI(t, "uri")
	called := filepath.Join(home, "called")
	config := filepath.Join(home, "config.json")
	profiles := `{"profiles":[
		{"name":"sso","mode":"CloudSSO","cloud_sso_sign_in_url":"` + uri.URL() + `","cloud_sso_account_id":"1","cloud_sso_access_config":"c","access_token":"t"},
		{"name":"chain","mode":"ChainableRamRoleArn","ram_role_arn":"` + roleARN + `","source_profile":"keys"},
		{"name":"keys","mode":"RamRoleArn","access_key_id":"` + baseID + `","access_key_secret":"` + baseSecret + `","ram_role_arn":"` + roleARN + `"},
		{"name":"command","mode":"External","process_command":"touch ` + called + `"}]}`
	if err := os.WriteFile(config, []byte(profiles), 0o600); err != nil {
		t.Fatal(err)
	}
	profile := func(name string) map[string]any {
		return map[string]any{"profile": name, "shared_credentials_file": config}
	}
	for name, more := range map[string]map[string]any{
		"a role with a guard": {
			"access_key": baseID, "secret_key": baseSecret, "account_id": "1", "assume_role": map[string]any{"role_arn": roleARN},
		},
		"OIDC": {"assume_role_with_oidc": map[string]any{"oidc_provider_arn": "p", "role_arn": roleARN, "oidc_token": "canary"}},
		"URI":  {"credentials_uri": uri.URL()},
		"SSO":  profile("sso"), "chain": profile("chain"), "keys": profile("keys"), "command": profile("command"),
		"nothing": {},
	} {
		api, sts := cloud(t)
		p := configure(t, block(api, sts, more))
		acctest.Fail(t, p.Plan(p.Config(instance("channel-1")), p.Null()).Diagnostics)
		if asked := len(api.Calls()) + len(sts.Requests()) + len(uri.Requests()); asked > 0 {
			t.Errorf("%s: %d requests were made", name, asked)
		}
		if _, err := os.Stat(called); err == nil {
			t.Errorf("%s: the command was run", name)
		}
	}
}

func TestUnknown_AProviderBlockPlans(t *testing.T) {
	t.Parallel()
	unknown := map[string]any{}
	for _, name := range []string{
		"access_key", "secret_key", "security_token", "region", "profile", "shared_credentials_file", "credentials_uri", "ecs_role_name",
		"account_id", "protocol", "skip_region_validation", "configuration_source", "source_ip", "secure_transport",
		"client_connect_timeout", "client_read_timeout", "max_retry_timeout", "max_requests_per_second", "max_concurrent_requests", "assume_role", "assume_role_with_oidc", "endpoints",
	} {
		unknown[name] = acctest.Unknown
	}
	for name, b := range map[string]map[string]any{
		"everything": unknown,
		"inside a block": {
			"region": "cn-shanghai", "assume_role": map[string]any{"role_arn": acctest.Unknown, "session_expiration": acctest.Unknown},
			"assume_role_with_oidc": map[string]any{"oidc_token": acctest.Unknown, "role_arn": "r", "oidc_provider_arn": acctest.Unknown},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unknown := acctest.Configure(t, b)
			p, data := unknown.Resource("alicloud_ims_ai_agent_instance"), unknown.DataSource("alicloud_ims_ai_agent_instance")
			plan := p.Plan(p.Config(instance("channel-1")), p.Null())
			acctest.Fail(t, plan.Diagnostics)
			// No CLI applies with unknown values; a data source may be read with them.
			_, applied := p.Apply(plan)
			_, read := data.Read(data.Config(map[string]any{"instance_id": "i-1"}))
			for _, diagnostics := range [][]*tfprotov6.Diagnostic{applied, read} {
				if text := acctest.Text(diagnostics); !acctest.Failed(diagnostics) || !strings.Contains(text, "not known before apply") {
					t.Errorf("before the values are known:\n%s", text)
				}
			}
		})
	}
}

// TestAccountID_GuardsEveryOperation uses credentials of another account on an
// instance that runs.
func TestAccountID_GuardsEveryOperation(t *testing.T) {
	t.Parallel()
	api, sts := cloud(t)
	guarded := func(account string) *acctest.Provider {
		return acctest.Configure(t, block(api, sts, map[string]any{
			"access_key": baseID, "secret_key": baseSecret, "account_id": account, "assume_role": map[string]any{"role_arn": roleARN},
		}))
	}
	const name = "alicloud_ims_ai_agent_instance"
	foreign := guarded("6543210987654321")
	right, wrong, data := guarded(identity.Account).Resource(name), foreign.Resource(name), foreign.DataSource(name)
	state, diagnostics := right.Apply(right.Plan(right.Config(instance("channel-1")), right.Null()))
	acctest.Fail(t, diagnostics)
	changed := instance("channel-1")
	changed["user_data"] = "other"
	update := right.Plan(right.Config(changed), state)
	destroy := right.Plan(right.Null().State, state)
	asked, called := sts.Count("GetCallerIdentity"), len(api.Calls())

	left := acctest.Instance{}
	for name, do := range map[string]func() []*tfprotov6.Diagnostic{
		"start": func() []*tfprotov6.Diagnostic {
			_, d := wrong.Apply(wrong.Plan(wrong.Config(instance("c-2")), wrong.Null()))
			return d
		},
		"refresh": func() []*tfprotov6.Diagnostic { _, d := wrong.Read(state); return d },
		"update":  func() []*tfprotov6.Diagnostic { _, d := wrong.Apply(update); return d },
		"destroy": func() []*tfprotov6.Diagnostic { after, d := wrong.Apply(destroy); left = after; return d },
		"import":  func() []*tfprotov6.Diagnostic { _, d := wrong.Import("i-1"); return d },
		"data source": func() []*tfprotov6.Diagnostic {
			_, d := data.Read(data.Config(map[string]any{"instance_id": "i-1"}))
			return d
		},
	} {
		text := acctest.Text(do())
		if want := `elong to account "1234567890123456", but provider argument account_id requires "6543210987654321"`; !strings.Contains(text, want) || !strings.HasPrefix(text, "error") {
			t.Errorf("%s: %q is missing in:\n%s", name, want, text)
		}
		if name == "start" && !strings.Contains(text, "No instance was started and nothing is billed") {
			t.Errorf("it is not clear that nothing was started:\n%s", text)
		}
	}
	if left.State.IsNull() {
		t.Error("the destroy has emptied the state")
	}
	if got := len(api.Calls()); got != called {
		t.Errorf("%d requests were sent to the API", got-called)
	}
	if got := sts.Count("GetCallerIdentity") - asked; got != 1 {
		t.Errorf("STS was asked %d times", got)
	}
}

// TestAccountID_AFailedCheckIsMadeAgain refreshes while STS has a problem, and
// then again.
func TestAccountID_AFailedCheckIsMadeAgain(t *testing.T) {
	t.Parallel()
	api, sts := cloud(t)
	api2 := block(api, sts, map[string]any{"access_key": emulator.AccessKeyID, "secret_key": emulator.AccessKeySecret})
	p := configure(t, api2)
	state, diagnostics := p.Apply(p.Plan(p.Config(instance("channel-1")), p.Null()))
	acctest.Fail(t, diagnostics)
	sts.Know(emulator.AccessKeyID, emulator.AccessKeySecret, "")
	api2["account_id"], api2["max_retry_timeout"] = identity.Account, 1
	p = configure(t, api2)
	sts.Break(identity.ServerError)
	if _, diagnostics = p.Read(state); !acctest.Failed(diagnostics) {
		t.Error("a refresh without a check has passed")
	}
	sts.Break(identity.Healthy)
	if _, diagnostics = p.Read(state); acctest.Failed(diagnostics) {
		t.Errorf("the next refresh: %s", acctest.Text(diagnostics))
	}
}

func TestRequests_HaveTheCommonParameters(t *testing.T) {
	t.Parallel()
	api, sts := cloud(t)
	more := maps.Clone(withRole)
	maps.Copy(more, map[string]any{"source_ip": "10.0.0.1", "secure_transport": "true", "configuration_source": "module/of-mine"})
	p := configure(t, block(api, sts, more))
	_, diagnostics := p.Apply(p.Plan(p.Config(instance("channel-1")), p.Null()))
	acctest.Fail(t, diagnostics)
	for _, c := range api.Calls() {
		if c.Query.Get("SourceIp") != "10.0.0.1" || c.Query.Get("SecureTransport") != "true" {
			t.Errorf("%s has %v", c.Operation, c.Query)
		}
	}
	r := sts.Requests()[0]
	if agent := r.Header.Get("User-Agent"); r.Query["SourceIp"] != "10.0.0.1" || !strings.HasSuffix(agent, " module/of-mine") {
		t.Errorf("%s has %v and the user agent %s", r.Operation, r.Query, agent)
	}
}

// TestErrors_CommonMistakesAreExplained covers what new users see first.
func TestErrors_CommonMistakesAreExplained(t *testing.T) {
	t.Parallel()
	keys := map[string]any{"access_key": emulator.AccessKeyID, "secret_key": emulator.AccessKeySecret}
	for name, c := range map[string]struct {
		options []emulator.Option
		more    map[string]any
		want    []string
	}{
		"nothing is set": {nil, nil, []string{
			"No Alibaba Cloud credentials found. Sources checked, in order:\n1. access_key and secret_key: access_key is not set (provider argument access_key, environment variable ALICLOUD_ACCESS_KEY",
			"\n2. profile: not set (provider argument profile, ", "\n7. ini file: ",
		}},
		"refused credentials": {nil, map[string]any{"access_key": "LTAI-unknown", "secret_key": "s"}, []string{
			"The access key does not exist or is disabled. Source of the credentials: provider argument access_key and provider argument secret_key.",
		}},
		"denied by RAM": {[]emulator.Option{emulator.Deny(emulator.AccessKeyID, emulator.OpStart)}, keys, []string{
			"The identity of the credentials (source: provider argument access_key and provider argument secret_key) is not allowed to do this", "`ice:StartAIAgentInstance`",
			"  resource \"alicloud_ram_policy\" \"ims_agents\" {\n",
		}},
		"wrong region": {nil, map[string]any{
			"access_key": emulator.AccessKeyID, "secret_key": emulator.AccessKeySecret, "region": "cn-hangzhou",
		}, []string{"the request went to region cn-hangzhou (from provider argument region)"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := emulator.Start(t, c.options...)
			sts := identity.StartSTS(t, "sts", "")
			p := configure(t, block(api, sts, c.more))
			config := instance("channel-1")
			if name == "wrong region" {
				config["ai_agent_id"] = "an_agent_of_another_region"
			}
			_, diagnostics := p.Apply(p.Plan(p.Config(config), p.Null()))
			text := acctest.Text(diagnostics)
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in:\n%s", want, text)
				}
			}
		})
	}
}

func TestErrors_RefusedCredentialsListTheSkippedSources(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t)
	uri := identity.StartURI(t, "unknown-to-the-api")
	p := configure(t, block(api, uri, map[string]any{"credentials_uri": uri.URL()}))
	_, diagnostics := p.Apply(p.Plan(p.Config(instance("channel-1")), p.Null()))
	text := acctest.Text(diagnostics)
	if !strings.Contains(text, "Source of the credentials: credentials_uri of provider argument credentials_uri") ||
		!strings.Contains(text, "Sources skipped before it, in order:\n1. access_key and secret_key: ") {
		t.Errorf("it says:\n%s", text)
	}
}

// TestGuide_QuotesTheMessage compares the message in the guide; three dots stand
// for the rest of a line.
func TestGuide_QuotesTheMessage(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "authentication.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	_, quoted, _ := strings.Cut(string(guide), "```text\n")
	quoted, _, found := strings.Cut(quoted, "```")
	if !found || strings.Count(string(guide), "```text\n") != 1 {
		t.Fatal("the guide does not quote exactly one message")
	}
	api := emulator.Start(t)
	p := configure(t, block(api, identity.StartSTS(t, "sts", ""), nil))
	_, diagnostics := p.Apply(p.Plan(p.Config(instance("channel-1")), p.Null()))
	text := acctest.Text(diagnostics)
	for line := range strings.Lines(quoted) {
		if line = strings.TrimSuffix(strings.TrimSpace(line), "..."); !strings.Contains(text, line) {
			t.Errorf("%q is not in:\n%s", line, text)
		}
	}
}

// TestProtocol_ForgottenOnLoopbackGetsTheCure forgets it for the API, then for STS.
func TestProtocol_ForgottenOnLoopbackGetsTheCure(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]map[string]any{
		"API":        {"access_key": emulator.AccessKeyID, "secret_key": emulator.AccessKeySecret},
		"role":       withRole,
		"account_id": {"access_key": baseID, "secret_key": baseSecret, "account_id": identity.Account},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, sts := cloud(t)
			b := block(api, sts, more)
			b["max_retry_timeout"] = 1
			delete(b, "protocol")
			p := configure(t, b)
			_, diagnostics := p.Apply(p.Plan(p.Config(instance("channel-1")), p.Null()))
			text := acctest.Text(diagnostics)
			for _, want := range []string{"the server speaks plain HTTP, not TLS", "set `protocol = \"HTTP\"` in the provider block or ALIBABA_CLOUD_PROTOCOL=HTTP", "No instance was started"} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in:\n%s", want, text)
				}
			}
		})
	}
}

// TestCredentials_ThatTheServiceRefusesAreRenewedOnce: a start that was refused was not
// executed, so it is sent again too.
func TestCredentials_ThatTheServiceRefusesAreRenewedOnce(t *testing.T) {
	t.Parallel()
	api := emulator.Start(t, identity.Accept("uri", 9)...)
	uri := identity.StartURI(t, "uri")
	p := configure(t, map[string]any{
		"region": "cn-shanghai", "protocol": "HTTP", "endpoints": map[string]any{"ice": api.Endpoint()}, "credentials_uri": uri.URL(),
	})
	refused := emulator.Fault{Operation: emulator.OpStart, Status: 400, Code: "InvalidSecurityToken.Expired", Message: "Specified SecurityToken is expired."}
	api.Inject(refused)
	_, diagnostics := p.Apply(p.Plan(p.Config(instance("channel-1")), p.Null()))
	acctest.Fail(t, diagnostics)
	var signed []string
	for _, c := range api.Calls(emulator.OpStart) {
		signed = append(signed, c.AccessKeyID)
	}
	if diff := cmp.Diff([]string{identity.Issued("uri", 1).AccessKeyID, identity.Issued("uri", 2).AccessKeyID}, signed); diff != "" {
		t.Errorf("starts by their access keys (-want +got):\n%s", diff)
	}
	refused.Times = -1
	api.Inject(refused)
	_, diagnostics = p.Apply(p.Plan(p.Config(instance("channel-2")), p.Null()))
	if text := acctest.Text(diagnostics); !strings.Contains(text, "InvalidSecurityToken.Expired") || !strings.Contains(text, "No instance was started and nothing is billed") {
		t.Errorf("got %s", text)
	}
	if starts, asked := len(api.Calls(emulator.OpStart)), len(uri.Requests()); starts != 2+2 || asked != 3 {
		t.Errorf("%d starts, and the source was asked %d times", starts, asked)
	}
}
