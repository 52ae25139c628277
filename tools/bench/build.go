package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// binary is a provider that was built to be measured.
type binary struct{ name, path string }

// providerName is the file name that the CLI looks for in dev_overrides.
const providerName = "terraform-provider-alicloud"

// project is the folder of the provider's module.
var project = filepath.Join("..", "..")

// buildProviders builds the provider and, if base is not empty, the provider of
// that commit.
func buildProviders(ctx context.Context, tmp, base string) ([]binary, error) {
	all := []binary{{"provider", filepath.Join(tmp, "provider", providerName)}}
	if err := build(ctx, project, ".", all[0].path); err != nil {
		return nil, err
	}
	if base == "" {
		return all, nil
	}
	path := filepath.Join(tmp, "base", providerName)
	commit, err := buildCommit(ctx, base, filepath.Join(tmp, "worktree"), path)
	if err != nil {
		return nil, fmt.Errorf("provider of commit %s: %w", base, err)
	}
	return append(all, binary{commit, path}), nil
}

func buildMinimal(ctx context.Context, tmp string) (binary, error) {
	path := filepath.Join(tmp, "minimal", "terraform-provider-minimal")
	return binary{"minimal", path}, build(ctx, ".", "./minimal", path)
}

// build builds with the same flags for every binary. Without -buildvcs=false a
// worktree would be stamped differently.
func build(ctx context.Context, module, name, out string) error {
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", out, name) //nolint:gosec // Paths of the project.
	command.Dir, command.Env = module, append(os.Environ(), "CGO_ENABLED=0")                                                 //nolint:forbidigo // The go command needs its settings.
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("build %s: %w", name, err)
	}
	return nil
}

// buildCommit builds the provider of a commit in a temporary git worktree and
// returns the short hash of the commit.
func buildCommit(ctx context.Context, commit, worktree, out string) (short string, err error) {
	short, err = git(ctx, "rev-parse", "--verify", "--short", commit+"^{commit}")
	if err != nil {
		return "", err
	}
	// The removal must also run after an interrupt: git keeps a record of each worktree.
	defer func() {
		_, e := git(context.WithoutCancel(ctx), "worktree", "remove", "--force", worktree)
		err = errors.Join(err, e)
	}()
	if _, err := git(ctx, "worktree", "add", "--quiet", "--detach", worktree, short); err != nil {
		return "", err
	}
	return short, build(ctx, worktree, ".", out)
}

func git(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "git", args...) //nolint:gosec // The arguments are those of buildCommit.
	command.Dir, command.Stderr = project, os.Stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// findCLI returns the CLI in TF_ACC_TERRAFORM_PATH, on PATH, or else the pinned
// OpenTofu.
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
		return "", fmt.Errorf("no terraform or tofu on PATH, and the build of the pinned OpenTofu failed: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}
