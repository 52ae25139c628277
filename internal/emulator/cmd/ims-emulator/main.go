// The ims-emulator command serves the emulator for users who try the provider
// without an Alibaba Cloud account, and for scripts. It listens on a loopback
// address only.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// grace is how long requests in flight may take after Ctrl-C.
const grace = 2 * time.Second

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	cancel()
	os.Exit(code)
}

// run returns the exit code: 0 after a stop, 1 if it cannot serve, 2 for invalid
// flags.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	if s.listSwitches {
		printSwitches(stdout)
		return 0
	}
	if s.listFaults {
		printFaults(stdout)
		return 0
	}
	out := &lines{to: stdout}
	e, err := emulator.New(append(s.emulatorOptions(), emulator.Log(out.call))...)
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "ims-emulator:", err)
		return 2
	}
	if err := serve(ctx, s, e, out); err != nil {
		_, _ = fmt.Fprintln(stderr, "ims-emulator:", err)
		return 1
	}
	return 0
}

func printSwitches(to io.Writer) {
	for _, info := range emulator.Switches() {
		for i, value := range info.Values {
			mark := ""
			if i == 0 {
				mark = "   (default)"
			}
			_, _ = fmt.Fprintf(to, "%s=%s%s\n", info.Name, value, mark)
		}
	}
}

// serve serves requests until the context ends.
func serve(ctx context.Context, s settings, e *emulator.Emulator, out *lines) error {
	listener, err := listen(ctx, s.listen)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/", e)
	mux.Handle(prefix, control(e))
	server := &http.Server{
		Handler:           mux,
		ConnContext:       e.ConnContext,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()

	environment := environment(listener.Addr().String(), s.region)
	out.welcome(listener.Addr().String(), environment)
	if s.envFile != "" {
		if err := writeWhole(s.envFile, environment); err != nil {
			_ = server.Close()
			return err
		}
	}
	select {
	case err = <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	e.Close()
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if server.Shutdown(limit) != nil {
		_ = server.Close()
	}
	out.summary(e.Calls())
	return nil
}

// listen refuses addresses that other machines could reach: the access keys are
// public.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		_ = listener.Close()
		return nil, fmt.Errorf("listen: %s is not a loopback address", address)
	}
	return listener, nil
}

// environment returns the shell commands that lead the provider to the emulator.
func environment(address, region string) string {
	values := map[string]string{
		"ALIBABA_CLOUD_ACCESS_KEY_ID":     emulator.AccessKeyID,
		"ALIBABA_CLOUD_ACCESS_KEY_SECRET": emulator.AccessKeySecret,
		"ALIBABA_CLOUD_ENDPOINT_ICE":      address,
		"ALIBABA_CLOUD_REGION":            region,
	}
	text := ""
	for _, name := range slices.Sorted(maps.Keys(values)) {
		text += "export " + name + "=" + values[name] + "\n"
	}
	return text
}

// writeWhole makes the file appear with its complete content, for scripts that wait
// for it.
func writeWhole(name, text string) error {
	part := name + ".part"
	if err := os.WriteFile(part, []byte(text), 0o600); err != nil {
		return fmt.Errorf("write the environment: %w", err)
	}
	if err := os.Rename(part, name); err != nil {
		return fmt.Errorf("write the environment: %w", err)
	}
	return nil
}
