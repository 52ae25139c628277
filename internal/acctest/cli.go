package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/instant"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/provider"
)

// Factories serve the provider in the test's own process.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"alicloud": providerserver.NewProtocol6WithError(provider.New("test", Instant)()),
	}
}

// Instant lets the provider's client wait for nothing: neither before it sends a
// request again nor for its turn.
func Instant(o *ice.Options) { o.Clock = &instant.Clock{} }

// Block is the provider block for an emulator, as JSON-like Go values.
func Block(api *emulator.Server) map[string]any {
	return map[string]any{
		"access_key": emulator.AccessKeyID, "secret_key": emulator.AccessKeySecret,
		"region": "cn-shanghai", "protocol": "HTTP", "endpoints": map[string]any{"ice": api.Endpoint()},
	}
}

// HCL is the provider block for an emulator, to be put before a configuration.
func HCL(api *emulator.Server) string {
	return `
provider "alicloud" {
  access_key = "` + emulator.AccessKeyID + `"
  secret_key = "` + emulator.AccessKeySecret + `"
  region     = "cn-shanghai"
  protocol   = "HTTP"
  endpoints {
    ice = "` + api.Endpoint() + `"
  }
}
`
}

// isolate takes the caller's own credentials and region out of the environment, once:
// only a test of the real service may use them.
var isolate = sync.OnceFunc(func() {
	for _, pair := range os.Environ() { //nolint:forbidigo // The tests' own environment.
		name, _, _ := strings.Cut(pair, "=")
		for _, prefix := range []string{"ALICLOUD_", "ALIBABA_CLOUD_", "ALIBABACLOUD_", "ICE_ENDPOINT"} {
			if strings.HasPrefix(name, prefix) {
				if err := os.Unsetenv(name); err != nil {
					panic(err)
				}
			}
		}
	}
})

// command is the CLI under test, found or built once for the process.
var command = sync.OnceValues(func() (string, error) {
	if p := os.Getenv("TF_ACC_TERRAFORM_PATH"); p != "" { //nolint:forbidigo // As plugin-testing does.
		return p, nil
	}
	build := exec.CommandContext(context.Background(), filepath.Join(root(), "tools", "tofu", "build")) //nolint:gosec // A script of the project.
	build.Stderr = os.Stderr
	out, err := build.Output()
	return strings.TrimSpace(string(out)), err
})

// CLI makes sure that there is a CLI, the one that TF_ACC_TERRAFORM_PATH names
// or else the OpenTofu that the project pins, and returns its path. Tests that need
// one are left out of `go test -short`.
func CLI(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("short tests run without a CLI")
	}
	path, err := command()
	if err != nil {
		t.Fatalf("no CLI to test with: %v", err)
	}
	isolate()
	prepare(path)
	return path
}

var once sync.Once

// prepare sets what the testing library reads from the environment. OpenTofu
// refuses the library's own namespace, and warns about a missing configuration
// file before its version, which the library cannot read.
func prepare(path string) {
	once.Do(func() {
		for name, value := range map[string]string{
			"TF_ACC_TERRAFORM_PATH": path, "TF_ACC_PROVIDER_NAMESPACE": "alicloud-ims", "TF_CLI_CONFIG_FILE": "", "CHECKPOINT_DISABLE": "1",
		} {
			if err := os.Setenv(name, value); err != nil {
				panic(err)
			}
		}
	})
}

func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// built is the folder of the binary, once there is one.
var built string

// CleanUp removes what was built for the process; TestMain calls it last.
func CleanUp() error {
	if built == "" {
		return nil
	}
	return os.RemoveAll(built)
}

// binary is the provider as users install it, built once for the process.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "provider-under-test-")
	if err != nil {
		return "", err
	}
	built = dir
	build := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(dir, "terraform-provider-alicloud"), ".") //nolint:gosec // The project itself.
	build.Dir = root()
	if out, err := build.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return dir, nil
})

// Workspace is a folder with a configuration in which a real CLI runs the real
// provider binary.
type Workspace struct {
	// Dir is the folder.
	Dir string
	// Env is added to an environment that has nothing of the caller's but PATH.
	Env []string

	t   *testing.T
	cli string
}

// workspaces bounds how many there are at a time: each runs a CLI and its plugins,
// which is more than one processor's work, and many tests wait for real time.
var workspaces = make(chan struct{}, max(2, runtime.GOMAXPROCS(0)/2))

// NewWorkspace makes a folder with the files of a directory, if one is named,
// and points the provider at the emulator by an override file, so that the
// configuration itself stays as users have it.
func NewWorkspace(t *testing.T, api *emulator.Server, from string) *Workspace {
	t.Helper()
	w := &Workspace{Dir: t.TempDir(), t: t, cli: CLI(t)}
	workspaces <- struct{}{}
	t.Cleanup(func() { <-workspaces })
	folder, err := binary()
	if err != nil {
		t.Fatalf("the provider does not build: %v", err)
	}
	config := `provider_installation {
  dev_overrides {
    "registry.terraform.io/alicloud-ims/alicloud" = "` + folder + `"
    "registry.opentofu.org/alicloud-ims/alicloud" = "` + folder + `"
  }
  direct {}
}`
	w.Write("cli.tfrc", config)
	w.Write("alicloud_override.tf", `
terraform {
  required_providers {
    alicloud = { source = "alicloud-ims/alicloud" }
  }
}
`+HCL(api))
	if from != "" {
		w.Copy(from)
	}
	w.Env = []string{
		"PATH=" + os.Getenv("PATH"), //nolint:forbidigo // The CLI starts programs.
		"HOME=" + w.Dir, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE=" + filepath.Join(w.Dir, "cli.tfrc"),
	}
	return w
}

// Root is a folder of the project.
func Root(parts ...string) string { return filepath.Join(append([]string{root()}, parts...)...) }

// Write writes a file of the workspace.
func (w *Workspace) Write(name, content string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.Dir, name), []byte(content), 0o600); err != nil { //nolint:gosec // A folder of the test.
		w.t.Fatal(err)
	}
}

// Copy copies the configuration files of a directory.
func (w *Workspace) Copy(from string) {
	w.t.Helper()
	files, err := filepath.Glob(filepath.Join(from, "*.tf"))
	if err != nil || len(files) == 0 {
		w.t.Fatalf("%s has no configuration (%v)", from, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f) //nolint:gosec // A file of the project.
		if err != nil {
			w.t.Fatal(err)
		}
		w.Write(filepath.Base(f), string(content))
	}
}

// Command is a CLI command in the workspace that has not been started.
func (w *Workspace) Command(args ...string) *exec.Cmd {
	c := exec.CommandContext(context.Background(), w.cli, args...) //nolint:gosec // The CLI under test.
	c.Dir, c.Env = w.Dir, w.Env
	return c
}

// Run runs a CLI command and returns what it printed and its exit code.
func (w *Workspace) Run(args ...string) (string, int) {
	w.t.Helper()
	c := w.Command(args...)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	return out.String(), c.ProcessState.ExitCode()
}

// Must runs a CLI command that has to succeed.
func (w *Workspace) Must(args ...string) string {
	w.t.Helper()
	out, code := w.Run(args...)
	if code != 0 {
		w.t.Fatalf("%s: exit %d\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

// KnowsIdentity reports whether the CLI under test can import by identity:
// Terraform and OpenTofu can since 1.12.
func KnowsIdentity(t *testing.T) bool {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), CLI(t), "version", "-json").Output() //nolint:gosec // The CLI under test.
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatal(err)
	}
	parsed, err := version.NewVersion(v.Version)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Core().GreaterThanOrEqual(version.Must(version.NewVersion("1.12.0")))
}
