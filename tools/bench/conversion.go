package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// benchConversion runs the benchmarks of internal/instance and prints their
// results. They are there because the tables are not exported.
func benchConversion(ctx context.Context) error {
	command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "OfAFullAgentConfig", "-benchmem", "-count", "3", "./internal/instance")
	command.Dir, command.Stderr = project, os.Stderr
	out, err := command.Output()
	if err != nil {
		return fmt.Errorf("benchmarks of internal/instance: %w\n%s", err, out)
	}
	fmt.Println("\nConversion of an agent_config with all 81 leaves, three runs")
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "Benchmark") {
			fmt.Print(line)
		}
	}
	return nil
}
