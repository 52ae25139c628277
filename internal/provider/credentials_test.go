package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

const (
	baseID     = "LTAI-base"
	baseSecret = "canary-base-secret"
	roleARN    = "acs:ram::1234567890123456:role/agents"
)

// instance is the configuration of a resource.
func instance(channel string) map[string]any {
	return map[string]any{
		"ai_agent_id": emulator.AgentID,
		"runtime_config": map[string]any{
			"agent_user_id": "agent-1", "channel_id": channel, "auth_token": "canary-agent-token",
		},
	}
}

// cloud is the API and an STS that gives the keys for it.
func cloud(t *testing.T) (*emulator.Server, *identity.Server) {
	t.Helper()
	api := emulator.Start(t, identity.Accept("sts", 9)...)
	sts := identity.StartSTS(t, "sts", "canary.oidc.token")
	sts.Know(baseID, baseSecret, "")
	return api, sts
}

// block is a provider block for both.
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

func TestManyResourcesAtAFreshProviderMakeOneAssumeRoleCall(t *testing.T) {
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

// TestConfigureAsksNobody configures each source and plans a new instance, for
// which nobody has to be asked either.
func TestConfigureAsksNobody(t *testing.T) {
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

func TestAProviderBlockWithUnknownValuesPlans(t *testing.T) {
	t.Parallel()
	unknown := map[string]any{}
	for _, name := range []string{
		"access_key", "secret_key", "security_token", "region", "profile", "shared_credentials_file", "credentials_uri", "ecs_role_name",
		"account_id", "protocol", "skip_region_validation", "configuration_source", "source_ip", "secure_transport",
		"client_connect_timeout", "client_read_timeout", "max_retry_timeout", "assume_role", "assume_role_with_oidc", "endpoints",
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
			p := configure(t, b)
			plan := p.Plan(p.Config(instance("channel-1")), p.Null())
			acctest.Fail(t, plan.Diagnostics)
			// No CLI applies with unknown values; a data source may be read with them.
			want := map[string]string{"everything": "no region is set", "inside a block": "not known before apply"}[name]
			_, diagnostics := p.Apply(plan)
			if text := acctest.Text(diagnostics); !acctest.Failed(diagnostics) || !strings.Contains(text, want) {
				t.Errorf("an apply before the values are known says:\n%s", text)
			}
		})
	}
}

func TestTheGuardStopsTheFirstStart(t *testing.T) {
	t.Parallel()
	api, sts := cloud(t)
	p := configure(t, block(api, sts, map[string]any{"access_key": baseID, "secret_key": baseSecret, "account_id": "6543210987654321"}))
	_, diagnostics := p.Apply(p.Plan(p.Config(instance("channel-1")), p.Null()))
	text := acctest.Text(diagnostics)
	for _, want := range []string{
		`belong to account "1234567890123456", but provider argument account_id requires "6543210987654321"`, "No instance was started and nothing is billed",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not said in:\n%s", want, text)
		}
	}
	if len(api.Calls()) > 0 {
		t.Errorf("the API was called: %v", api.Calls())
	}
}

func TestWhatGoesWithEveryRequest(t *testing.T) {
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

// TestMistakesAreExplained goes through what users meet first.
func TestMistakesAreExplained(t *testing.T) {
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
					t.Errorf("%q is not said in:\n%s", want, text)
				}
			}
		})
	}
}

func TestRefusedCredentialsListTheSourcesThatWereSkipped(t *testing.T) {
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

// TestTheGuideQuotesWhatIsPrinted holds the message in the guide; three dots
// stand for the rest of a line.
func TestTheGuideQuotesWhatIsPrinted(t *testing.T) {
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
