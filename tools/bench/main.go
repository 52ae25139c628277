// Command bench measures the provider. It compares the plugin process and the
// size of the binary with a minimal provider, runs the conversion benchmarks,
// and prints time, CPU and requests of plan, apply and destroy with a CLI. With
// -base it also measures the provider of another commit. Run it in its own
// folder, as make bench does.
//
// All binaries are built in the same run with the same flags and measured in
// turns, so that other load on the machine affects all of them.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"time"
)

func main() {
	quick := flag.Bool("quick", false, "run a smoke test: few runs, and 100 instances only")
	base := flag.String("base", "", "commit whose provider is measured too")
	part := flag.String("part", "", "measure only this: process, conversion, cli, throttled, latency or soak")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	if err := run(ctx, *quick, *base, *part); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1) //nolint:gocritic // The process ends, so cancel is not needed.
	}
}

func run(ctx context.Context, quick bool, base, part string) error {
	tmp, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	providers, err := buildProviders(ctx, tmp, base)
	if err != nil {
		return err
	}
	minimal, err := buildMinimal(ctx, tmp)
	if err != nil {
		return err
	}
	cli, err := findCLI(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	fmt.Printf("%s %s/%s, %d CPUs, load %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), load())

	b := &bench{cli: cli, tmp: tmp, providers: providers, minimal: minimal, quick: quick}
	for _, p := range b.parts() {
		if part != "" && part != p.name {
			continue
		}
		if err := p.run(ctx); err != nil {
			return err
		}
	}
	r := &b.report
	fmt.Printf("\n%d of %d bounds kept; %s, load now %s\n", r.kept, r.kept+r.over, time.Since(began).Round(time.Second), load())
	return nil
}

// bench is what the parts of the program measure.
type bench struct {
	report    report
	cli, tmp  string
	providers []binary
	minimal   binary
	quick     bool
}

// part is one of the things that are measured.
type part struct {
	name string
	run  func(context.Context) error
}

func (b *bench) parts() []part {
	starts, sizes, many, far, long := 40, []size{{100, 3, 2}, {1000, 1, 3}}, 200, 1000, 10*time.Minute
	if b.quick {
		starts, sizes, many, far, long = 5, []size{{100, 1, 1}}, 50, 100, time.Minute
	}
	return []part{
		{"process", func(ctx context.Context) error {
			return benchProcess(ctx, &b.report, append(b.providers, b.minimal), b.tmp, starts)
		}},
		{"conversion", benchConversion},
		{"cli", func(ctx context.Context) error {
			for _, s := range sizes {
				if err := benchCLI(ctx, &b.report, b.cli, b.providers, b.tmp, s); err != nil {
					return err
				}
			}
			return nil
		}},
		{"throttled", func(ctx context.Context) error {
			return benchThrottled(ctx, &b.report, b.cli, b.providers[0], b.tmp, many)
		}},
		{"latency", func(ctx context.Context) error {
			return benchLatency(ctx, &b.report, b.cli, b.providers[0], b.tmp, far)
		}},
		{"soak", func(ctx context.Context) error { return benchSoak(ctx, &b.report, b.tmp, many, long) }},
	}
}

// load returns the load average of the last minute, if /proc has it.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}
