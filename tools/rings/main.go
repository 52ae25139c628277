// Command rings finds files of one Go package that use each other in a ring, and packages of this module likewise
// (which Go itself refuses). A file uses another when one of its identifiers is declared there: a type, a function, a
// method, a field. Files in a ring can only be read together, so a package has none.
//
// The arguments are package patterns, ./... if there are none, seen from the folder in -dir. Test files do not count.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	dir := flag.String("dir", ".", "folder of the module to look at")
	flag.Parse()
	patterns := flag.Args()
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	rings, files, err := find(*dir, patterns)
	if err != nil {
		fmt.Fprintln(os.Stderr, "rings:", err)
		os.Exit(2)
	}
	for _, r := range rings {
		fmt.Println(r)
	}
	fmt.Fprintf(os.Stderr, "rings: %d in %d files\n", len(rings), files)
	if len(rings) > 0 {
		os.Exit(1)
	}
}

// find returns one text for each ring, and how many files it looked at.
func find(dir string, patterns []string) ([]string, int, error) {
	loaded, err := packages.Load(&packages.Config{
		Dir: dir,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo,
	}, patterns...)
	if err != nil {
		return nil, 0, err
	}
	var found []string
	files := 0
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			return nil, 0, fmt.Errorf("%s: %w", p.PkgPath, p.Errors[0])
		}
		u := usesOf(p)
		files += len(u)
		for _, ring := range u.rings() {
			found = append(found, u.describe(p.PkgPath, ring))
		}
	}
	return found, files, nil
}

// uses holds, for each file, the files that it uses and by which names.
type uses map[string]map[string]map[string]bool

func usesOf(p *packages.Package) uses {
	u := uses{}
	for i, file := range p.Syntax {
		from := filepath.Base(p.CompiledGoFiles[i])
		u[from] = map[string]map[string]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			name, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			object := origin(p.TypesInfo.Uses[name])
			if object == nil || object.Pkg() != p.Types {
				return true
			}
			to := filepath.Base(p.Fset.Position(object.Pos()).Filename)
			if to != from {
				if u[from][to] == nil {
					u[from][to] = map[string]bool{}
				}
				u[from][to][name.Name] = true
			}
			return true
		})
	}
	return u
}

// origin is the declaration that an instance of a generic one stands for.
func origin(object types.Object) types.Object {
	switch o := object.(type) {
	case nil:
		return nil
	case *types.Var:
		return o.Origin()
	case *types.Func:
		return o.Origin()
	default:
		return o
	}
}

// rings are the groups of files of which each reaches every other, by Tarjan's algorithm.
func (u uses) rings() [][]string {
	var (
		found  [][]string
		stack  []string
		index  = map[string]int{}
		lowest = map[string]int{}
		on     = map[string]bool{}
		visit  func(string)
	)
	visit = func(file string) {
		index[file] = len(index) + 1
		lowest[file] = index[file]
		stack, on[file] = append(stack, file), true
		for _, next := range slices.Sorted(maps.Keys(u[file])) {
			if index[next] == 0 {
				visit(next)
				lowest[file] = min(lowest[file], lowest[next])
			} else if on[next] {
				lowest[file] = min(lowest[file], index[next])
			}
		}
		if lowest[file] != index[file] {
			return
		}
		at := slices.Index(stack, file)
		ring := slices.Clone(stack[at:])
		stack = stack[:at]
		for _, f := range ring {
			on[f] = false
		}
		if len(ring) > 1 {
			slices.Sort(ring)
			found = append(found, ring)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(u)) {
		if index[file] == 0 {
			visit(file)
		}
	}
	return found
}

// describe lists the arrows of a ring with the names that make them.
func (u uses) describe(pkg string, ring []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d files use each other: %s", pkg, len(ring), strings.Join(ring, ", "))
	for _, from := range ring {
		for _, to := range ring {
			if names := u[from][to]; len(names) > 0 {
				fmt.Fprintf(&b, "\n\t%s -> %s: %s", from, to, strings.Join(slices.Sorted(maps.Keys(names)), ", "))
			}
		}
	}
	return b.String()
}
