package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

const (
	startBound  = 1.15
	schemaBound = 2.0
	memoryBound = 1.5
	binaryBound = 1.25
)

// start is one life of a plugin process.
type start struct {
	handshake time.Duration // From exec to the handshake line.
	schema    time.Duration // From exec to the answer of GetProviderSchema.
	peak      int           // Peak of resident memory after it in bytes; 0 where /proc does not tell.
}

// benchProcess starts both in turns; a first pair only warms the caches.
func benchProcess(ctx context.Context, r *report, b binaries, tmp string, runs int) error {
	var ours, minimal []start
	for i := range runs + 1 {
		a, err := startPlugin(ctx, b.ours, tmp)
		if err != nil {
			return err
		}
		m, err := startPlugin(ctx, b.minimal, tmp)
		if err != nil {
			return err
		}
		if i > 0 {
			ours, minimal = append(ours, a), append(minimal, m)
		}
	}
	heading(fmt.Sprintf("Plugin process, medians of %d runs in turns, without TLS", runs), "provider", "minimal")
	handshake := func(s start) float64 { return float64(s.handshake) }
	schema := func(s start) float64 { return float64(s.schema) }
	peak := func(s start) float64 { return float64(s.peak) }
	r.row("start", median(ours, handshake), median(minimal, handshake), startBound, milliseconds)
	r.row("start + GetProviderSchema", median(ours, schema), median(minimal, schema), schemaBound, milliseconds)
	if median(minimal, peak) > 0 {
		r.row("peak memory after it", median(ours, peak), median(minimal, peak), memoryBound, mebibytes)
	}
	return nil
}

func benchBinary(r *report, b binaries) error {
	ours, err := os.Stat(b.ours)
	if err != nil {
		return err
	}
	minimal, err := os.Stat(b.minimal)
	if err != nil {
		return err
	}
	r.row("stripped binary", float64(ours.Size()), float64(minimal.Size()), binaryBound, mebibytes)
	return nil
}

// startPlugin starts a plugin as a CLI does, asks for its schemas, and ends it.
// Without TLS, which takes both the same time and would hide a difference.
func startPlugin(ctx context.Context, binary, tmp string) (s start, err error) {
	command := exec.CommandContext(ctx, binary)
	command.Env = []string{
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		"PLUGIN_PROTOCOL_VERSIONS=6", "PLUGIN_UNIX_SOCKET_DIR=" + tmp, "TMPDIR=" + tmp,
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return s, err
	}
	began := time.Now()
	if err := command.Start(); err != nil {
		return s, err
	}
	defer func() {
		err = errors.Join(err, command.Process.Kill())
		_ = command.Wait() // It was killed, which is no news.
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	s.handshake = time.Since(began)
	// Core protocol, plugin protocol, network, address, kind, certificate.
	parts := strings.Split(strings.TrimSpace(line), "|")
	if err != nil || len(parts) < 5 || parts[1] != "6" {
		return s, fmt.Errorf("%s began with %q instead of a handshake: %w", binary, line, err)
	}
	err = askForSchemas(ctx, parts[2]+":"+parts[3])
	s.schema = time.Since(began)
	if err != nil {
		return s, err
	}
	s.peak, err = peakMemory(command.Process.Pid)
	return s, err
}

// askForSchemas calls GetProviderSchema. Its request is empty, and of the answer
// nothing but its coming matters: an empty message keeps all of it as unknown.
func askForSchemas(ctx context.Context, address string) error {
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	answer := &emptypb.Empty{}
	err = connection.Invoke(ctx, "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, answer,
		grpc.MaxCallRecvMsgSize(64<<20))
	if err == nil && len(answer.ProtoReflect().GetUnknown()) == 0 {
		err = errors.New("GetProviderSchema was answered with nothing")
	}
	return err
}

// peakMemory is the highest resident size so far. A process's rusage would not
// do: it counts what the parent held before exec.
func peakMemory(pid int) (int, error) {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kibibytes, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")))
			return kibibytes << 10, err
		}
	}
	return 0, errors.New("/proc tells no VmHWM")
}
