package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator" //nolint:depguard // This program is a test that prints.
)

// planBound is for the size at which the CLI's own start no longer counts.
const (
	planBound     = 1.3
	planBoundFrom = 1000
)

//go:embed configuration.tf
var configuration string

// size is a number of instances, how often they are made from nothing, and how
// often each time they are planned. Most of an apply of many is the CLI's own
// book-keeping, which grows with the square of their number.
type size struct{ instances, lives, plans int }

// operations are those that the emulator knows.
var operations = []string{emulator.OpStart, emulator.OpDescribe, emulator.OpUpdate, emulator.OpStop, emulator.OpList}

// step is one run of the CLI.
type step struct {
	wall  time.Duration
	cpu   time.Duration // Of the CLI and the provider together.
	calls string        // How many of each operation.
}

// steps are the runs of one command.
type steps []step

// commands are what the CLI is asked to do; with its flag a plan that is not
// empty ends with 2.
var commands = map[string][]string{
	"apply":   {"apply", "-auto-approve"},
	"plan":    {"plan", "-detailed-exitcode"},
	"destroy": {"destroy", "-auto-approve"},
}

func benchCLI(ctx context.Context, r *report, cli string, b binaries, tmp string, s size) error {
	ours, theirs := map[string]steps{}, map[string]steps{}
	order := append([]string{"apply"}, slices.Repeat([]string{"plan"}, s.plans)...)
	for i := range s.lives {
		if i == s.lives-1 && s.instances < planBoundFrom {
			order = append(order, "destroy")
		}
		if err := live(ctx, cli, b, tmp, s.instances, order, ours, theirs); err != nil {
			return err
		}
	}
	heading(fmt.Sprintf("%d instances with a CLI, medians, in turns", s.instances), "provider", "by hand")
	for _, command := range []string{"apply", "plan", "destroy"} {
		a, h := ours[command], theirs[command]
		if len(a) == 0 {
			continue
		}
		bound := 0.0
		if command == "plan" && s.instances >= planBoundFrom {
			bound = planBound
		}
		wall := func(s step) float64 { return float64(s.wall) }
		cpu := func(s step) float64 { return float64(s.cpu) }
		r.row(fmt.Sprintf("%s, runs: %d", command, len(a)), median(a, wall), median(h, wall), bound, seconds)
		r.row("  CPU of CLI and provider", median(a, cpu), median(h, cpu), 0, seconds)
		fmt.Printf("  calls: %s; by hand: %s\n", a[0].calls, h[0].calls)
	}
	return nil
}

// live lets both providers make all instances and go on with them, in turns.
func live(ctx context.Context, cli string, b binaries, tmp string, instances int, order []string, ours, theirs map[string]steps) error {
	a, err := open(ctx, cli, b.ours, tmp, instances)
	if err != nil {
		return err
	}
	defer a.close()
	h, err := open(ctx, cli, b.handwritten, tmp, instances)
	if err != nil {
		return err
	}
	defer h.close()
	for _, command := range order {
		if err := a.run(ctx, command, ours); err != nil {
			return err
		}
		if err := h.run(ctx, command, theirs); err != nil {
			return err
		}
	}
	return nil
}

// workspace is a folder with the configuration, led to a binary and to an
// emulator of its own.
type workspace struct {
	cli, dir string
	api      *emulator.Emulator
	server   *http.Server
}

func open(ctx context.Context, cli, binary, tmp string, instances int) (*workspace, error) {
	api, err := emulator.New()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(tmp, "workspace-")
	if err != nil {
		return nil, err
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &workspace{cli: cli, dir: dir, api: api, server: &http.Server{Handler: api, ReadHeaderTimeout: time.Minute}}
	go func() { _ = w.server.Serve(listener) }() // Ends with close; should it fail, the CLI's run does too.
	return w, w.write(binary, listener.Addr().String(), instances)
}

func (w *workspace) close() {
	_ = w.server.Close()
	_ = os.RemoveAll(w.dir) // The parent folder is removed at the end.
}

// run lets the CLI do something and notes what it cost.
func (w *workspace) run(ctx context.Context, command string, done map[string]steps) error {
	w.api.Reset()
	s, err := runCLI(ctx, w.cli, w.dir, commands[command])
	if err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	s.calls = calls(w.api)
	done[command] = append(done[command], s)
	return nil
}

func calls(api *emulator.Emulator) string {
	var all []string
	for _, operation := range operations {
		if n := api.Count(operation); n > 0 {
			all = append(all, strconv.Itoa(n)+" "+strings.TrimSuffix(operation, "AIAgentInstance"))
		}
	}
	return strings.Join(all, ", ")
}

func (w *workspace) write(binary, endpoint string, instances int) error {
	overrides := ""
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		overrides += fmt.Sprintf("%q = %q\n", host+"/alicloud-ims/alicloud", filepath.Dir(binary))
	}
	values := fmt.Sprintf("instances = %d\nendpoint = %q\naccess_key = %q\nsecret_key = %q\nai_agent_id = %q\n",
		instances, endpoint, emulator.AccessKeyID, emulator.AccessKeySecret, emulator.AgentID)
	for name, content := range map[string]string{
		"main.tf":          configuration,
		"terraform.tfvars": values,
		"cli.tfrc":         "provider_installation {\ndev_overrides {\n" + overrides + "}\ndirect {}\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func runCLI(ctx context.Context, cli, dir string, args []string) (step, error) {
	command := exec.CommandContext(ctx, cli, append(args, "-input=false", "-no-color")...) //nolint:gosec // The CLI that the caller chose.
	command.Dir = dir
	command.Env = []string{
		"HOME=" + dir, "TMPDIR=" + dir, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE=" + filepath.Join(dir, "cli.tfrc"),
	}
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	began := time.Now()
	if err := command.Run(); err != nil {
		return step{}, fmt.Errorf("%w\n%s", err, tail(out.String()))
	}
	state := command.ProcessState
	return step{wall: time.Since(began), cpu: state.UserTime() + state.SystemTime()}, nil
}

// tail is the end of an output, where the reason is.
func tail(text string) string {
	const most = 4000
	if len(text) > most {
		text = "..." + text[len(text)-most:]
	}
	return text
}
