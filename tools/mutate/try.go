package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// active is the variable that tells a test binary which of its mutants is alive.
const active = "MUTATE_ACTIVE"

// trial runs the tests of one package.
type trial struct {
	options

	code   *code
	folder string
	limit  time.Duration
	covers []block
	// shared is a test binary that holds all mutants that can live in one binary.
	shared string
}

// block is a piece of a file that no test runs.
type block struct {
	file                             string
	fromLine, fromCol, toLine, toCol int
}

// prepare runs the tests once as they are, and builds the binary with the mutants.
func prepare(ctx context.Context, o options, c *code, folder string, chosen []*mutant) (*trial, error) {
	t := &trial{options: o, code: c, folder: folder, limit: time.Hour}
	plain, err := t.build(ctx, "plain", nil, "-cover", "-covermode=atomic")
	if err != nil {
		return nil, err
	}
	profile := filepath.Join(folder, "cover.out")
	start := time.Now()
	if output, err := t.tests(ctx, plain, 0, "-test.coverprofile="+profile); err != nil {
		return nil, fmt.Errorf("%s: the tests fail without a mutant: %w\n%s", c.name, err, output)
	}
	t.limit = cmp.Or(o.limit, 5*time.Since(start)+20*time.Second)
	if t.covers, err = uncovered(profile); err != nil {
		return nil, err
	}
	t.shared, err = t.build(ctx, "shared", together(c, chosen))
	return t, err
}

// together returns the files of the package in which each function runs the mutant that is alive in place of its body.
func together(c *code, chosen []*mutant) map[string]string {
	files := map[string]string{filepath.Join(c.folder, "zz_mutate_active.go"): "package " + c.loaded.Name +
		"\n\nimport mutateOS \"os\"\n\nvar mutateActive = mutateOS.Getenv(\"" + active + "\")\n"}
	for _, s := range c.sources {
		// From the end, so that offsets stay true.
		var of []*mutant
		for _, m := range chosen {
			if m.file == s && m.shares() {
				of = append(of, m)
			}
		}
		slices.SortStableFunc(of, func(a, b *mutant) int { return cmp.Compare(b.bodyStart, a.bodyStart) })
		text := s.text
		for _, m := range of {
			text = text[:m.bodyStart] + m.variant() + text[m.bodyStart:]
		}
		if len(of) > 0 {
			files[s.path] = text
		}
	}
	return files
}

// shares reports whether the mutant can live in one binary with others.
func (m *mutant) shares() bool { return m.bodyEnd > 0 && !m.alone }

// variant is the body of the function with the change made, for when the mutant is alive.
func (m *mutant) variant() string {
	end := "\n"
	if !m.results {
		end = "\nreturn\n"
	}
	return fmt.Sprintf("\nif mutateActive == %q {\n%s%s}\n", strconv.Itoa(m.number), m.apply(m.bodyStart, m.bodyEnd), end)
}

// try runs the tests with one mutant alive.
func (t *trial) try(ctx context.Context, m *mutant) (verdict, error) {
	for _, b := range t.covers {
		if b.holds(m) {
			return notCovered, nil
		}
	}
	binary := t.shared
	if !m.shares() {
		var err error
		binary, err = t.build(ctx, "alone", map[string]string{m.file.path: m.apply(0, len(m.file.text))})
		if err != nil {
			return "", err
		}
	}
	if _, err := t.tests(ctx, binary, m.number, "-test.failfast"); err != nil {
		return killed, nil //nolint:nilerr // a test that fails is what is wanted
	}
	return survived, nil
}

// build makes a test binary with some files of the package replaced.
func (t *trial) build(ctx context.Context, name string, files map[string]string, flags ...string) (string, error) {
	replace := map[string]string{}
	for path, text := range files {
		to := filepath.Join(t.folder, name+"-"+filepath.Base(path))
		if err := os.WriteFile(to, []byte(text), 0o600); err != nil {
			return "", err
		}
		replace[path] = to
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	list := filepath.Join(t.folder, name+".json")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return "", err
	}
	binary := filepath.Join(t.folder, name+".test")
	arguments := append([]string{"test", "-c", "-vet=off", "-overlay", list, "-o", binary}, flags...)
	build := exec.CommandContext(ctx, "go", append(arguments, ".")...) //nolint:gosec // go
	build.Dir = t.code.folder
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", t.code.name, err, output)
	}
	return binary, nil
}

// tests runs a test binary. A mutant may ask for all the memory there is, so there is a bound where the shell has one.
func (t *trial) tests(ctx context.Context, binary string, number int, flags ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, t.limit+10*time.Second)
	defer cancel()
	arguments := []string{
		"-c", `ulimit -v 16000000 2>/dev/null; exec "$0" "$@"`, binary, "-test.short",
		"-test.timeout=" + t.limit.String(), "-test.parallel=16", "-test.run=" + t.run, "-test.skip=" + t.skip,
	}
	run := exec.CommandContext(ctx, "sh", append(arguments, flags...)...) //nolint:gosec // a binary of our own
	run.Dir = t.code.folder
	run.Env = append(os.Environ(), active+"="+strconv.Itoa(number)) //nolint:forbidigo // For the tests.
	run.WaitDelay = time.Second
	output, err := run.CombinedOutput()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	return output, err
}

// uncovered reads the blocks that no test ran.
func uncovered(profile string) ([]block, error) {
	text, err := os.ReadFile(profile) //nolint:gosec // written above
	if err != nil {
		return nil, err
	}
	var blocks []block
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		file, rest, ok := strings.Cut(lines.Text(), ":")
		var b block
		var statements, count int
		if _, err := fmt.Sscanf(rest, "%d.%d,%d.%d %d %d", &b.fromLine, &b.fromCol, &b.toLine, &b.toCol, &statements, &count); !ok || err != nil {
			continue
		}
		if b.file = filepath.Base(file); count == 0 {
			blocks = append(blocks, b)
		}
	}
	return blocks, lines.Err()
}

func (b block) holds(m *mutant) bool {
	if b.file != filepath.Base(m.file.path) {
		return false
	}
	afterStart := m.line > b.fromLine || m.line == b.fromLine && m.column >= b.fromCol
	beforeEnd := m.line < b.toLine || m.line == b.toLine && m.column < b.toCol
	return afterStart && beforeEnd
}
