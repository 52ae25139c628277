package instance_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/golden"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

var chaosTable = flag.String("chaos-table", "", "run every cell of the chaos matrix, and write the table of what went wrong to this file")

const chaosFile = "testdata/chaos.md"

// sampled is the share of the cells that run without the flag: one of so many.
const sampled = 5

// cell is one fault in one step of an instance's life.
type cell struct {
	step     chaosStep
	kind     emulator.FaultKind
	forever  bool
	executed bool
}

func (c cell) String() string {
	text := c.step.name + " | " + c.kind.Name
	if c.executed {
		text += ", executed"
	}
	if c.forever {
		text += ", for ever"
	}
	return text
}

// slow reports whether each request of the cell takes the time of the read time-out,
// or that of reading much.
func (c cell) slow() bool {
	return slices.Contains([]string{"delay", "drip", "drip-all", "hang", "length-too-large", "too-large"}, c.kind.Name)
}

// timed reports whether the waits of the step go on until its real time is over: how
// often they look, and what they met last, varies.
func (c cell) timed() bool {
	step := strings.TrimPrefix(c.step.name, otherService)
	waits := []string{"read after the start", "look before the stop", "look after the stop", "stop", "look after the stop of a finish", "stop of a finish"}
	// A response to a stop that says nothing counts as success.
	silent := []string{"empty", "204", "no-instance", "wrong-types", "other-instance"}
	return c.believed() || c.forever && slices.Contains(waits, step) || (step == "stop" || step == "stop of a finish") && slices.Contains(silent, c.kind.Name)
}

func cells() []cell {
	var all []cell
	for _, step := range append(chaosSteps(), otherSteps()...) {
		for _, kind := range emulator.FaultKinds() {
			// The other service keeps no state for a connection, and its responses are its own.
			if step.other && (kind.Knowledge == emulator.HasResponse || kind.Name == "idle-race") {
				continue
			}
			for _, forever := range []bool{false, true} {
				all = append(all, cell{step, kind, forever, false})
				if step.writes && kind.Knowledge == emulator.MaybeExecuted {
					all = append(all, cell{step, kind, forever, true})
				}
			}
		}
	}
	return all
}

// TestChaos lets every kind of fault hit every request in every step of the life of
// an instance, once and for ever, before and after it was executed. What is wrong in
// any case is counted; what happens otherwise is held by the file: the requests, the
// state, and the whole message.
func TestChaos(t *testing.T) {
	t.Parallel()
	all := *chaosTable != ""
	known := readChaos(t)
	done := &chaosResults{rows: map[string]string{}, texts: map[string]string{}, wrong: map[string][]string{}}
	t.Cleanup(func() { done.report(t, all) })
	n := 0
	for _, c := range cells() {
		if !all && (c.slow() || !inSample(c.String())) {
			continue
		}
		n++
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			row, text := c.run(t, done)
			done.add(c.String(), row, text)
			if want := known[c.String()]; !all && row != want {
				t.Errorf("is now\n%s\nand was (make chaos GOLDEN=1 writes it anew)\n%s\n\n%s", row, want, text)
			}
		})
	}
	if n < 250 {
		t.Errorf("the matrix has %d cells", n)
	}
}

// inSample chooses by name, so that it is always the same cells.
func inSample(name string) bool { return hashOf(name)%sampled == 0 }

func hashOf(name string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return h.Sum32()
}

// chaosResults collects what the cells found.
type chaosResults struct {
	mu    sync.Mutex
	rows  map[string]string   // By cell.
	texts map[string]string   // Messages, by their names.
	wrong map[string][]string // Cells, by what is wrong.
}

func (r *chaosResults) add(cell, row, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows[cell] = row
	r.texts[nameOf(text)] = text
}

// bad notes what may not be in any cell.
func (r *chaosResults) bad(t *testing.T, what, cell, format string, values ...any) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wrong[what] = append(r.wrong[what], cell)
	t.Errorf(what+": "+format, values...)
}

// wrongs are the columns of the table.
var wrongs = []string{"doubled starts", "lost ids", "orphans", "wrong states", "unclear messages", "leaks"}

// report writes the table and compares everything with the file.
func (r *chaosResults) report(t *testing.T, all bool) {
	if !all {
		return
	}
	if err := os.WriteFile(*chaosTable, []byte(r.table()), 0o600); err != nil {
		t.Error(err)
	}
	golden.Compare(t, chaosFile, r.file())
}

// table counts what is wrong, a row for each step.
func (r *chaosResults) table() string {
	rows := [][]string{append([]string{"step", "cells"}, wrongs...)}
	for _, step := range slices.Concat(chaosSteps(), otherSteps(), []chaosStep{{}}) {
		prefix, name := step.name+" | ", step.name
		if name == "" {
			prefix, name = "", "all"
		}
		row := []string{name, count(slices.Collect(maps.Keys(r.rows)), prefix)}
		for _, what := range wrongs {
			row = append(row, count(r.wrong[what], prefix))
		}
		rows = append(rows, row)
	}
	var b strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&b, "%-38s", row[0])
		for i, value := range row[1:] {
			fmt.Fprintf(&b, "%*s", len(rows[0][i+1])+2, value)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// count returns how many cells begin so.
func count(cells []string, prefix string) string {
	n := 0
	for _, c := range cells {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return strconv.Itoa(n)
}

// file is the text of the golden file.
func (r *chaosResults) file() string {
	var b strings.Builder
	b.WriteString("# What a fault does in each step of the life of an instance\n\nstep | fault: requests; result; message\n\n")
	for _, c := range cells() {
		fmt.Fprintf(&b, "%s: %s\n", c, r.rows[c.String()])
	}
	b.WriteString("\n# The messages\n")
	for _, name := range slices.Sorted(maps.Keys(r.texts)) {
		fmt.Fprintf(&b, "\n## %s\n%s\n", name, r.texts[name])
	}
	return b.String()
}

// readChaos returns the rows of the golden file by cell.
func readChaos(t *testing.T) map[string]string {
	t.Helper()
	content, err := os.ReadFile(chaosFile)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(content))
	for lines.Scan() && lines.Text() != "# The messages" {
		if name, row, ok := strings.Cut(lines.Text(), ": "); ok {
			rows[name] = row
		}
	}
	return rows
}

// nameOf is a name for a message that is the same in every run.
func nameOf(text string) string {
	if text == "" {
		return "none"
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))[:8]
}

// firstLine is what a message begins with.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

var (
	chaosID      = regexp.MustCompile(`\b[0-9a-f]{32}\b`)
	chaosRequest = regexp.MustCompile(`[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}`)
	chaosHost    = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	chaosTried   = regexp.MustCompile(`(?:, |\n\n)\d+ attempts? in \d+ s(?:, then the time was over)?(?: \(the service asks to wait \d+ s\))?`)
)

// steady replaces what is different in every run.
func steady(text string) string {
	text = strings.ReplaceAll(text, emulator.AgentID, "AGENT")
	text = chaosID.ReplaceAllString(text, "ID")
	text = chaosRequest.ReplaceAllString(text, "REQUEST")
	text = chaosHost.ReplaceAllString(text, "HOST")
	text = chaosTried.ReplaceAllString(text, "") // Where real time ends them, their number varies.
	return times.ReplaceAllString(text, "TIME")
}

// short are the requests, with repetitions counted up to three, if they are counted.
func short(calls []emulator.Call, counted bool) string {
	var parts []string
	n := 0
	for i, c := range calls {
		n++
		if i+1 < len(calls) && calls[i+1].Operation == c.Operation {
			continue
		}
		name := strings.TrimSuffix(c.Operation, "AIAgentInstance")
		switch {
		case !counted:
		case n > 3:
			name += " many times"
		case n > 1:
			name += fmt.Sprintf(" %d times", n)
		}
		parts, n = append(parts, name), 0
	}
	return strings.Join(parts, ", ")
}

// unclear returns what no message may be.
func unclear(diagnostics []*acctest.Diagnostic) string {
	for _, d := range diagnostics {
		switch {
		case d.Summary == "" || d.Detail == "":
			return "empty"
		case len(d.Detail) > 4000:
			return "too long"
		case goNames.MatchString(d.Detail):
			return "has names of the program"
		case strings.ContainsAny(d.Detail, "<>\x00\x1b") && !strings.Contains(d.Detail, "<region>"):
			return "has markup or control characters"
		case !strings.Contains(d.Detail, "\n\n"):
			return "says only what failed, not what that means or what to do"
		}
	}
	return ""
}

var goNames = regexp.MustCompile(`%!|\*[a-z]+\.|&\{|<nil>|0x[0-9a-f]+|panic|goroutine|interface \{`)
