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

//go:embed configuration.tf
var configuration string

// size is a number of instances, how often they are created from an empty state,
// and how often they are planned each time.
type size struct{ instances, rounds, plans int }

// destroyUpTo limits the sizes that are destroyed. With more instances most of
// the time is the CLI's own work, which grows with the square of their number.
const destroyUpTo = 100

// operations are the operations of the emulator.
var operations = []string{emulator.OpStart, emulator.OpDescribe, emulator.OpUpdate, emulator.OpStop, emulator.OpList}

// step is one run of the CLI.
type step struct {
	wall     time.Duration
	cpu      time.Duration // Of the CLI and the provider together.
	requests string        // Number of requests for each operation.
}

// commands are the arguments for the CLI. With -detailed-exitcode a plan with
// changes is an error.
var commands = map[string][]string{
	"apply":   {"apply", "-auto-approve"},
	"plan":    {"plan", "-detailed-exitcode"},
	"destroy": {"destroy", "-auto-approve"},
}

// results are the runs of each command, one list for each provider.
type results map[string][][]step

func benchCLI(ctx context.Context, r *report, cli string, providers []binary, tmp string, s size) error {
	done := results{}
	order := append([]string{"apply"}, slices.Repeat([]string{"plan"}, s.plans)...)
	for i := range s.rounds {
		if i == s.rounds-1 && s.instances <= destroyUpTo {
			order = append(order, "destroy")
		}
		if err := runAll(ctx, cli, providers, tmp, s.instances, order, done); err != nil {
			return err
		}
	}
	heading(fmt.Sprintf("%d instances with a CLI, medians", s.instances), providers)
	for _, command := range []string{"apply", "plan", "destroy"} {
		runs := done[command]
		if len(runs) == 0 {
			continue
		}
		r.row(fmt.Sprintf("%s, runs: %d", command, len(runs[0])), 0, seconds, medians(runs, func(s step) float64 { return float64(s.wall) }))
		r.row("  CPU of CLI and provider", 0, seconds, medians(runs, func(s step) float64 { return float64(s.cpu) }))
		for i, p := range providers {
			fmt.Printf("  requests of %s: %s\n", p.name, runs[i][0].requests)
		}
	}
	return nil
}

// runAll runs the commands with all providers in turns, each provider in its own
// workspace.
func runAll(ctx context.Context, cli string, providers []binary, tmp string, instances int, order []string, done results) error {
	workspaces := make([]*workspace, 0, len(providers))
	for _, p := range providers {
		w, err := open(ctx, cli, tmp)
		if err != nil {
			return err
		}
		defer w.close()
		if err := w.write(p.path, instances); err != nil {
			return err
		}
		workspaces = append(workspaces, w)
	}
	for _, command := range order {
		if done[command] == nil {
			done[command] = make([][]step, len(providers))
		}
		for i, w := range workspaces {
			s, err := w.run(ctx, command)
			if err != nil {
				return fmt.Errorf("%s with %s: %w", command, providers[i].name, err)
			}
			done[command][i] = append(done[command][i], s)
		}
	}
	return nil
}

// workspace is a folder with the configuration for one provider and an emulator.
type workspace struct {
	cli, dir, endpoint string
	api                *emulator.Emulator
	server             *http.Server
}

func open(ctx context.Context, cli, tmp string, options ...emulator.Option) (*workspace, error) {
	api, err := emulator.New(options...)
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
	w := &workspace{
		cli: cli, dir: dir, endpoint: listener.Addr().String(), api: api,
		server: &http.Server{Handler: api, ReadHeaderTimeout: time.Minute},
	}
	go func() { _ = w.server.Serve(listener) }() // Ends with close; if it fails, the CLI fails too.
	return w, nil
}

func (w *workspace) close() {
	_ = w.server.Close()
	_ = os.RemoveAll(w.dir) // The parent folder is removed at the end.
}

// run runs a command of the CLI and counts its requests.
func (w *workspace) run(ctx context.Context, command string) (step, error) {
	w.api.Reset()
	s, err := runCLI(ctx, w.cli, w.dir, commands[command])
	s.requests = requests(w.api)
	return s, err
}

func requests(api *emulator.Emulator) string {
	var all []string
	for _, operation := range operations {
		if n := api.Count(operation); n > 0 {
			all = append(all, strconv.Itoa(n)+" "+strings.TrimSuffix(operation, "AIAgentInstance"))
		}
	}
	return strings.Join(all, ", ")
}

func (w *workspace) write(binary string, instances int) error {
	overrides := ""
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		overrides += fmt.Sprintf("%q = %q\n", host+"/alicloud-ims/alicloud", filepath.Dir(binary))
	}
	values := fmt.Sprintf("instances = %d\nendpoint = %q\naccess_key = %q\nsecret_key = %q\nai_agent_id = %q\n",
		instances, w.endpoint, emulator.AccessKeyID, emulator.AccessKeySecret, emulator.AgentID)
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
	command := exec.CommandContext(ctx, cli, append(args, "-input=false", "-no-color")...) //nolint:gosec // The CLI that findCLI returned.
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

// tail returns the end of an output, which contains the error.
func tail(text string) string {
	const most = 4000
	if len(text) > most {
		text = "..." + text[len(text)-most:]
	}
	return text
}
