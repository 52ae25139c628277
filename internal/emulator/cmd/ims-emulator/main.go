// The ims-emulator command serves the emulator by hand: for those who try the
// provider without an account, and for scripts. It listens on loopback only.
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
	"strings"
	"syscall"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// grace is how long calls under way may take after Ctrl-C.
const grace = 2 * time.Second

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	cancel()
	os.Exit(code)
}

// settings are the flags.
type settings struct {
	listen       string
	speed        float64
	region       string
	envFile      string
	listSwitches bool
	options      []emulator.Option
}

// run gives the exit code: 0 after a stop, 1 when it cannot serve, 2 for flags
// that do not fit.
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
	out := &lines{to: stdout}
	e, err := emulator.New(append(s.options, emulator.Speed(s.speed), emulator.Log(out.call))...)
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

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("ims-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 takes a free one")
	flags.Float64Var(&s.speed, "speed", 1, "how many times faster than real time calls age; 0 stands still")
	flags.StringVar(&s.region, "region", "cn-shanghai", "`region` to print for the provider")
	flags.StringVar(&s.envFile, "env-file", "", "write the environment to this `file` once calls are answered")
	flags.BoolVar(&s.listSwitches, "list-switches", false, "print the switches with their values and exit")
	flags.Func("switch", "`name=value` of a switch; repeatable", func(text string) error {
		name, value, _ := strings.Cut(text, "=")
		s.options = append(s.options, emulator.Switch(name, value))
		return nil
	})
	flags.Func("agent", "`id` or id=type of a further agent; repeatable", func(text string) error {
		id, kind, typed := strings.Cut(text, "=")
		if !typed {
			kind = string(emulator.VoiceChat)
		}
		s.options = append(s.options, emulator.WithAgent(id, emulator.AgentType(kind), nil))
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		err := fmt.Errorf("unexpected argument %q", flags.Arg(0))
		_, _ = fmt.Fprintln(stderr, "ims-emulator:", err)
		return s, err
	}
	return s, nil
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

// serve answers until the context ends.
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
	out.farewell(e.Calls())
	return nil
}

// listen refuses addresses that others could reach: the keys are public.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if tcp, ok := listener.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		_ = listener.Close()
		return nil, fmt.Errorf("listen: %s is no loopback address", address)
	}
	return listener, nil
}

// environment is what a shell needs to reach the emulator through the provider.
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

// writeWhole makes the file appear with all its content, for scripts that wait
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
