// Command bench prints what the provider costs: its process and its binary
// beside a minimal provider, its conversions, and whole runs of a CLI beside a
// provider written by hand. Run it in its own folder, as make bench does.
//
// Everything that is compared is built in the same run with the same flags and
// measured in turns. Other load on the machine disturbs it nevertheless.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func main() {
	quick := flag.Bool("quick", false, "a smoke test: few runs and 100 instances only")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	if err := run(ctx, *quick); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1) //nolint:gocritic // Nothing that cancel ends is left to run.
	}
}

func run(ctx context.Context, quick bool) error {
	tmp, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	built, err := build(ctx, tmp)
	if err != nil {
		return err
	}
	cli, err := findCLI(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	r := &report{}
	fmt.Printf("%s %s/%s, %d CPUs, load %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), load())

	starts, sizes := 40, []size{{100, 3, 2}, {1000, 1, 3}}
	if quick {
		starts, sizes = 5, []size{{100, 1, 1}}
	}
	if err := benchProcess(ctx, r, built, tmp, starts); err != nil {
		return err
	}
	if err := benchBinary(r, built); err != nil {
		return err
	}
	if err := benchConversion(ctx); err != nil {
		return err
	}
	for _, s := range sizes {
		if err := benchCLI(ctx, r, cli, built, tmp, s); err != nil {
			return err
		}
	}
	fmt.Printf("\n%d of %d bounds kept; %s, load now %s\n", r.kept, r.kept+r.over, time.Since(began).Round(time.Second), load())
	return nil
}

// binaries are what is compared.
type binaries struct{ ours, minimal, handwritten string }

// providerName is what the CLI looks for in a folder of dev_overrides.
const providerName = "terraform-provider-alicloud"

// project is the provider's own module.
var project = filepath.Join("..", "..")

func build(ctx context.Context, tmp string) (binaries, error) {
	b := binaries{
		ours:        filepath.Join(tmp, "ours", providerName),
		minimal:     filepath.Join(tmp, "minimal", "terraform-provider-minimal"),
		handwritten: filepath.Join(tmp, "handwritten", providerName),
	}
	for _, p := range []struct{ module, name, out string }{
		{project, ".", b.ours}, {".", "./minimal", b.minimal}, {".", "./handwritten", b.handwritten},
	} {
		command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", p.out, p.name) //nolint:gosec // Paths of the project.
		command.Dir, command.Env = p.module, append(os.Environ(), "CGO_ENABLED=0")                                //nolint:forbidigo // The go command needs its settings.
		command.Stderr = os.Stderr
		if err := command.Run(); err != nil {
			return b, fmt.Errorf("build %s: %w", filepath.Base(p.out), err)
		}
	}
	return b, nil
}

func findCLI(ctx context.Context) (string, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" { //nolint:forbidigo // As in the tests.
		return path, nil
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	command := exec.CommandContext(ctx, filepath.Join(project, "tools", "tofu", "build")) //nolint:gosec // A path of the project.
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("no terraform or tofu on PATH, and the pinned one does not build: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// load is the machine's load average over a minute, where it tells.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}
