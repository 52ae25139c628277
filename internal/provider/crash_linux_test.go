package provider_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator/identity"
)

// TestSecrets_ACrashShowsNone makes the provider dump all goroutines while it
// waits for STS.
func TestSecrets_ACrashShowsNone(t *testing.T) {
	t.Parallel()
	w := scenes[1].stage(t)
	sts := w.services[1]
	// The plan of a new instance sends no request; a data source needs credentials.
	w.Write("data.tf", "data \"alicloud_ims_ai_agent_instance\" \"x\" {\n  instance_id = \"7b117af52a16412cb127fa6175ed1ad0\"\n}\n")
	sts.Break(identity.Hang)
	command := w.Command("plan", "-no-color")
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); len(sts.Requests()) == 0; {
		if time.Now().After(deadline) {
			t.Fatal("STS was not asked")
		}
		<-time.After(10 * time.Millisecond)
	}
	if err := syscall.Kill(plugin(t, command.Process.Pid), syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err == nil {
		t.Error("the CLI succeeded")
	}
	trace, err := os.ReadFile(w.trace)
	if err != nil || !strings.Contains(string(trace)+out.String(), "goroutine ") {
		t.Errorf("no dump: %v\n%s", err, out.String())
	}
	clean(t, "output", out.String())
	clean(t, "trace", string(trace))
}

// plugin returns the last process of the provider that a CLI started.
func plugin(t *testing.T, cli int) int {
	t.Helper()
	statuses, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for _, at := range statuses {
		status, _ := os.ReadFile(at)
		name, _ := os.ReadFile(filepath.Join(filepath.Dir(at), "cmdline"))
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(at)))
		if strings.Contains(string(status), "PPid:\t"+strconv.Itoa(cli)+"\n") && strings.Contains(string(name), "terraform-provider-alicloud") {
			last = max(last, pid)
		}
	}
	if last == 0 {
		t.Fatal("the provider is not running")
	}
	return last
}
