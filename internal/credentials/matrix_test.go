package credentials_test

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

var table = flag.Bool("table", false, "print the results of TestMatrix as a table")

// source is a row of the matrix. Credentials that are written in a file or in the
// settings have no service.
type source struct {
	name string
	// make configures the world; label is part of the name of the source.
	make  func(w *world)
	label string
	// written reports whether the credentials are in a file or in the settings.
	written bool
}

// sources are the rows, in the order of the documentation.
var sources = []source{
	{"access_key, secret_key", func(w *world) {
		w.config.AccessKey, w.config.SecretKey = set(keyID, "access_key"), set(keySecret, "secret_key")
	}, "provider argument access_key", true},
	{"with security_token", func(w *world) {
		w.config.AccessKey, w.config.SecretKey = set(keyID, "access_key"), set(keySecret, "secret_key")
		w.config.SecurityToken = set(keyToken, "security_token")
	}, "provider argument security_token", true},
	{"profile AK", func(w *world) { w.profiles(profile("AK", profileKeys)) }, "profile `chosen`", true},
	{"profile StsToken", func(w *world) {
		w.profiles(profile("StsToken", map[string]any{"access_key_id": keyID, "access_key_secret": keySecret, "sts_token": keyToken}))
	}, "profile `chosen`", true},
	{"profile RamRoleArn", func(w *world) {
		w.sts()
		w.profiles(profile("RamRoleArn", profileRole))
	}, "role " + roleARN, false},
	{"profile OIDC", func(w *world) {
		w.sts()
		w.profiles(profile("OIDC", map[string]any{
			"oidc_provider_arn": providerARN, "ram_role_arn": roleARN, "oidc_token_file": w.write("token", oidcToken+"\n"),
		}))
	}, "profile `chosen`", false},
	{"profile ChainableRamRoleArn", func(w *world) {
		w.sts()
		w.profiles(
			map[string]any{"name": "base", "mode": "StsToken", "access_key_id": keyID + "-sts", "access_key_secret": keySecret, "sts_token": keyToken},
			profile("ChainableRamRoleArn", map[string]any{"source_profile": "base", "ram_role_arn": roleARN}),
		)
	}, "profile `chosen`", false},
	{"profile CloudSSO", func(w *world) {
		s := identity.StartCloudSSO(w.t, "sso", signIn)
		w.serve("sso", s)
		w.profiles(profile("CloudSSO", map[string]any{
			"cloud_sso_sign_in_url": s.URL() + "/start/login", "cloud_sso_account_id": "1", "cloud_sso_access_config": "ac-1",
			"access_token": signIn, "cloud_sso_access_token_expire": time.Now().Add(24 * time.Hour).Unix(),
		}))
	}, "profile `chosen`", false},
	{"profile OAuth", func(w *world) {
		s := identity.StartOAuth(w.t, "oauth", signIn)
		w.serve("oauth", s)
		w.config.OAuthSites = map[string]string{"CN": s.URL()}
		w.profiles(profile("OAuth", map[string]any{
			"oauth_site_type": "cn", "oauth_access_token": signIn, "oauth_refresh_token": "canary-refresh",
			"oauth_access_token_expire": time.Now().Add(24 * time.Hour).Unix(),
		}))
	}, "profile `chosen`", false},
	{"profile External", func(w *world) { w.command() }, "profile `chosen`", false},
	{"credentials_uri", func(w *world) {
		s := identity.StartURI(w.t, "uri")
		w.serve("uri", s)
		w.config.URI = set(s.URL()+"/canary-path?token=canary-query", "credentials_uri")
	}, "credentials_uri of provider argument", false},
	{"ecs_role_name", func(w *world) {
		w.metadata(true)
		w.config.ECSRole = set(ecsRole, "ecs_role_name")
	}, "metadata of the ECS instance", false},
	{"ecs_role_name, metadata v1", func(w *world) {
		w.metadata(false)
		w.config.ECSRole = set(ecsRole, "ecs_role_name")
	}, "metadata of the ECS instance", false},
	{"profile EcsRamRole", func(w *world) {
		w.metadata(true)
		w.profiles(profile("EcsRamRole", nil))
	}, "profile `chosen`", false},
	{"assume_role_with_oidc", func(w *world) {
		w.sts()
		w.config.OIDC = &credentials.OIDC{
			RoleARN: set(roleARN, "role_arn"), ProviderARN: set(providerARN, "oidc_provider_arn"),
			TokenFile: set(w.write("token", oidcToken+"\n"), "oidc_token_file"),
		}
	}, "the OIDC token of assume_role_with_oidc", false},
	{"OIDC environment variables", func(w *world) {
		w.sts()
		w.config.EnvironmentOIDC = credentials.OIDC{
			RoleARN: set(roleARN, "x"), ProviderARN: set(providerARN, "x"), Token: set(oidcToken, "x"),
		}
	}, "the OIDC token of the environment", false},
	{"ini access_key", func(w *world) {
		w.write(".alibabacloud/credentials", "[default]\ntype = access_key\naccess_key_id = "+keyID+"\naccess_key_secret = "+keySecret+"\n")
	}, "section [default]", true},
	{"ini ram_role_arn", func(w *world) {
		w.sts()
		w.write(".alibabacloud/credentials", "[default]\ntype = ram_role_arn\naccess_key_id = "+keyID+"\naccess_key_secret = "+keySecret+
			"\nrole_arn = "+roleARN+"\nrole_session_name = s\n")
	}, "section [default]", false},
	{"ini ecs_ram_role", func(w *world) {
		w.metadata(true)
		w.write(".alibabacloud/credentials", "[default]\ntype = ecs_ram_role\nrole_name = "+ecsRole+"\n")
	}, "section [default]", false},
	{"assume_role on access_key", func(w *world) {
		w.sts()
		w.config.AccessKey, w.config.SecretKey = set(keyID, "access_key"), set(keySecret, "secret_key")
		w.config.AssumeRole = &credentials.AssumeRole{RoleARN: set(roleARN, "role_arn"), ExternalID: set(externalID, "external_id"), Policy: `{"Version":"1"}`}
	}, "role " + roleARN, false},
	{"assume_role on credentials_uri", func(w *world) {
		uri := identity.StartURI(w.t, "uri")
		uri.Lifetime(24 * time.Hour)
		w.config.URI = set(uri.URL(), "credentials_uri")
		s := w.sts()
		for n := range 9 {
			k := identity.Issued("uri", n+1)
			s.Know(k.AccessKeyID, k.AccessKeySecret, k.SecurityToken)
		}
		w.config.AssumeRole = &credentials.AssumeRole{RoleARN: set(roleARN, "role_arn")}
	}, "role " + roleARN, false},
}

// cells are the columns: a test for sources with a service, and one for
// credentials that are written somewhere; nil if it cannot happen to them.
var cells = []struct {
	name    string
	service func(t *testing.T, s source, w *world)
	written func(t *testing.T, s source, w *world)
}{
	{"works", works, written},
	{"refreshes", refreshes, stays},
	{"slow refresh", blocksNobody, nil},
	{"expires mid-run", expires, stays},
	{"fails once", passes, nil},
	{"refused", renews, keeps},
	{"the same again", repeats, nil},
	{"fails", failsAs, incomplete},
	{"hangs", hangs, neverWaits},
	{"garbage", garbage, unreadable},
}

// TestMatrix combines each source with everything that can happen to it;
// `make test-credentials` prints it.
func TestMatrix(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	results := map[string]string{}
	t.Run("all", func(t *testing.T) {
		t.Parallel()
		for _, s := range sources {
			for _, c := range cells {
				if s.written && c.written == nil {
					continue
				}
				t.Run(s.name+"/"+c.name, func(t *testing.T) {
					t.Parallel()
					t.Cleanup(func() {
						mu.Lock()
						defer mu.Unlock()
						results[s.name+"/"+c.name] = map[bool]string{true: "FAIL", false: "ok"}[t.Failed()]
					})
					w := newWorld(t)
					s.make(w)
					if s.written {
						c.written(t, s, w)
						return
					}
					c.service(t, s, w)
				})
			}
		}
	})
	t.Cleanup(func() { printTable(results) })
}

func printTable(results map[string]string) {
	if !*table {
		return
	}
	fmt.Printf("| %-30s |", "source")
	for _, c := range cells {
		fmt.Printf(" %-15s |", c.name)
	}
	fmt.Printf("\n|%s|%s\n", strings.Repeat("-", 32), strings.Repeat(strings.Repeat("-", 17)+"|", len(cells)))
	for _, s := range sources {
		fmt.Printf("| %-30s |", s.name)
		for _, c := range cells {
			fmt.Printf(" %-15s |", cmp.Or(results[s.name+"/"+c.name], "-"))
		}
		fmt.Println()
	}
}

func works(t *testing.T, s source, w *world) {
	chain := w.chain()
	if w.asked() != 0 {
		t.Error("a request was made before credentials were needed")
	}
	if c := w.returns(chain.Credentials, 1); !strings.Contains(c.Source, s.label) {
		t.Errorf("the source is %q, want %q in it", c.Source, s.label)
	}
	asked := w.asked()
	w.clock.advance(5 * time.Minute)
	w.returns(chain.Credentials, 1)
	if w.asked() != asked {
		t.Error("valid credentials were requested again")
	}
}

func refreshes(_ *testing.T, _ source, w *world) {
	chain := w.chain()
	w.returns(chain.Credentials, 1)
	w.service.Lifetime(2 * time.Hour)
	w.clock.advance(58 * time.Minute) // Two minutes are left: the refresh runs behind.
	first := w.returns(chain.Credentials, 1)
	w.changes(chain, first)
	w.returns(chain.Credentials, 2)
	w.service.Lifetime(4 * time.Hour)
	w.clock.advance(61*time.Minute + 20*time.Second) // 40 seconds are left.
	w.returns(chain.Credentials, 3)
	w.service.Lifetime(8 * time.Hour)
	w.clock.advance(3 * time.Hour) // Long after they expired.
	w.returns(chain.Credentials, 4)
}

// changes waits until the chain has other credentials.
func (w *world) changes(chain *credentials.Chain, old openapi.Credentials) {
	w.t.Helper()
	for {
		found, err := chain.Credentials(w.ctx)
		if err != nil {
			w.t.Fatal(err)
		}
		if found.AccessKeyID != old.AccessKeyID {
			return
		}
		<-time.After(time.Millisecond)
	}
}

// blocksNobody breaks the service while the credentials are good. A caller that waits
// would see the end of its context.
func blocksNobody(t *testing.T, s source, w *world) {
	w.config.Timeout, w.config.STS.ReadTimeout = time.Minute, time.Minute
	if strings.Contains(s.name, "External") {
		w.config.Timeout = 2 * time.Second // The time-out ends the command, and nothing else does.
	}
	chain := w.chain()
	w.returns(chain.Credentials, 1)
	w.service.Break(identity.Hang)
	w.clock.advance(58 * time.Minute)
	asked := w.asked()
	logged := w.ctx
	ctx, leave := context.WithCancel(logged)
	w.ctx = ctx
	arrived := make(chan struct{})
	go func() {
		defer close(arrived)
		for w.asked() == asked {
			<-time.After(time.Millisecond)
		}
		leave()
	}()
	w.returns(chain.Credentials, 1)
	<-arrived
	w.ctx = logged
	w.returns(chain.Credentials, 1)
	if strings.Contains(s.name, "External") {
		childIsGone(t, w)
	}
}

// passes makes one request fail in each way that may pass.
func passes(t *testing.T, _ source, w *world) {
	faults := []identity.Fault{identity.ServerError, identity.Drop, identity.HTML}
	if w.name == "sts" {
		faults = append(faults, identity.Throttle, identity.Empty)
		w.config.STS.RetryFor = time.Minute
	}
	for _, fault := range faults {
		before := w.asked()
		w.service.BreakOnce(fault)
		if _, err := w.chain().Credentials(w.ctx); err != nil {
			t.Errorf("%s, once: %v", fault, err)
		}
		if w.asked() < before+2 {
			t.Errorf("%s: the service was not asked again", fault)
		}
	}
}

// renews has the service of the API refuse the credentials, in several requests at
// once.
func renews(t *testing.T, _ source, w *world) {
	chain := w.chain()
	first := w.returns(chain.Credentials, 1)
	for range 2 {
		if !chain.Forget(first) {
			t.Error("no other credentials can be obtained")
		}
	}
	w.returns(chain.Credentials, 2)
	asked := w.asked()
	if !chain.Forget(first) {
		t.Error("a request that was refused late does not get the new credentials")
	}
	w.returns(chain.Credentials, 2)
	if w.asked() != asked {
		t.Error("the new credentials were forgotten")
	}
}

// repeats has the service return the credentials again that were refused.
func repeats(t *testing.T, _ source, w *world) {
	chain := w.chain()
	first := w.returns(chain.Credentials, 1)
	w.service.Break(identity.Repeat)
	if !chain.Forget(first) {
		t.Error("no other credentials can be obtained")
	}
	w.returns(chain.Credentials, 1)
	asked := w.asked()
	if chain.Forget(first) {
		t.Error("a request would be sent again with the same credentials")
	}
	w.returns(chain.Credentials, 1)
	if w.asked() != asked {
		t.Error("the service was asked again at once")
	}
	w.service.Break(identity.Healthy)
	w.clock.advance(31 * time.Second)
	w.changes(chain, first)
}

// keeps requires that written credentials are never forgotten.
func keeps(t *testing.T, _ source, w *world) {
	chain := w.chain()
	before, err := chain.Credentials(w.ctx)
	if err != nil || chain.Forget(before) {
		t.Errorf("others can be obtained, or %v", err)
	}
	if after, err := chain.Credentials(w.ctx); err != nil || after != before {
		t.Errorf("they are gone: %v", err)
	}
}

func expires(t *testing.T, s source, w *world) {
	chain := w.chain()
	w.returns(chain.Credentials, 1)
	w.service.Break(identity.ServerError)
	w.clock.advance(59*time.Minute + 20*time.Second) // Callers wait for the refresh.
	w.returns(chain.Credentials, 1)
	asked := w.asked()
	w.clock.advance(time.Second)
	w.returns(chain.Credentials, 1)
	if w.asked() != asked {
		t.Error("after a failure there was another request at once")
	}
	w.clock.advance(3 * time.Minute)
	refused(t, s, w, chain, credentials.Refused)
	asked = w.asked()
	refused(t, s, w, chain, credentials.Refused)
	if w.asked() != asked {
		t.Error("everyone asks a service that has just failed")
	}
	w.service.Break(identity.Healthy)
	w.service.Lifetime(4 * time.Hour)
	w.clock.advance(6 * time.Second)
	if _, err := chain.Credentials(w.ctx); err != nil {
		t.Errorf("the service is healthy again, but: %v", err)
	}
}

// refused requires an error of one of the classes, which names the source and
// shows no secret.
func refused(t *testing.T, s source, w *world, chain *credentials.Chain, classes ...credentials.Class) {
	t.Helper()
	found, err := chain.Credentials(w.ctx)
	var e *credentials.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v and %T: %v", found, err, err)
	}
	if !slices.Contains(classes, e.Class) {
		t.Errorf("the class is %q, want one of %v: %v", e.Class, classes, err)
	}
	if e.Advice == "" && e.Detail == "" || !strings.Contains(err.Error(), s.label) && !strings.Contains(e.Skipped+e.Source, "role "+roleARN) {
		t.Errorf("%q does not name %q, or explains nothing", err, s.label)
	}
	secretFree(t, fmt.Sprintf("%v %+v %#v", err, *e, *e))
}

func failsAs(t *testing.T, s source, w *world) {
	for fault, classes := range map[identity.Fault][]credentials.Class{
		identity.Refuse:      {credentials.Refused},
		identity.ServerError: {credentials.Refused},
		identity.Drop:        {credentials.Unreachable, credentials.Refused},
		identity.Redirect:    {credentials.Unreadable, credentials.Refused},
	} {
		w.service.Break(fault)
		refused(t, s, w, w.chain(), classes...)
	}
}

func hangs(t *testing.T, s source, w *world) {
	w.service.Break(identity.Hang)
	w.config.Timeout, w.config.STS.ReadTimeout = time.Minute, time.Minute
	ctx, cancel := context.WithTimeout(w.ctx, 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := w.chain().Credentials(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("when the context ended, the result was %v", err)
	}
	if time.Since(start) > 30*time.Second {
		t.Error("the end of the context was noticed too late")
	}
	w.hurry()
	refused(t, s, w, w.chain(), credentials.TimedOut)
	if strings.Contains(s.name, "External") {
		childIsGone(t, w)
	}
}

func garbage(t *testing.T, s source, w *world) {
	// Nothing hangs here, and a huge response takes its time on a busy machine.
	w.config.Timeout, w.config.STS.ReadTimeout = time.Minute, time.Minute
	for _, fault := range []identity.Fault{identity.HTML, identity.Empty, identity.BadDate, identity.Huge, identity.Expired} {
		w.service.Break(fault)
		class := []credentials.Class{credentials.Unreadable}
		switch {
		case fault == identity.Expired:
			class = []credentials.Class{credentials.Expired}
		case fault == identity.Huge || strings.Contains(s.label+s.name, "metadata"), strings.Contains(s.name, "Ecs"), strings.Contains(s.name, "ecs"):
			class = append(class, credentials.Refused)
		}
		refused(t, s, w, w.chain(), class...)
	}
	w.service.Break(identity.NoExpiration)
	chain := w.chain()
	first, err := chain.Credentials(w.ctx)
	if err != nil {
		t.Fatalf("credentials without Expiration are refused: %v", err)
	}
	w.clock.advance(25 * time.Minute) // Nobody has asked for long.
	if second, err := chain.Credentials(w.ctx); err != nil || first.AccessKeyID == second.AccessKeyID {
		t.Errorf("credentials without Expiration are not refreshed: %v", err)
	}
}

func written(t *testing.T, s source, w *world) {
	found, err := w.chain().Credentials(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if found.AccessKeyID != keyID || found.AccessKeySecret != keySecret || !strings.Contains(found.Source, s.label) {
		t.Errorf("got %s of %q, want %s of %q", found.AccessKeyID, found.Source, keyID, s.label)
	}
	if want := strings.Contains(s.name, "oken"); (found.SecurityToken == keyToken) != want {
		t.Errorf("the credentials have the token: %v, want %v", !want, want)
	}
}

// stays requires that written credentials are never refreshed.
func stays(t *testing.T, s source, w *world) {
	written(t, s, w)
	chain := w.chain()
	before, err := chain.Credentials(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	w.clock.advance(48 * time.Hour)
	if after, err := chain.Credentials(w.ctx); err != nil || after != before {
		t.Errorf("two days later: %v", err)
	}
}

// incomplete removes the secret.
func incomplete(t *testing.T, s source, w *world) {
	switch {
	case strings.HasPrefix(s.name, "profile"):
		w.profiles(profile(strings.TrimPrefix(s.name, "profile "), map[string]any{"access_key_id": keyID}))
	case strings.HasPrefix(s.name, "ini"):
		w.write(".alibabacloud/credentials", "[default]\ntype = access_key\naccess_key_id = "+keyID+"\n")
	default:
		w.config.SecretKey = credentials.Setting{}
	}
	_, err := w.chain().Credentials(w.ctx)
	if err == nil || !strings.Contains(err.Error(), "its secret is not") && !strings.Contains(err.Error(), "access_key_secret is missing") {
		t.Errorf("got %v", err)
	}
	secretFree(t, fmt.Sprint(err))
}

// neverWaits puts a pipe where a file is expected; reading it would block forever.
func neverWaits(t *testing.T, s source, w *world) {
	path, file := w.config.AccessKey.From, ".aliyun/config.json"
	if strings.HasPrefix(s.name, "ini") {
		file = ".alibabacloud/credentials"
	}
	if path == "" {
		path = filepath.Join(w.home, file)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		endless(t, path)
		if _, err := w.chain().Credentials(w.ctx); err == nil || !strings.Contains(err.Error(), "cannot be read") {
			t.Errorf("got %v", err)
		}
		return
	}
	ctx, cancel := context.WithCancel(w.ctx)
	cancel()
	if found, err := w.chain().Credentials(ctx); err != nil || found.AccessKeyID != keyID {
		t.Errorf("static credentials wait for the context: %v", err)
	}
}

// unreadable damages the file.
func unreadable(t *testing.T, s source, w *world) {
	for _, damage := range []string{"", "{canary", "[canary", "{\"profiles\": \"canary\"}", "{\"profiles\": [{\"name\": 1}]}"} {
		switch {
		case strings.HasPrefix(s.name, "profile"):
			w.write(".aliyun/config.json", damage)
		case strings.HasPrefix(s.name, "ini"):
			w.write(".alibabacloud/credentials", damage)
		default:
			w.config.AccessKey = credentials.Setting{}
		}
		_, err := w.chain().Credentials(w.ctx)
		var missing *credentials.MissingError
		if !errors.As(err, &missing) {
			t.Errorf("with %q got %T: %v", damage, err, err)
		}
		secretFree(t, fmt.Sprint(err))
	}
}
