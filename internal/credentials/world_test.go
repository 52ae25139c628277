package credentials_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/instant"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Secrets that no error may show have the word canary in them, or issued-.
const (
	keyID       = "LTAI-base"
	keySecret   = "canary-base-secret"
	keyToken    = "canary-base-token"
	oidcToken   = "canary.oidc.token"
	signIn      = "canary-sign-in"
	externalID  = "canary-external-id"
	roleARN     = "acs:ram::1234567890123456:role/agents"
	providerARN = "acs:ram::1234567890123456:oidc-provider/idp"
	ecsRole     = "instance-role"
)

// clock is the real time plus what a test adds to it.
type clock struct {
	mu    sync.Mutex
	added time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.added)
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.added += d
}

// service returns the credentials of a source.
type service interface {
	Break(f identity.Fault)
	BreakOnce(f identity.Fault)
	Lifetime(d time.Duration)
}

// world is a source with its service and a clock.
type world struct {
	t       *testing.T
	home    string
	clock   *clock
	config  credentials.Config
	service service
	asked   func() int
	// name is the name of the service, which is part of its credentials.
	name string
	// ctx logs everything; at the end the log must show no secret.
	ctx context.Context
}

// log keeps everything written to it, also from a refresh that nobody waits for.
type log struct {
	mu sync.Mutex
	bytes.Buffer
}

// Write appends to the log.
func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

func (l *log) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

// set returns a setting from a provider argument.
func set(value, argument string) credentials.Setting {
	return credentials.Setting{Value: value, From: "provider argument " + argument}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, home: t.TempDir(), clock: &clock{}, asked: func() int { return 0 }}
	written := &log{}
	w.ctx = tflogtest.RootLogger(t.Context(), written)
	t.Cleanup(func() { secretFree(t, written.text()) })
	w.config = credentials.Config{
		Home: w.home, Now: w.clock.now, Timeout: 2 * time.Second,
		Pause: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		STS: credentials.STS{
			// Nothing listens there: a test that calls the wrong host fails at once.
			Endpoint: "127.0.0.1:1", Protocol: "HTTP", Region: "cn-shanghai",
			ConnectTimeout: 2 * time.Second, ReadTimeout: 2 * time.Second,
			RetryFor: time.Nanosecond, // A call is made once, unless a test says otherwise.
			Clock:    &instant.Clock{},
		},
		Metadata: credentials.Metadata{Host: "127.0.0.1:1"},
	}
	return w
}

// hurry makes time-outs short, for services that hang.
func (w *world) hurry() {
	w.config.Timeout, w.config.STS.ReadTimeout = 150*time.Millisecond, 150*time.Millisecond
}

func (w *world) chain() *credentials.Chain { return credentials.New(w.config) }

// sts starts an STS for the world.
func (w *world) sts() *identity.Server {
	s := identity.StartSTS(w.t, "sts", oidcToken)
	s.Know(keyID, keySecret, "")
	s.Know(keyID+"-sts", keySecret, keyToken)
	w.config.STS.Endpoint = s.Endpoint()
	w.serve("sts", s)
	return s
}

func (w *world) serve(name string, s *identity.Server) {
	w.name, w.service = name, s
	w.asked = func() int { return len(s.Requests()) }
}

func (w *world) metadata(v2 bool) {
	s := identity.StartMetadata(w.t, "metadata", ecsRole, v2)
	w.config.Metadata.Host = s.Endpoint()
	w.serve("metadata", s)
}

// profiles writes config.json and selects the profile called chosen.
func (w *world) profiles(profiles ...map[string]any) {
	w.t.Helper()
	text, err := json.Marshal(map[string]any{"current": "other", "profiles": profiles, "meta_path": "kept"})
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(".aliyun/config.json", string(text))
	w.config.Profile = set("chosen", "profile")
}

func (w *world) write(name, text string) string {
	w.t.Helper()
	path := filepath.Join(w.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// profile returns a profile called chosen.
func profile(mode string, more map[string]any) map[string]any {
	p := map[string]any{"name": "chosen", "mode": mode}
	for name, value := range more {
		p[name] = value
	}
	return p
}

var (
	profileKeys = map[string]any{"access_key_id": keyID, "access_key_secret": keySecret}
	profileRole = map[string]any{
		"access_key_id": keyID, "access_key_secret": keySecret, "ram_role_arn": roleARN, "external_id": externalID, "expired_seconds": 1800,
	}
)

// command is an External profile's command: a script whose behaviour is a file.
type command struct {
	w    *world
	life time.Duration
}

func (w *world) command() {
	w.t.Helper()
	if runtime.GOOS == "windows" {
		w.t.Skip("the command is a shell script")
	}
	c := &command{w: w, life: time.Hour}
	script := "#!/bin/sh\ncd '" + w.home + "' && echo >>calls && . ./behaviour\n"
	path := w.write("print credentials.sh", script)
	if err := os.Chmod(path, 0o700); err != nil {
		w.t.Fatal(err)
	}
	w.name, w.service = "command", c
	w.asked = func() int {
		calls, _ := os.ReadFile(filepath.Join(w.home, "calls"))
		return strings.Count(string(calls), "\n")
	}
	w.profiles(profile("External", map[string]any{"process_command": "'" + path + "' --password canary-argument"}))
	c.Break(identity.Healthy)
}

// Lifetime sets the lifetime of the credentials that are printed from now on.
func (c *command) Lifetime(d time.Duration) {
	c.life = d
	c.Break(identity.Healthy)
}

// Break rewrites the script's behaviour.
func (c *command) Break(f identity.Fault) { c.w.write("behaviour", c.behaviour(f)) }

// BreakOnce makes the next run fail, and restores the script before.
func (c *command) BreakOnce(f identity.Fault) {
	c.w.write("healthy", c.behaviour(identity.Healthy))
	c.w.write("behaviour", "mv healthy behaviour\n"+c.behaviour(f))
}

// behaviour writes what the script prints and returns the script.
func (c *command) behaviour(f identity.Fault) string {
	show := "n=$(wc -l <calls); cat output-$((n))"
	if f == identity.Repeat {
		show = "cat output-" + strconv.Itoa(max(c.w.asked(), 1))
	}
	for n := 1; n <= 9; n++ {
		k := identity.Issued("command", n)
		output := map[string]any{
			"mode": "StsToken", "access_key_id": k.AccessKeyID, "access_key_secret": k.AccessKeySecret, "sts_token": k.SecurityToken,
			"expiration": time.Now().Add(c.life).UTC().Format(time.RFC3339),
		}
		switch f { //nolint:exhaustive // The others do not change the output.
		case identity.NoExpiration:
			delete(output, "expiration")
		case identity.BadDate:
			output["expiration"] = "tomorrow"
		case identity.Expired:
			output["expiration"] = time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)
		}
		text, err := json.Marshal(output)
		if err != nil {
			c.w.t.Fatal(err)
		}
		c.w.write("output-"+strconv.Itoa(n), string(text))
	}
	behaviour, ok := map[identity.Fault]string{
		identity.HTML:        "echo '<html>canary</html>'",
		identity.Empty:       "echo '{}'",
		identity.Hang:        "sleep 600 & echo $! >child; wait",
		identity.Huge:        "head -c 3000000 /dev/zero",
		identity.ServerError: "echo canary-output; echo canary-error >&2; exit 3",
		identity.Refuse:      "echo canary-error >&2; exit 1",
		identity.Drop:        "kill -9 $$",
		identity.Redirect:    "exit 4",
	}[f]
	if !ok {
		behaviour = show
	}
	return behaviour
}

// secretFree requires that a text shows no secret.
func secretFree(t *testing.T, text string) {
	t.Helper()
	for _, word := range []string{"canary", "issued-"} {
		if strings.Contains(text, word) {
			t.Errorf("a secret is shown in: %s", text)
		}
	}
}

// returns requires the n-th credentials of the world's service.
func (w *world) returns(source openapi.CredentialsFunc, n int) openapi.Credentials {
	w.t.Helper()
	c, err := source(w.ctx)
	if err != nil {
		w.t.Fatalf("no credentials: %v", err)
	}
	want := identity.Issued(w.name, n)
	got := identity.Credentials{AccessKeyID: c.AccessKeyID, AccessKeySecret: c.AccessKeySecret, SecurityToken: c.SecurityToken}
	if got != want {
		w.t.Fatalf("got %s, want %s", c.AccessKeyID, want.AccessKeyID)
	}
	secretFree(w.t, c.Source+c.Skipped+fmt.Sprintf("%v %+v %#v", c, c, c))
	return c
}
