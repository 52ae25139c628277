package credentials_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

// everywhere configures every source, so that removing the first shows the next.
func everywhere(w *world) []func() {
	w.sts()
	w.config.AccessKey, w.config.SecretKey = set(keyID, "access_key"), set(keySecret, "secret_key")
	w.profiles(profile("OIDC", map[string]any{"oidc_provider_arn": providerARN, "ram_role_arn": roleARN, "oidc_token": oidcToken}))
	uri := identity.StartURI(w.t, "uri")
	w.config.URI = set(uri.URL(), "credentials_uri")
	metadata := identity.StartMetadata(w.t, "metadata", ecsRole, true)
	w.config.Metadata.Host = metadata.Endpoint()
	w.config.ECSRole = set(ecsRole, "ecs_role_name")
	oidc := credentials.OIDC{RoleARN: set(roleARN, "x"), ProviderARN: set(providerARN, "x"), Token: set(oidcToken, "x")}
	w.config.OIDC, w.config.EnvironmentOIDC = &oidc, oidc
	w.write(".alibabacloud/credentials", "[chosen]\ntype = access_key\naccess_key_id = "+keyID+"\naccess_key_secret = "+keySecret+
		"\n[default]\ntype = access_key\naccess_key_id = default\naccess_key_secret = s\n")
	return []func(){
		func() { w.config.AccessKey, w.config.SecretKey = credentials.Setting{}, credentials.Setting{} },
		func() { w.config.Profile = credentials.Setting{} },
		func() { w.config.URI = credentials.Setting{} },
		func() { w.config.ECSRole = credentials.Setting{} },
		func() { w.config.OIDC = nil },
		func() { w.config.EnvironmentOIDC = credentials.OIDC{} },
		func() { w.write(".alibabacloud/credentials", "[other]\n") },
	}
}

func TestTheOrderOfTheSources(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	remove := everywhere(w)
	want := []string{
		"provider argument access_key and provider argument secret_key", "profile `chosen` of ", "credentials_uri of provider argument",
		"metadata of the ECS instance", "the OIDC token of assume_role_with_oidc", "the OIDC token of the environment", "section [default] of ",
	}
	if len(want) != len(credentials.Order()) {
		t.Fatalf("there are %d sources", len(credentials.Order()))
	}
	for i, source := range want {
		found, err := w.chain().Credentials(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(found.Source, source) {
			t.Errorf("source %d is %q, want %q", i+1, found.Source, source)
		}
		var skipped []string
		for n, name := range credentials.Order()[:i] {
			skipped = append(skipped, fmt.Sprintf("%d. %s: ", n+1, name))
		}
		for n, line := range strings.Split(found.Skipped, "\n") {
			if i > 0 && !strings.HasPrefix(line, skipped[n]) {
				t.Errorf("line %d of the skipped sources is %q, want %q", n+1, line, skipped[n])
			}
		}
		remove[i]()
	}
	_, err := w.chain().Credentials(w.ctx)
	var missing *credentials.MissingError
	if !errors.As(err, &missing) {
		t.Errorf("without any source: %v", err)
	}
}

func TestWithoutAnySourceEachIsListedWithItsReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := func(name, variable string) credentials.Setting {
		return credentials.Setting{Checked: []string{"provider argument " + name, "environment variable " + variable}}
	}
	w.config.AccessKey, w.config.SecretKey = at("access_key", "A"), at("secret_key", "B")
	w.config.SecurityToken = credentials.Setting{Value: keyToken, From: "environment variable ALIBABA_CLOUD_SECURITY_TOKEN"}
	w.profiles(map[string]any{"name": "other", "mode": "AK"})
	w.config.Profile.Value = "prod"
	w.config.URI, w.config.ECSRole = at("credentials_uri", "C"), at("ecs_role_name", "D")
	w.config.EnvironmentOIDC = credentials.OIDC{
		RoleARN: set(roleARN, "x"), ProviderARN: credentials.Setting{Checked: []string{"environment variable E"}},
		Token: credentials.Setting{Checked: []string{"environment variable F"}}, TokenFile: credentials.Setting{Checked: []string{"environment variable G"}},
	}
	_, err := w.chain().Credentials(w.ctx)
	want := "no Alibaba Cloud credentials found. Sources checked, in order:\n" +
		"1. access_key and secret_key: access_key is not set (provider argument access_key, environment variable A); " +
		"secret_key is not set (provider argument secret_key, environment variable B); " +
		"the security token from environment variable ALIBABA_CLOUD_SECURITY_TOKEN is set but its access key is not\n" +
		"2. profile: `prod` is not in HOME/.aliyun/config.json, which has `other`\n" +
		"3. credentials_uri: not set (provider argument credentials_uri, environment variable C)\n" +
		"4. ecs_role_name: not set (provider argument ecs_role_name, environment variable D)\n" +
		"5. assume_role_with_oidc: the block is not set\n" +
		"6. OIDC environment variables: not set: environment variable E and environment variable F or environment variable G\n" +
		"7. ini file: HOME/.alibabacloud/credentials does not exist"
	if diff := cmp.Diff(want, strings.ReplaceAll(fmt.Sprint(err), w.home, "HOME")); diff != "" {
		t.Error(diff)
	}
}

func TestAProfileThatCannotBeUsedNamesTheReason(t *testing.T) {
	t.Parallel()
	role := map[string]any{"ram_role_arn": roleARN}
	with := func(name string, value any) map[string]any {
		return map[string]any{"ram_role_arn": roleARN, name: value}
	}
	later := 4102444800
	for name, c := range map[string]struct {
		profile map[string]any
		want    string
	}{
		"access key missing":  {profile("AK", nil), "has no access_key_id or no access_key_secret"},
		"another mode":        {profile("RsaKeyPair", nil), "has a mode that is not supported"},
		"no mode":             {profile("", nil), "has a mode that is not supported"},
		"OIDC without all":    {profile("OIDC", role), "(mode OIDC): incomplete settings: ram_role_arn, oidc_provider_arn, or both oidc_token and oidc_token_file are missing"},
		"chain without role":  {profile("ChainableRamRoleArn", map[string]any{"source_profile": "base"}), "(mode ChainableRamRoleArn): incomplete settings: ram_role_arn is missing"},
		"chain to nowhere":    {profile("ChainableRamRoleArn", with("source_profile", "none")), "(mode ChainableRamRoleArn): incomplete settings: source_profile `none` is not in "},
		"chain to itself":     {profile("ChainableRamRoleArn", with("source_profile", "chosen")), "(mode ChainableRamRoleArn): incomplete settings: source_profile leads back to the profile itself"},
		"chain in a circle":   {profile("ChainableRamRoleArn", with("source_profile", "circle")), "(mode ChainableRamRoleArn): incomplete settings: source_profile leads back to the profile itself"},
		"chain to other mode": {profile("ChainableRamRoleArn", with("source_profile", "rsa")), "(mode RsaKeyPair): incomplete settings: this mode is not supported"},
		"CloudSSO incomplete": {profile("CloudSSO", nil), "(mode CloudSSO): incomplete settings: cloud_sso_sign_in_url, "},
		"CloudSSO expired": {profile("CloudSSO", map[string]any{
			"cloud_sso_sign_in_url": "http://127.0.0.1:1", "cloud_sso_account_id": "1", "cloud_sso_access_config": "c",
			"access_token": signIn, "cloud_sso_access_token_expire": 1,
		}), "(mode CloudSSO): expired: the sign-in is no longer valid. Sign in again with `aliyun configure --mode CloudSSO`"},
		"chain to no access key":  {profile("ChainableRamRoleArn", with("source_profile", "keyless")), "profile `keyless` of HOME/.aliyun/config.json (mode AK): incomplete settings: access_key_id or access_key_secret is missing"},
		"chain to no secret":      {profile("ChainableRamRoleArn", with("source_profile", "secretless")), "profile `secretless` of HOME/.aliyun/config.json (mode StsToken): incomplete settings: access_key_id or access_key_secret is missing"},
		"chain to role, none set": {profile("ChainableRamRoleArn", with("source_profile", "roleless")), "profile `roleless` of HOME/.aliyun/config.json (mode RamRoleArn): incomplete settings: ram_role_arn is missing"},
		"OAuth of another site":   {profile("OAuth", map[string]any{"oauth_site_type": "EU"}), "(mode OAuth): incomplete settings: oauth_site_type must be CN or INTL. Renew"},
		"OAuth incomplete":        {profile("OAuth", map[string]any{"oauth_site_type": "INTL"}), "(mode OAuth): incomplete settings: oauth_access_token is missing. Renew"},
		"OAuth expired": {profile("OAuth", map[string]any{
			"oauth_site_type": "CN", "oauth_access_token": signIn, "oauth_refresh_token": "canary", "oauth_access_token_expire": 1,
		}), "(mode OAuth): expired: the sign-in is no longer valid. Renew the sign-in with any command of the Alibaba Cloud CLI"},
		"CloudSSO nowhere": {profile("CloudSSO", map[string]any{
			"cloud_sso_sign_in_url": "canary", "cloud_sso_account_id": "1", "cloud_sso_access_config": "c",
			"access_token": signIn, "cloud_sso_access_token_expire": later,
		}), "(mode CloudSSO): incomplete settings: its URL is not valid. Sign in"},
		"External without command":   {profile("External", nil), "(mode External): incomplete settings: process_command is missing"},
		"External with open quote":   {profile("External", map[string]any{"process_command": `canary "open`}), "(mode External): incomplete settings: process_command is missing, or a quote in it is not closed. Run"},
		"External with no program":   {profile("External", map[string]any{"process_command": "no-such-program-canary"}), "(mode External): failed: the command was not found on PATH. Run"},
		"External that is no binary": {profile("External", map[string]any{"process_command": os.TempDir()}), "(mode External): failed: the command could not be run. Run"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.profiles(c.profile, map[string]any{"name": "rsa", "mode": "RsaKeyPair"},
				map[string]any{"name": "keyless", "mode": "AK", "access_key_secret": keySecret}, map[string]any{"name": "secretless", "mode": "StsToken", "access_key_id": keyID},
				map[string]any{"name": "roleless", "mode": "RamRoleArn", "access_key_id": keyID, "access_key_secret": keySecret},
				map[string]any{"name": "circle", "mode": "ChainableRamRoleArn", "ram_role_arn": roleARN, "source_profile": "chosen"})
			_, err := w.chain().Credentials(w.ctx)
			if text := strings.ReplaceAll(fmt.Sprint(err), w.home, "HOME"); !strings.Contains(text, c.want) {
				t.Errorf("got %s, want %q in it", text, c.want)
			}
			secretFree(t, fmt.Sprint(err))
		})
	}
}

func TestASectionThatCannotBeUsedNamesTheReason(t *testing.T) {
	t.Parallel()
	for section, want := range map[string]string{
		"type=rsa_key_pair":                         "type must be access_key, sts, ram_role_arn or ecs_ram_role",
		"access_key_id=LTAI":                        "type must be access_key, sts, ram_role_arn or ecs_ram_role",
		"type=access_key\naccess_key_secret=canary": "access_key_id or access_key_secret is missing",
		"type=sts\naccess_key_id=LTAI":              "access_key_id or access_key_secret is missing",
		"type=ram_role_arn\naccess_key_id=LTAI\naccess_key_secret=canary\npolicy=x": "ram_role_arn is missing",
	} {
		w := newWorld(t)
		w.write(".alibabacloud/credentials", "[default]\n"+section+"\n")
		_, err := w.chain().Credentials(w.ctx)
		want = "no credentials from section [default] of HOME/.alibabacloud/credentials: incomplete settings: " + want + "."
		if text := strings.ReplaceAll(fmt.Sprint(err), w.home, "HOME"); !strings.HasPrefix(text, want) {
			t.Errorf("%q: got %s, want %q", section, text, want)
		}
		secretFree(t, fmt.Sprint(err))
	}
}

// TestAssumeRole_NamesTheSourceOfItsCredentials combines the role with every source.
func TestAssumeRole_NamesTheSourceOfItsCredentials(t *testing.T) {
	t.Parallel()
	for _, s := range sources {
		w := newWorld(t)
		s.make(w)
		if w.config.AssumeRole != nil {
			continue
		}
		base := w.name
		service, ok := w.service.(*identity.Server)
		if !ok || base != "sts" {
			service = w.sts()
		}
		for n := range 9 {
			k := identity.Issued(base, n+1)
			service.Know(k.AccessKeyID, k.AccessKeySecret, k.SecurityToken)
		}
		if s.written && strings.Contains(s.name, "oken") {
			service.Know(keyID, keySecret, keyToken)
		}
		w.config.AssumeRole = &credentials.AssumeRole{RoleARN: set("acs:ram::1:role/block", "role_arn")}
		found, err := w.chain().Credentials(w.ctx)
		want := "role acs:ram::1:role/block, assumed with the credentials from "
		if from, ok := strings.CutPrefix(found.Source, want); err != nil || !ok || !strings.Contains(from, s.label) && s.name != "profile RamRoleArn" {
			t.Errorf("%s: the source is %q, %v", s.name, found.Source, err)
		}
	}
}

// TestChain_ARoleMayBeAssumedWithThatOfTheInstance, whose profile is another one.
func TestChain_ARoleMayBeAssumedWithThatOfTheInstance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.metadata(true)
	s := w.sts()
	k := identity.Issued("metadata", 1)
	s.Know(k.AccessKeyID, k.AccessKeySecret, k.SecurityToken)
	w.profiles(profile("ChainableRamRoleArn", map[string]any{"ram_role_arn": roleARN, "source_profile": "base"}),
		map[string]any{"name": "base", "mode": "EcsRamRole", "ram_role_name": ecsRole})
	found := w.returns(w.chain().Credentials, 1)
	want := "assumed with the credentials from metadata of the ECS instance for the role " + ecsRole + " (profile `base` of "
	if !strings.Contains(found.Source, want) {
		t.Errorf("the source is %q, want %q in it", found.Source, want)
	}
}

func TestAConfiguredSourceThatFailsIsNotReplacedByAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	everywhere(w)[0]()
	w.config.STS.Endpoint = "127.0.0.1:1"
	w.config.STS.RetryFor = 1
	_, err := w.chain().Credentials(w.ctx)
	var e *credentials.Error
	if !errors.As(err, &e) || e.Class != credentials.Unreachable || !strings.Contains(e.Source, "profile `chosen`") {
		t.Errorf("got %v", err)
	}
}

// TestOneSettingMayNameEitherFile: the content decides between config.json and an
// ini file, and the other one has its default path then.
func TestOneSettingMayNameEitherFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.profiles(profile("AK", map[string]any{"access_key_id": "usual-json", "access_key_secret": "s"}))
	w.write(".alibabacloud/credentials", "[chosen]\ntype=access_key\naccess_key_id=usual-ini\naccess_key_secret=s\n")
	json := w.write("one", "\xef\xbb\xbf\n {\"profiles\":[{\"name\":\"chosen\",\"mode\":\"AK\",\"access_key_id\":\"named-json\",\"access_key_secret\":\"s\"}]}")
	ini := w.write("two", "# canary\n[chosen]\ntype=sts\naccess_key_id=named-ini\naccess_key_secret=s\nsecurity_token=t\n")
	for _, c := range []struct{ file, profile, want string }{
		{"", "chosen", "usual-json"},
		{json, "chosen", "named-json"},
		{ini, "chosen", "usual-json"},
		{"~/one", "chosen", "named-json"},
		{"~/two", "", ""},
		{ini, "nobody", ""},
		{filepath.Join(w.home, "absent"), "chosen", "usual-ini"},
	} {
		w.config.File, w.config.Profile = set(c.file, "shared_credentials_file"), set(c.profile, "profile")
		found, err := w.chain().Credentials(w.ctx)
		if found.AccessKeyID != c.want || (err == nil) == (c.want == "") {
			t.Errorf("file %q, profile %q: %q, %v, want %q", c.file, c.profile, found.AccessKeyID, err, c.want)
		}
	}
	// The last source, with the profile's name as the section.
	if err := os.Remove(filepath.Join(w.home, ".aliyun", "config.json")); err != nil {
		t.Fatal(err)
	}
	w.config.File, w.config.Profile = set(ini, "shared_credentials_file"), set("chosen", "profile")
	if found, err := w.chain().Credentials(w.ctx); err != nil || found.AccessKeyID != "named-ini" || found.SecurityToken != "t" {
		t.Errorf("got %s, %v", found.AccessKeyID, err)
	}
}

// TestValuesOfTheSettingsAndOfTheProfileMix as they do in aliyun/alicloud.
func TestValuesOfTheSettingsAndOfTheProfileMix(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.sts()
	s.Know("env-key", keySecret, "env-token")
	w.profiles(profile("RamRoleArn", profileRole))
	w.config.AccessKey, w.config.SecurityToken = set("env-key", "access_key"), set("env-token", "security_token")
	w.config.AssumeRole = &credentials.AssumeRole{SessionName: set("mine", "session_name"), RoleARN: set("acs:ram::1:role/block", "role_arn")}
	found := w.returns(w.chain().Credentials, 1)
	if want := "role acs:ram::1:role/block, assumed with the credentials from provider argument access_key, profile `chosen` of "; !strings.HasPrefix(found.Source, want) {
		t.Errorf("the source is %q, want %q", found.Source, want)
	}
	got := s.Requests()[0]
	want := map[string]string{"RoleArn": "acs:ram::1:role/block", "RoleSessionName": "mine", "DurationSeconds": "1800"}
	if diff := cmp.Diff(want, got.Form); diff != "" || len(got.Query) > 0 || got.AccessKeyID != "env-key" {
		t.Errorf("query %v, key %s, form:\n%s", got.Query, got.AccessKeyID, diff)
	}
}

func TestTheRoleSettingsOfAProfileAreSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.sts()
	w.config.STS.Parameters = map[string]string{"SourceIp": "10.0.0.1"}
	w.profiles(profile("RamRoleArn", map[string]any{
		"access_key_id": keyID, "access_key_secret": keySecret, "ram_role_arn": roleARN, "ram_session_name": "s", "policy": "{}", "external_id": externalID,
	}))
	w.returns(w.chain().Credentials, 1)
	want := map[string]string{"RoleArn": roleARN, "RoleSessionName": "s", "DurationSeconds": "3600", "Policy": "{}", "ExternalId": externalID}
	got := s.Requests()[0]
	if diff := cmp.Diff(want, got.Form); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"SourceIp": "10.0.0.1"}, got.Query); diff != "" {
		t.Error(diff)
	}
}

func TestTheRegionOfTheProfile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.profiles(profile("AK", map[string]any{"region_id": "cn-hangzhou"}))
	if got := w.chain().Region(); got.Value != "cn-hangzhou" || !strings.HasPrefix(got.From, "profile `chosen` of ") {
		t.Errorf("got %q from %q", got.Value, got.From)
	}
	w.config.Profile = credentials.Setting{}
	if got := w.chain().Region(); got.Value != "" {
		t.Errorf("without a profile the region is %q", got.Value)
	}
}

func TestTheGuideShowsTheOrderOfTheSources(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "authentication.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	last := -1
	for _, name := range credentials.Order() {
		at := strings.Index(string(guide), "| **"+name+"**")
		if at <= last {
			t.Errorf("the guide does not show %q, or not in this order", name)
		}
		last = at
	}
}

// TestAProfileOfModeAKHasNoToken: the CLI leaves the token of an earlier mode in it.
func TestAProfileOfModeAKHasNoToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	keys := map[string]any{"access_key_id": keyID, "access_key_secret": keySecret, "sts_token": keyToken}
	w.profiles(profile("AK", keys))
	if found, err := w.chain().Credentials(w.ctx); err != nil || found.AccessKeyID != keyID || found.SecurityToken != "" {
		t.Errorf("got %s, with a token: %v, %v", found.AccessKeyID, found.SecurityToken != "", err)
	}
	s := w.sts()
	w.profiles(profile("ChainableRamRoleArn", map[string]any{"source_profile": "base", "ram_role_arn": roleARN}),
		map[string]any{"name": "base", "mode": "AK", "access_key_id": keyID, "access_key_secret": keySecret, "sts_token": keyToken})
	w.returns(w.chain().Credentials, 1)
	if got := s.Requests()[0].Header.Get("X-Acs-Security-Token"); got != "" {
		t.Error("a token was sent with an access key")
	}
}

// TestAnAccessKeyWithoutItsSecretExcludesRoles, as in aliyun/alicloud: the user meant
// the key, and not the machine.
func TestAnAccessKeyWithoutItsSecretExcludesRoles(t *testing.T) {
	t.Parallel()
	oidc := credentials.OIDC{RoleARN: set(roleARN, "x"), ProviderARN: set(providerARN, "x"), Token: set(oidcToken, "x")}
	for name, prepare := range map[string]func(w *world){
		"ecs_role_name": func(w *world) {
			w.metadata(true)
			w.config.ECSRole = set(ecsRole, "ecs_role_name")
		},
		"assume_role_with_oidc": func(w *world) {
			w.sts()
			w.config.OIDC = &oidc
		},
		"OIDC environment variables": func(w *world) {
			w.sts()
			w.config.EnvironmentOIDC = oidc
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			prepare(w)
			w.returns(w.chain().Credentials, 1)
			asked := w.asked()
			w.config.AccessKey = set(keyID, "access_key")
			_, err := w.chain().Credentials(w.ctx)
			if want := ". " + name + ": not used, because an access key is set without its secret\n"; !strings.Contains(fmt.Sprint(err), want) || w.asked() != asked {
				t.Errorf("got %v, want %q in it", err, want)
			}
		})
	}
}

func TestSTS_TheRegionOfTheSettingsIsBeforeThatOfTheProfile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ settings, profile, want string }{
		{"cn-shanghai", "cn-hangzhou", "cn-shanghai"}, {"", "cn-hangzhou", "cn-hangzhou"}, {"", "", "cn-default"},
	} {
		w := newWorld(t)
		w.config.STS = credentials.STS{Region: c.settings, DefaultRegion: "cn-default", RetryFor: 1}
		keys := map[string]any{"access_key_id": keyID, "access_key_secret": keySecret, "region_id": c.profile}
		w.profiles(profile("AK", keys))
		if got := w.chain().STSHost(); got != "sts."+c.want+".aliyuncs.com" {
			t.Errorf("%+v: got %s", c, got)
		}
	}
}

// TestOIDCEnvironment_IsUsedIfItIsComplete: what is missing is named.
func TestOIDCEnvironment_IsUsedIfItIsComplete(t *testing.T) {
	t.Parallel()
	missing := func(variable string) credentials.Setting {
		return credentials.Setting{Checked: []string{"environment variable " + variable}}
	}
	complete := credentials.OIDC{RoleARN: set(roleARN, "x"), ProviderARN: set(providerARN, "x"), Token: set(oidcToken, "x")}
	for name, c := range map[string]struct {
		change func(o *credentials.OIDC)
		want   string
	}{
		"complete":    {func(*credentials.OIDC) {}, ""},
		"no role":     {func(o *credentials.OIDC) { o.RoleARN = missing("A") }, "6. OIDC environment variables: not set: environment variable A\n"},
		"no provider": {func(o *credentials.OIDC) { o.ProviderARN = missing("B") }, "6. OIDC environment variables: not set: environment variable B\n"},
		"no token": {
			func(o *credentials.OIDC) { o.Token, o.TokenFile = missing("C"), missing("D") },
			"6. OIDC environment variables: not set: environment variable C or environment variable D\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			s := w.sts()
			w.config.EnvironmentOIDC = complete
			c.change(&w.config.EnvironmentOIDC)
			if c.want != "" {
				if _, err := w.chain().Credentials(w.ctx); err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%q is not in %v", c.want, err)
				}
				return
			}
			w.returns(w.chain().Credentials, 1)
			form := s.Requests()[0].Form
			if form["OIDCProviderArn"] != providerARN || form["RoleArn"] != roleARN || form["OIDCToken"] != oidcToken {
				t.Errorf("the request is for the role %s of %s", form["RoleArn"], form["OIDCProviderArn"])
			}
		})
	}
}

// TestCloudSSO_EachPartOfTheSignInIsNeeded removes one at a time.
func TestCloudSSO_EachPartOfTheSignInIsNeeded(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"cloud_sso_sign_in_url", "cloud_sso_account_id", "cloud_sso_access_config", "access_token"} {
		w := newWorld(t)
		values := map[string]any{
			"cloud_sso_sign_in_url": "http://127.0.0.1:1", "cloud_sso_account_id": "1", "cloud_sso_access_config": "c", "access_token": signIn,
		}
		delete(values, name)
		w.profiles(profile("CloudSSO", values))
		var e *credentials.Error
		if _, err := w.chain().Credentials(w.ctx); !errors.As(err, &e) || e.Class != credentials.Incomplete {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

// TestOIDC_TheSettingsOfAProfileAreSent, as those of a role are.
func TestOIDC_TheSettingsOfAProfileAreSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.sts()
	w.profiles(profile("OIDC", map[string]any{
		"oidc_provider_arn": providerARN, "ram_role_arn": roleARN, "oidc_token": oidcToken, "ram_session_name": "s", "policy": "{}", "expired_seconds": 1800,
	}))
	w.returns(w.chain().Credentials, 1)
	want := map[string]string{
		"RoleArn": roleARN, "RoleSessionName": "s", "DurationSeconds": "1800", "Policy": "{}", "OIDCProviderArn": providerARN, "OIDCToken": oidcToken,
	}
	if diff := cmp.Diff(want, s.Requests()[0].Form); diff != "" {
		t.Error(diff)
	}
}
