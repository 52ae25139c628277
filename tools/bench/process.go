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

// start is one start of a plugin process.
type start struct {
	handshake time.Duration // From exec to the handshake line.
	schema    time.Duration // From exec to the response to GetProviderSchema.
	peak      int           // Peak resident memory after that in bytes; 0 without /proc.
}

// benchProcess starts all binaries in turns. The first round only warms the
// caches. The last binary is the minimal provider, which the bounds refer to.
func benchProcess(ctx context.Context, r *report, all []binary, tmp string, runs int) error {
	starts := make([][]start, len(all))
	for round := range runs + 1 {
		for i, b := range all {
			s, err := startPlugin(ctx, b.path, tmp)
			if err != nil {
				return err
			}
			if round > 0 {
				starts[i] = append(starts[i], s)
			}
		}
	}
	heading(fmt.Sprintf("Plugin process, medians of %d runs, without TLS", runs), all)
	r.row("start", startBound, milliseconds, medians(starts, func(s start) float64 { return float64(s.handshake) }))
	r.row("start + GetProviderSchema", schemaBound, milliseconds, medians(starts, func(s start) float64 { return float64(s.schema) }))
	if peaks := medians(starts, func(s start) float64 { return float64(s.peak) }); peaks[0] > 0 {
		r.row("peak memory after that", memoryBound, mebibytes, peaks)
	}
	sizes := make([]float64, 0, len(all))
	for _, b := range all {
		file, err := os.Stat(b.path)
		if err != nil {
			return err
		}
		sizes = append(sizes, float64(file.Size()))
	}
	r.row("stripped binary", binaryBound, mebibytes, sizes)
	return nil
}

// startPlugin starts a plugin as a CLI does, calls GetProviderSchema, and ends
// the plugin. It does not use TLS, which takes the same time for every plugin and
// would hide differences.
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
		_ = command.Wait() // The error only reports the kill.
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	s.handshake = time.Since(began)
	// Core protocol, plugin protocol, network, address, kind, certificate.
	parts := strings.Split(strings.TrimSpace(line), "|")
	if err != nil || len(parts) < 5 || parts[1] != "6" {
		return s, fmt.Errorf("%s: expected a handshake line, got %q: %w", binary, line, err)
	}
	err = getProviderSchema(ctx, parts[2]+":"+parts[3])
	s.schema = time.Since(began)
	if err != nil {
		return s, err
	}
	s.peak, err = peakMemory(command.Process.Pid)
	return s, err
}

// getProviderSchema calls GetProviderSchema. The request is empty. The content of
// the response does not matter: an empty message keeps it as unknown fields.
func getProviderSchema(ctx context.Context, address string) error {
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	response := &emptypb.Empty{}
	err = connection.Invoke(ctx, "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, response,
		grpc.MaxCallRecvMsgSize(64<<20))
	if err == nil && len(response.ProtoReflect().GetUnknown()) == 0 {
		err = errors.New("empty response to GetProviderSchema")
	}
	return err
}

// peakMemory returns the peak resident size of a process. Its rusage is no
// substitute, because that includes the memory of the parent before exec.
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
	return 0, errors.New("no VmHWM in /proc")
}
