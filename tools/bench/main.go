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
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	if err := run(ctx, *quick, *base); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1) //nolint:gocritic // The process ends, so cancel is not needed.
	}
}

func run(ctx context.Context, quick bool, base string) error {
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

	starts, sizes := 40, []size{{100, 3, 2}, {1000, 1, 3}}
	if quick {
		starts, sizes = 5, []size{{100, 1, 1}}
	}
	r := &report{}
	if err := benchProcess(ctx, r, append(providers, minimal), tmp, starts); err != nil {
		return err
	}
	if err := benchConversion(ctx); err != nil {
		return err
	}
	for _, s := range sizes {
		if err := benchCLI(ctx, r, cli, providers, tmp, s); err != nil {
			return err
		}
	}
	fmt.Printf("\n%d of %d bounds kept; %s, load now %s\n", r.kept, r.kept+r.over, time.Since(began).Round(time.Second), load())
	return nil
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
