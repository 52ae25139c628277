package credentials_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/instant"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

func assumeRole(w *world) *identity.Server {
	s := w.sts()
	w.config.AccessKey, w.config.SecretKey = set(keyID, "access_key"), set(keySecret, "secret_key")
	w.config.AssumeRole = &credentials.AssumeRole{RoleARN: set(roleARN, "role_arn"), ExternalID: set(externalID, "external_id")}
	return s
}

func TestManyCallersAtOnceMakeOneCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := assumeRole(w)
	chain := w.chain()
	for round := 1; round <= 2; round++ {
		var all sync.WaitGroup
		for range 32 {
			all.Go(func() {
				if _, err := chain.Credentials(w.ctx); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := s.Count("AssumeRole"); got != round {
			t.Errorf("after round %d there were %d calls", round, got)
		}
		w.clock.advance(2 * time.Hour)
		s.Lifetime(4 * time.Hour)
	}
}

func TestACallerThatLeavesDoesNotEndTheRefreshOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := assumeRole(w)
	w.config.STS.ReadTimeout = 700 * time.Millisecond
	s.Break(identity.Hang)
	chain := w.chain()
	impatient, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		if _, err := chain.Credentials(impatient); !errors.Is(err, context.Canceled) {
			t.Errorf("the caller that leaves got %v", err)
		}
	})
	all.Go(func() {
		var e *credentials.Error
		if _, err := chain.Credentials(w.ctx); !errors.As(err, &e) || e.Class != credentials.TimedOut {
			t.Errorf("the caller that stays got %v", err)
		}
	})
	time.AfterFunc(100*time.Millisecond, leave)
	all.Wait()
}

// TestACallerThatHasLeftGetsNoCredentials, not even those that are there.
func TestACallerThatHasLeftGetsNoCredentials(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := assumeRole(w)
	chain := w.chain()
	gone, leave := context.WithCancel(w.ctx)
	leave()
	for n := range 2 {
		if found, err := chain.Credentials(gone); !errors.Is(err, context.Canceled) || found.AccessKeyID != "" {
			t.Errorf("got %q, %v", found.AccessKeyID, err)
		}
		if got := s.Count("AssumeRole"); got != n {
			t.Errorf("there were %d calls, want %d", got, n)
		}
		w.returns(chain.Credentials, 1)
	}
}

func TestAPanicOfASourceBecomesAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := credentials.Refreshed("a source", w.clock.now, func(context.Context) (string, error) { panic("canary") }).Credentials(t.Context())
	var e *credentials.Error
	if !errors.As(err, &e) || e.Class != credentials.Bug {
		t.Errorf("got %v", err)
	}
	secretFree(t, fmt.Sprint(err))
}

func TestATokenThatIsEchoedIsNotShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sts()
	w.config.OIDC = &credentials.OIDC{RoleARN: set(roleARN, "x"), ProviderARN: set(providerARN, "x"), Token: set("canary-wrong-token", "x")}
	_, err := w.chain().Credentials(w.ctx)
	if err == nil || !strings.Contains(err.Error(), "AuthenticationFail.OIDCToken.Invalid") || !strings.Contains(err.Error(), "Get a new OIDC token") {
		t.Errorf("got %v", err)
	}
	secretFree(t, fmt.Sprint(err))
}

func TestATokenFileIsReadAtEachRefresh(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.sts()
	path := w.write("token", "canary-old")
	w.config.OIDC = &credentials.OIDC{RoleARN: set(roleARN, "x"), ProviderARN: set(providerARN, "x"), TokenFile: set(path, "x")}
	chain := w.chain()
	if _, err := chain.Credentials(w.ctx); err == nil {
		t.Error("an old token was accepted")
	}
	w.write("token", oidcToken+"\n")
	w.clock.advance(6 * time.Second)
	w.returns(chain.Credentials, 1)
	if got := s.Requests()[1]; got.AccessKeyID != "" || got.Header.Get("Authorization") != "" || got.Query["OIDCToken"] != "" {
		t.Error("the request is signed, or has the token in its URL")
	}
	for _, damage := range []string{"", "gone"} {
		w.write("token", damage)
		if damage == "gone" {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		want := "no credentials from role " + roleARN + ", assumed with the OIDC token of assume_role_with_oidc: incomplete settings: the token file " + path + " is empty."
		if damage == "gone" {
			want = strings.TrimSuffix(want, "is empty.") + "does not exist. Check oidc_token_file, and the program that writes the file."
		}
		if _, err := w.chain().Credentials(w.ctx); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("without a token: %v", err)
		}
	}
}

// TestConfigJSONIsNeverWritten covers the modes for which the vendor's library
// rewrites it.
func TestConfigJSONIsNeverWritten(t *testing.T) {
	t.Parallel()
	for _, s := range sources {
		if s.name != "profile External" && s.name != "profile OAuth" && s.name != "profile CloudSSO" {
			continue
		}
		w := newWorld(t)
		s.make(w)
		path := filepath.Join(w.home, ".aliyun", "config.json")
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o400); err != nil {
			t.Fatal(err)
		}
		chain := w.chain()
		w.returns(chain.Credentials, 1)
		w.clock.advance(59*time.Minute + 20*time.Second)
		w.returns(chain.Credentials, 2)
		after, err := os.ReadFile(path)
		if err != nil || string(after) != string(before) {
			t.Errorf("%s has written config.json: %v", s.name, err)
		}
		entries, err := os.ReadDir(filepath.Dir(path))
		if err != nil || len(entries) != 1 {
			t.Errorf("%s has left %v beside config.json, %v", s.name, entries, err)
		}
	}
}

func TestANewSignInAppliesAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := identity.StartCloudSSO(t, "sso", signIn)
	w.serve("sso", s)
	sso := func(token string) {
		w.profiles(profile("CloudSSO", map[string]any{
			"cloud_sso_sign_in_url": s.URL(), "cloud_sso_account_id": "1", "cloud_sso_access_config": "c",
			"access_token": token, "cloud_sso_access_token_expire": time.Now().Add(24 * time.Hour).Unix(),
		}))
	}
	sso("canary-old-sign-in")
	chain := w.chain()
	var e *credentials.Error
	if _, err := chain.Credentials(w.ctx); !errors.As(err, &e) || e.Class != credentials.Refused {
		t.Errorf("got %v", err)
	}
	sso(signIn)
	w.clock.advance(6 * time.Second)
	w.returns(chain.Credentials, 1)
}

// TestAProfileThatIsGoneIsNamed covers the modes whose profile is read at each refresh.
func TestAProfileThatIsGoneIsNamed(t *testing.T) {
	t.Parallel()
	for _, s := range sources {
		if s.name != "profile External" && s.name != "profile OAuth" && s.name != "profile CloudSSO" {
			continue
		}
		w := newWorld(t)
		s.make(w)
		chain := w.chain()
		w.returns(chain.Credentials, 1)
		w.profiles()
		w.clock.advance(2 * time.Hour)
		if _, err := chain.Credentials(w.ctx); err == nil || !strings.Contains(err.Error(), "`chosen` is not in ") {
			t.Errorf("%s: got %v", s.name, err)
		}
		path := filepath.Join(w.home, ".aliyun", "config.json")
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		w.clock.advance(time.Minute)
		if _, err := chain.Credentials(w.ctx); err == nil || !strings.Contains(err.Error(), path+" does not exist") {
			t.Errorf("%s: without the file: %v", s.name, err)
		}
	}
}

// TestURI_AResponseWithAnErrorCodeIsRefused, also where it holds credentials.
func TestURI_AResponseWithAnErrorCodeIsRefused(t *testing.T) {
	t.Parallel()
	for code, refused := range map[string]bool{"": false, "Success": false, "canary": true} {
		w := newWorld(t)
		k := identity.Issued("uri", 1)
		text, err := json.Marshal(map[string]string{
			"AccessKeyId": k.AccessKeyID, "AccessKeySecret": k.AccessKeySecret, "SecurityToken": k.SecurityToken, "Code": code,
		})
		if err != nil {
			t.Fatal(err)
		}
		s := httptest.NewServer(http.HandlerFunc(func(r http.ResponseWriter, _ *http.Request) { _, _ = r.Write(text) }))
		t.Cleanup(s.Close)
		w.name = "uri"
		w.config.URI = set(s.URL, "credentials_uri")
		if !refused {
			w.returns(w.chain().Credentials, 1)
			continue
		}
		_, err = w.chain().Credentials(w.ctx)
		if err == nil || !strings.Contains(err.Error(), ": failed: the Code of the response is not Success") {
			t.Errorf("%q: got %v", code, err)
		}
		secretFree(t, fmt.Sprint(err))
	}
}

// TestSTS_TheTimeToConnectIsThatOfTheSettings: the server accepts a connection, and
// does not speak TLS. Everything else would take longer than the caller waits.
func TestSTS_TheTimeToConnectIsThatOfTheSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	assumeRole(w)
	mute, err := (&net.ListenConfig{}).Listen(w.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mute.Close() })
	w.config.STS.Endpoint, w.config.STS.Protocol = mute.Addr().String(), "HTTPS"
	w.config.STS.ConnectTimeout, w.config.STS.ReadTimeout = 50*time.Millisecond, time.Hour
	ctx, cancel := context.WithTimeout(w.ctx, 9*time.Second)
	defer cancel()
	var e *credentials.Error
	if _, err := w.chain().Credentials(ctx); !errors.As(err, &e) || e.Class != credentials.Unreachable {
		t.Errorf("got %v", err)
	}
}

func TestMetadataIsRequestedAsTheSettingsAllow(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		v2   bool
		set  credentials.Metadata
		want string
	}{
		"v2":               {true, credentials.Metadata{V2Only: "environment variable X"}, ""},
		"v1":               {false, credentials.Metadata{}, ""},
		"v1 and forbidden": {false, credentials.Metadata{V2Only: "environment variable X"}, "and environment variable X forbids requests without one"},
		"all forbidden":    {true, credentials.Metadata{Disabled: "environment variable Y"}, "not allowed: environment variable Y is set"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.metadata(c.v2)
			c.set.Host = w.config.Metadata.Host
			w.config.Metadata, w.config.ECSRole = c.set, set(ecsRole, "ecs_role_name")
			_, err := w.chain().Credentials(w.ctx)
			if c.want == "" && err != nil || c.want != "" && !strings.Contains(fmt.Sprint(err), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if c.set.Disabled != "" && w.asked() > 0 {
				t.Error("a request was made all the same")
			}
		})
	}
	w := newWorld(t)
	w.metadata(true)
	w.config.ECSRole = set("another-role", "ecs_role_name")
	if _, err := w.chain().Credentials(w.ctx); err == nil || !strings.Contains(err.Error(), "this role is not attached to the instance") {
		t.Errorf("got %v", err)
	}
}

func TestOIDC_TheHomeDirectoryOfATokenFileIsExpanded(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(w *world, file string){
		"block": func(w *world, file string) {
			w.config.OIDC = &credentials.OIDC{RoleARN: set(roleARN, "x"), ProviderARN: set(providerARN, "x"), TokenFile: set(file, "x")}
		},
		"environment": func(w *world, file string) {
			w.config.EnvironmentOIDC = credentials.OIDC{RoleARN: set(roleARN, "x"), ProviderARN: set(providerARN, "x"), TokenFile: set(file, "x")}
		},
		"profile": func(w *world, file string) {
			w.profiles(profile("OIDC", map[string]any{"oidc_provider_arn": providerARN, "ram_role_arn": roleARN, "oidc_token_file": file}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.sts()
			w.write("tokens/oidc", oidcToken+"\n")
			prepare(w, "~/tokens/oidc")
			w.returns(w.chain().Credentials, 1)
			prepare(w, "~/absent")
			if _, err := w.chain().Credentials(w.ctx); err == nil || !strings.Contains(err.Error(), filepath.Join(w.home, "absent")+" does not exist") {
				t.Errorf("got %v", err)
			}
		})
	}
}

const otherAccount = "6543210987654321"

func TestAccount_TheRightOneIsCheckedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := assumeRole(w)
	if err := w.chain().CheckAccount(w.ctx); err != nil || len(s.Requests()) > 0 {
		t.Errorf("without account_id: %v, %d requests", err, len(s.Requests()))
	}
	w.config.AccountID = set(identity.Account, "account_id")
	checkOften(w, s, w.chain(), "")
}

func TestAccount_TheWrongOneIsCheckedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := assumeRole(w)
	w.config.AccountID = set(otherAccount, "account_id")
	checkOften(w, s, w.chain(), `check of account_id: wrong account: the credentials belong to account "1234567890123456", but provider argument account_id requires "6543210987654321". Use credentials of that account, or correct account_id`)
}

// checkOften makes many checks at once and one after the other.
func checkOften(w *world, s *identity.Server, chain *credentials.Chain, want string) {
	w.t.Helper()
	check := func() {
		err := chain.CheckAccount(w.ctx)
		if got := fmt.Sprint(err); got != want && (want != "" || err != nil) {
			w.t.Errorf("got %s\nwant %s", got, want)
		}
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(check)
	}
	all.Wait()
	check()
	if got := s.Count("GetCallerIdentity"); got != 1 {
		w.t.Errorf("there were %d requests", got)
	}
}

func TestAccount_AFailedCheckIsMadeAgain(t *testing.T) {
	t.Parallel()
	for _, fault := range []identity.Fault{identity.ServerError, identity.HTML, identity.Drop, identity.Refuse} {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			s := w.sts()
			w.config.AccessKey, w.config.SecretKey = set(keyID, "access_key"), set(keySecret, "secret_key")
			w.config.AccountID = set(identity.Account, "account_id")
			chain := w.chain()
			s.Break(fault)
			if err := chain.CheckAccount(w.ctx); err == nil {
				t.Error("a check that could not be made has passed")
			}
			s.Break(identity.Healthy)
			if err := chain.CheckAccount(w.ctx); err != nil {
				t.Errorf("the next check: %v", err)
			}
		})
	}
}

func TestAccount_ACallerThatLeavesDoesNotDecideForOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.sts()
	w.config.AccessKey, w.config.SecretKey = set(keyID, "access_key"), set(keySecret, "secret_key")
	w.config.AccountID = set(identity.Account, "account_id")
	chain := w.chain()
	s.Break(identity.Hang)
	impatient, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		if err := chain.CheckAccount(impatient); !errors.Is(err, context.Canceled) {
			t.Errorf("the caller that leaves got %v", err)
		}
	})
	for len(s.Requests()) == 0 {
		<-time.After(time.Millisecond)
	}
	all.Go(func() {
		if err := chain.CheckAccount(w.ctx); err != nil {
			t.Errorf("the caller that stays got %v", err)
		}
	})
	s.Break(identity.Healthy)
	leave()
	all.Wait()
}

func TestUnknownArgumentsAreNamed(t *testing.T) {
	t.Parallel()
	for want, arguments := range map[string][]string{
		"the provider's access_key and secret_key are not known before apply": {"access_key", "secret_key"},
		"the provider's region is not known before apply":                     {"region"},
	} {
		if err := credentials.NotKnownYet(arguments); !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestSettingsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	s := set(keySecret, "secret_key")
	text, err := s.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	all := struct{ S credentials.Setting }{s}
	printed := fmt.Sprintf("%v %+v %#v %s %q %x %s", all, all, all, all, &all, all, text)
	secretFree(t, printed)
	if strings.Contains(printed, "63616e617279") {
		t.Error("a value appears in hexadecimal digits")
	}
	if got, want := s.String()+", "+(credentials.Setting{}).String(), "*** from provider argument secret_key, not set"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSources_AreAskedAgainOnlyIfItMayPass counts the requests for one refresh.
func TestSources_AreAskedAgainOnlyIfItMayPass(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source string
		faults map[identity.Fault]int
	}{
		"URL": {"credentials_uri", map[identity.Fault]int{
			identity.Refuse: 1, identity.Redirect: 1, identity.Huge: 1, identity.Expired: 1, identity.BadDate: 1,
			identity.ServerError: 3, identity.Throttle: 3, identity.Drop: 3, identity.HTML: 3, identity.Empty: 2,
		}},
		// The token is requested first; if there is none, so are the credentials.
		"metadata": {"ecs_role_name", map[identity.Fault]int{
			identity.Refuse: 2, identity.Redirect: 1, identity.ServerError: 3, identity.Drop: 3, identity.HTML: 3, identity.Expired: 2,
		}},
		"sign-in": {"profile CloudSSO", map[identity.Fault]int{identity.Refuse: 1, identity.ServerError: 3, identity.Drop: 3, identity.HTML: 3, identity.Empty: 2}},
		"OAuth":   {"profile OAuth", map[identity.Fault]int{identity.Refuse: 1, identity.ServerError: 3, identity.Drop: 3, identity.HTML: 3, identity.Empty: 2}},
		// Each has an exit status, or prints something else.
		"command": {"profile External", map[identity.Fault]int{
			identity.Refuse: 2, identity.ServerError: 2, identity.Drop: 2, identity.HTML: 2, identity.Empty: 2,
			identity.Huge: 1, identity.BadDate: 1, identity.Expired: 1,
		}},
		"role": {"assume_role on access_key", map[identity.Fault]int{identity.Refuse: 1, identity.Expired: 1, identity.BadDate: 1, identity.Empty: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(sources, func(s source) bool { return s.name == c.source })
			for fault, want := range c.faults {
				w := newWorld(t)
				w.config.Timeout, w.config.STS.ReadTimeout = time.Minute, time.Minute
				sources[i].make(w)
				w.service.Break(fault)
				if _, err := w.chain().Credentials(w.ctx); err == nil {
					t.Errorf("%s: there are credentials", fault)
				}
				if got := w.asked(); got != want {
					t.Errorf("%s: it was asked %d times, want %d", fault, got, want)
				}
			}
		})
	}
}

// TestSTS_CredentialsThatItRefusesAreRenewedOnce: those that assume a role, and those
// whose account is checked.
func TestSTS_CredentialsThatItRefusesAreRenewedOnce(t *testing.T) {
	t.Parallel()
	onURI := func(w *world) (sts, uri *identity.Server) {
		uri = identity.StartURI(w.t, "uri")
		w.config.URI = set(uri.URL(), "credentials_uri")
		sts = w.sts()
		for n := range 9 {
			k := identity.Issued("uri", n+1)
			sts.Know(k.AccessKeyID, k.AccessKeySecret, k.SecurityToken)
		}
		return sts, uri
	}
	role := func(w *world) error {
		w.config.AssumeRole = &credentials.AssumeRole{RoleARN: set(roleARN, "role_arn")}
		_, err := w.chain().Credentials(w.ctx)
		return err
	}
	account := func(w *world) error {
		w.config.AccountID = set(identity.Account, "account_id")
		return w.chain().CheckAccount(w.ctx)
	}
	for name, call := range map[string]func(w *world) error{"AssumeRole": role, "GetCallerIdentity": account} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.config.STS.RetryFor = time.Minute
			sts, uri := onURI(w)
			sts.BreakOnce(identity.Revoked)
			if err := call(w); err != nil {
				t.Error(err)
			}
			if got := sts.Requests(); len(got) != 2 || got[1].AccessKeyID != identity.Issued("uri", 2).AccessKeyID || len(uri.Requests()) != 2 {
				t.Errorf("%d requests, after %d of the source", len(got), len(uri.Requests()))
			}

			w = newWorld(t)
			w.config.STS.RetryFor = time.Minute
			sts, uri = onURI(w)
			sts.Break(identity.Revoked)
			if err := call(w); err == nil || !strings.Contains(err.Error(), "InvalidSecurityToken.Expired") {
				t.Errorf("got %v", err)
			}
			if sts.Count(name) != 2 || len(uri.Requests()) != 2 {
				t.Errorf("%d requests, after %d of the source", sts.Count(name), len(uri.Requests()))
			}

			w = newWorld(t)
			w.config.STS.RetryFor = time.Minute
			sts = w.sts()
			w.config.AccessKey, w.config.SecretKey = set(keyID, "access_key"), set(keySecret, "secret_key")
			sts.BreakOnce(identity.Revoked)
			if err := call(w); err == nil || sts.Count(name) != 1 {
				t.Errorf("static credentials: %d requests, %v", sts.Count(name), err)
			}
		})
	}
}

func TestSTS_SettingsThatNoClientTakesAreAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	assumeRole(w)
	w.config.STS.Protocol = "FTP"
	var e *credentials.Error
	if _, err := w.chain().Credentials(w.ctx); !errors.As(err, &e) || e.Class != credentials.Bug || e.Detail != "the call to STS could not be made" {
		t.Errorf("got %v", err)
	}
}

func TestSTS_RequestsHaveTheUserAgentOfTheSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := assumeRole(w)
	w.config.STS.UserAgent = "of-mine/1"
	w.returns(w.chain().Credentials, 1)
	if got := s.Requests()[0].Header.Get("User-Agent"); !strings.HasSuffix(got, " of-mine/1") {
		t.Errorf("got %q", got)
	}
}

// TestSTS_ACallEndsBeforeItsRefresh, so that the error is that of STS.
func TestSTS_ACallEndsBeforeItsRefresh(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	assumeRole(w)
	w.config.STS.RetryFor = 0
	w.service.Break(identity.ServerError)
	waits := &instant.Clock{}
	w.config.STS.Clock = waits
	if _, err := w.chain().Credentials(w.ctx); err == nil || !strings.Contains(err.Error(), "InternalError") {
		t.Errorf("got %v", err)
	}
	var total time.Duration
	for _, d := range waits.Waited() {
		total += d
	}
	if total < 30*time.Second || total > time.Minute {
		t.Errorf("it was repeated for %s", total)
	}
}
