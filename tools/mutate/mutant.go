package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// mutant is one change: the text between two offsets of a file is replaced.
type mutant struct {
	number     int
	file       *source
	line       int
	column     int
	function   string
	start, end int
	text       string
	change     string
	// bodyStart and bodyEnd are the offsets within the braces of the outermost function around the change; both are 0
	// outside of functions.
	bodyStart, bodyEnd int
	// results reports whether that function returns something.
	results bool
	// alone reports that the function cannot be copied: a label may be there only once.
	alone bool
}

func (m *mutant) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", m.file.name, m.line, m.function, m.change)
}

// apply returns the text of the file between two offsets with the change made.
func (m *mutant) apply(from, to int) string {
	return m.file.text[from:m.start] + m.text + m.file.text[m.end:to]
}

type source struct {
	name, path, text string
	syntax           *ast.File
}

type code struct {
	name, folder string
	loaded       *packages.Package
	sources      []*source
	mutants      []*mutant
}

// load reads a package and finds all its mutants.
func load(root, name string) (*code, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	loaded, err := packages.Load(&packages.Config{
		Dir: root,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedExportFile,
	}, "./"+filepath.Clean(name))
	if err != nil {
		return nil, err
	}
	if len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		return nil, fmt.Errorf("%s: not one package that builds", name)
	}
	c := &code{name: filepath.Clean(name), folder: filepath.Join(root, name), loaded: loaded[0]}
	for i, syntax := range c.loaded.Syntax {
		path := c.loaded.CompiledGoFiles[i]
		text, err := os.ReadFile(path) //nolint:gosec // the files of the package
		if err != nil {
			return nil, err
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return nil, err
		}
		s := &source{name: relative, path: path, text: string(text), syntax: syntax}
		c.sources = append(c.sources, s)
		c.mutants = append(c.mutants, find(c.loaded, s)...)
	}
	c.name = filepath.ToSlash(c.name)
	c.distinguish()
	return c, nil
}

// distinguish numbers the mutants, and those of one function that read the same.
func (c *code) distinguish() {
	seen := map[string]int{}
	for i, m := range c.mutants {
		m.number = i + 1
		key := m.file.name + m.function + m.change
		seen[key]++
		if n := seen[key]; n > 1 {
			m.change = fmt.Sprintf("%s (%d)", m.change, n)
		}
	}
}

// sample chooses mutants that build. It also returns how many it met that are known to be equivalent.
func (c *code) sample(count int, seed uint64, known equivalents) ([]*mutant, int) {
	order := rand.New(rand.NewPCG(seed, 0)).Perm(len(c.mutants)) //nolint:gosec // the same choice each time
	var chosen []*mutant
	skipped := 0
	for _, i := range order {
		if count > 0 && len(chosen) == count {
			break
		}
		m := c.mutants[i]
		switch {
		case known.has(m):
			skipped++
		case c.builds(m):
			chosen = append(chosen, m)
		}
	}
	return chosen, skipped
}

// builds checks the types of the package with the change made.
func (c *code) builds(m *mutant) bool {
	set := token.NewFileSet()
	var files []*ast.File
	for _, s := range c.sources {
		text := s.text
		if s == m.file {
			text = m.apply(0, len(s.text))
		}
		file, err := parser.ParseFile(set, s.path, text, parser.SkipObjectResolution)
		if err != nil {
			return false
		}
		files = append(files, file)
	}
	config := types.Config{Importer: imported(c.loaded.Imports), Sizes: c.loaded.TypesSizes}
	_, err := config.Check(c.loaded.PkgPath, set, files, nil)
	return err == nil
}

// imported finds a package among those that were loaded.
type imported map[string]*packages.Package

func (i imported) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := i[path]; p != nil && p.Types != nil {
		return p.Types, nil
	}
	return nil, fmt.Errorf("%s is not loaded", path)
}

// oneLine is a piece of code as one line that is not too long.
func oneLine(code string) string {
	line := strings.Join(strings.Fields(code), " ")
	if runes := []rune(line); len(runes) > 100 {
		return string(runes[:100]) + "…"
	}
	return line
}
