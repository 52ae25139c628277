package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// planBound is for the size at which the CLI's own start no longer counts.
const (
	planBound     = 1.3
	planBoundFrom = 1000
)

//go:embed configuration.tf
var configuration string

// size is a number of instances and how often they are planned and applied.
type size struct{ instances, runs int }

// operations are those that the emulator knows.
var operations = []string{emulator.OpStart, emulator.OpDescribe, emulator.OpUpdate, emulator.OpStop, emulator.OpList}

// step is one run of the CLI.
type step struct {
	wall  time.Duration
	cpu   time.Duration // Of the CLI and the provider together.
	calls string        // How many of each operation.
}

// life is apply, plan without a change, and destroy of all instances.
type life struct{ apply, plan, destroy step }

func benchCLI(ctx context.Context, r *report, cli string, b binaries, tmp string, s size) error {
	var ours, theirs []life
	for range s.runs {
		for _, side := range []struct {
			binary string
			lives  *[]life
		}{{b.ours, &ours}, {b.handwritten, &theirs}} {
			l, err := live(ctx, cli, side.binary, tmp, s.instances)
			if err != nil {
				return err
			}
			*side.lives = append(*side.lives, l)
		}
	}
	heading(fmt.Sprintf("%d instances with a CLI, medians of %d runs in turns", s.instances, s.runs), "provider", "by hand")
	bound := 0.0
	if s.instances >= planBoundFrom {
		bound = planBound
	}
	for _, part := range []struct {
		name  string
		bound float64
		of    func(life) step
	}{
		{"apply", 0, func(l life) step { return l.apply }},
		{"plan", bound, func(l life) step { return l.plan }},
		{"destroy", 0, func(l life) step { return l.destroy }},
	} {
		wall := func(l life) float64 { return float64(part.of(l).wall) }
		cpu := func(l life) float64 { return float64(part.of(l).cpu) }
		r.row(part.name, median(ours, wall), median(theirs, wall), part.bound, seconds)
		r.row("  CPU of CLI and provider", median(ours, cpu), median(theirs, cpu), 0, seconds)
		fmt.Printf("  calls: %s; by hand: %s\n", part.of(ours[0]).calls, part.of(theirs[0]).calls)
	}
	return nil
}

// live lets one provider live through everything, with an emulator and a folder
// of its own.
func live(ctx context.Context, cli, binary, tmp string, instances int) (l life, err error) {
	api, err := emulator.New()
	if err != nil {
		return l, err
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return l, err
	}
	server := &http.Server{Handler: api, ReadHeaderTimeout: time.Minute}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	defer func() {
		err = errors.Join(err, server.Close())
		if e := <-served; !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
	}()
	dir, err := workspace(tmp, binary, listener.Addr().String(), instances)
	if err != nil {
		return l, err
	}
	defer os.RemoveAll(dir)
	for _, part := range []struct {
		to   *step
		args []string
	}{
		{&l.apply, []string{"apply", "-auto-approve"}},
		// With this flag a plan that is not empty ends with 2.
		{&l.plan, []string{"plan", "-detailed-exitcode"}},
		{&l.destroy, []string{"destroy", "-auto-approve"}},
	} {
		api.Reset()
		if *part.to, err = runCLI(ctx, cli, dir, part.args); err != nil {
			return l, fmt.Errorf("%s of %d instances: %w", part.args[0], instances, err)
		}
		part.to.calls = calls(api)
	}
	return l, nil
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

// workspace makes a folder with the configuration, led to a binary and an
// emulator.
func workspace(tmp, binary, endpoint string, instances int) (string, error) {
	dir, err := os.MkdirTemp(tmp, "workspace-")
	if err != nil {
		return "", err
	}
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
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			return "", err
		}
	}
	return dir, nil
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
