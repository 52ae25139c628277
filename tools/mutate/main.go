// Command mutate changes one thing at a time in the code of a package and runs the package's tests. A change that no
// test notices survives: it shows what the tests do not hold. The source tree stays as it is.
//
// The arguments are folders of packages of this module. The exit status is 1 if more mutants of a package survive than
// -most allows. A mutant that no test can notice is named in equivalent.txt with the reason, and is not counted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"
)

var errTooMany = errors.New("too many mutants survive")

type options struct {
	root  string
	count int
	seed  uint64
	most  float64
	run   string
	skip  string
	limit time.Duration
	list  bool
}

func main() {
	var o options
	flag.StringVar(&o.root, "dir", ".", "folder of the module")
	flag.IntVar(&o.count, "n", 40, "mutants for each package; 0: all")
	flag.Uint64Var(&o.seed, "seed", 1, "chooses which mutants")
	flag.Float64Var(&o.most, "most", 10, "percent of the mutants that may survive")
	flag.StringVar(&o.run, "run", "", "run only the tests that match")
	flag.StringVar(&o.skip, "skip", "", "do not run the tests that match")
	flag.DurationVar(&o.limit, "limit", 0, "time for the tests of one mutant; 0: five times what they need, and 20 s")
	flag.BoolVar(&o.list, "list", false, "print the mutants and run nothing")
	flag.Parse()
	if err := all(context.Background(), o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func all(ctx context.Context, o options, packages []string) error {
	known, err := readEquivalents()
	if err != nil {
		return err
	}
	var failed error
	for _, p := range packages {
		failed = errors.Join(failed, one(ctx, o, p, known))
	}
	return failed
}

// one runs the mutants of one package and prints what survived.
func one(ctx context.Context, o options, name string, known equivalents) error {
	p, err := load(o.root, name)
	if err != nil {
		return err
	}
	if err := known.check(p); err != nil {
		return err
	}
	chosen, skipped := p.sample(o.count, o.seed, known)
	if o.list {
		for _, m := range chosen {
			fmt.Println(m)
		}
		return nil
	}
	folder, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // nothing to do about it
	t, err := prepare(ctx, o, p, folder, chosen)
	if err != nil {
		return err
	}
	s := score{skipped: skipped}
	for _, m := range chosen {
		verdict, err := t.try(ctx, m)
		if err != nil {
			return err
		}
		s.add(m, verdict)
	}
	fmt.Printf("%s: %s\n", p.name, s)
	if s.percent() > o.most {
		return fmt.Errorf("%w in %s: %.1f %%", errTooMany, p.name, s.percent())
	}
	return nil
}

type verdict string

const (
	killed     verdict = "killed"
	survived   verdict = "survived"
	notCovered verdict = "not covered"
)

type score struct {
	killed, survived, notCovered, skipped int
}

func (s *score) add(m *mutant, v verdict) {
	switch v {
	case killed:
		s.killed++
		return
	case survived:
		s.survived++
	case notCovered:
		s.notCovered++
	}
	fmt.Printf("%s: %s\n", m, v)
}

func (s score) percent() float64 {
	return 100 * float64(s.survived+s.notCovered) / float64(max(1, s.killed+s.survived+s.notCovered))
}

func (s score) String() string {
	return fmt.Sprintf("%d mutants, %d killed, %d survived, %d not covered, %.1f %% survive (%d equivalent left out)",
		s.killed+s.survived+s.notCovered, s.killed, s.survived, s.notCovered, s.percent(), s.skipped)
}
