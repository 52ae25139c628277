package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// finder collects the mutants of one file.
type finder struct {
	set      *token.FileSet
	info     *types.Info
	own      *types.Package
	source   *source
	function string
	body     *ast.BlockStmt
	results  bool
	alone    bool
	// signature is that of the innermost function.
	signature *types.Signature
	found     []*mutant
}

func find(p *packages.Package, s *source) []*mutant {
	f := &finder{set: p.Fset, info: p.TypesInfo, own: p.Types, source: s}
	for _, declaration := range s.syntax.Decls {
		f.function, f.body = "", nil
		if d, ok := declaration.(*ast.FuncDecl); ok {
			f.function = name(d)
			signature, _ := p.TypesInfo.Defs[d.Name].Type().(*types.Signature)
			if d.Body != nil {
				f.enter(d.Body, signature)
			}
			continue
		}
		ast.Inspect(declaration, f.visit)
	}
	return f.found
}

// name is the name of a function with that of its receiver's type.
func name(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	receiver := d.Recv.List[0].Type
	for {
		switch r := receiver.(type) {
		case *ast.StarExpr:
			receiver = r.X
		case *ast.IndexExpr:
			receiver = r.X
		case *ast.Ident:
			return r.Name + "." + d.Name.Name
		default:
			return d.Name.Name
		}
	}
}

// enter visits the body of a function.
func (f *finder) enter(body *ast.BlockStmt, signature *types.Signature) {
	before := *f
	f.signature = signature
	if f.body == nil {
		f.body, f.results, f.alone = body, signature.Results().Len() > 0, false
		ast.Inspect(body, func(n ast.Node) bool {
			if _, label := n.(*ast.LabeledStmt); label {
				f.alone = true
			}
			return true
		})
	}
	for _, statement := range body.List {
		ast.Inspect(statement, f.visit)
	}
	f.signature, f.body, f.results, f.alone = before.signature, before.body, before.results, before.alone
}

func (f *finder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		if signature, ok := f.info.TypeOf(n).(*types.Signature); ok {
			f.enter(n.Body, signature)
		}
		return false
	case *ast.ImportSpec, *ast.StructType, *ast.ArrayType:
		return false
	case ast.Expr:
		f.expression(n)
	case ast.Stmt:
		f.statement(n)
	case ast.Node:
	}
	return true
}

func (f *finder) expression(n ast.Expr) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		f.binary(n)
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			f.replace(n, f.code(n.X))
		}
	case *ast.Ident:
		if c, ok := f.info.Uses[n].(*types.Const); ok && c.Parent() == types.Universe && (n.Name == "true" || n.Name == "false") {
			f.replace(n, strconv.FormatBool(n.Name == "false"))
		}
	case *ast.BasicLit:
		if value, err := strconv.ParseInt(n.Value, 0, 62); n.Kind == token.INT && err == nil {
			f.replace(n, strconv.FormatInt(value+1, 10))
		}
	case *ast.CompositeLit:
		f.literal(n)
	}
}

var swapped = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL, token.REM: token.MUL,
	token.SHL: token.SHR, token.SHR: token.SHL,
}

func (f *finder) binary(n *ast.BinaryExpr) {
	if to, ok := swapped[n.Op]; ok {
		f.replace(n, f.code(n.X)+" "+to.String()+" "+f.code(n.Y))
	}
	if n.Op == token.LAND || n.Op == token.LOR {
		f.replace(n, f.code(n.X))
		f.replace(n, f.code(n.Y))
	}
	// A duration that is a little longer is the same; one that is ten times as long is another one.
	if t := f.info.TypeOf(n); n.Op == token.MUL && t != nil && t.String() == "time.Duration" {
		f.replace(n, "10 * ("+f.code(n)+")")
	}
}

// literal leaves out one field of a struct. A field that is nothing but a text, or a
// description, is left: it is documentation, whose pages are compared with the code.
func (f *finder) literal(n *ast.CompositeLit) {
	t := f.info.TypeOf(n)
	if t == nil || f.body == nil {
		return
	}
	if _, ok := t.Underlying().(*types.Struct); !ok {
		return
	}
	for _, element := range n.Elts {
		field, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return
		}
		_, text := field.Value.(*ast.BasicLit)
		if key, _ := field.Key.(*ast.Ident); text || key != nil && strings.HasSuffix(key.Name, "Description") || f.isZero(field.Value) {
			continue
		}
		// The comma stays, so the field is given its zero value in another way.
		f.replace(field, f.code(field.Key)+": "+f.zero(f.info.TypeOf(field.Value)))
	}
}

func (f *finder) statement(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.IfStmt:
		f.replace(n.Cond, "("+f.code(n.Cond)+") && false")
		f.replace(n.Cond, "("+f.code(n.Cond)+") || true")
	case *ast.ExprStmt:
		f.remove(n)
	case *ast.DeferStmt:
		f.remove(n)
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			f.remove(n)
		}
	case *ast.IncDecStmt:
		f.remove(n)
	case *ast.BranchStmt:
		if n.Tok == token.CONTINUE && n.Label == nil {
			f.replace(n, "break")
		}
	case *ast.CaseClause:
		f.clause(n.Colon, n.Body)
	case *ast.CommClause:
		f.clause(n.Colon, n.Body)
	case *ast.ReturnStmt:
		f.returned(n)
	}
}

// clause empties a case.
func (f *finder) clause(colon token.Pos, body []ast.Stmt) {
	if len(body) > 0 {
		f.add(colon+1, body[len(body)-1].End(), "", "case without "+oneLine(f.between(colon+1, body[len(body)-1].End())))
	}
}

// returned returns a zero value in place of one of the results.
func (f *finder) returned(n *ast.ReturnStmt) {
	if f.signature == nil || len(n.Results) != f.signature.Results().Len() {
		return
	}
	for i, result := range n.Results {
		t := f.signature.Results().At(i).Type()
		if basic, ok := t.Underlying().(*types.Basic); ok && basic.Info()&types.IsBoolean != 0 {
			f.replace(result, "true")
		}
		if !f.isZero(result) {
			f.replace(result, f.zero(t))
		}
	}
}

// isZero reports whether an expression is written as the zero value of its type.
func (f *finder) isZero(n ast.Expr) bool {
	if literal, ok := n.(*ast.CompositeLit); ok && len(literal.Elts) == 0 {
		_, object := f.info.TypeOf(n).Underlying().(*types.Struct)
		return object
	}
	value := f.info.Types[n].Value
	if value == nil {
		return f.info.Types[n].IsNil()
	}
	switch value.Kind() { //nolint:exhaustive // All others are numbers.
	case constant.Bool:
		return !constant.BoolVal(value)
	case constant.String:
		return constant.StringVal(value) == ""
	default:
		return constant.Sign(value) == 0
	}
}

// zero is the zero value of a type as code; it may not build, for example where a package has another name.
func (f *finder) zero(t types.Type) string {
	if t == nil {
		return "nil"
	}
	if _, ok := t.(*types.TypeParam); !ok {
		switch u := t.Underlying().(type) {
		case *types.Pointer, *types.Slice, *types.Map, *types.Signature, *types.Interface, *types.Chan:
			return "nil"
		case *types.Basic:
			return zeroOf(u)
		}
	}
	return "*new(" + types.TypeString(t, func(p *types.Package) string {
		if p == f.own {
			return ""
		}
		return p.Name()
	}) + ")"
}

func zeroOf(b *types.Basic) string {
	switch {
	case b.Info()&types.IsBoolean != 0:
		return "false"
	case b.Info()&types.IsString != 0:
		return `""`
	case b.Info()&types.IsNumeric != 0:
		return "0"
	default:
		return "nil"
	}
}

func (f *finder) remove(n ast.Stmt) {
	f.add(n.Pos(), n.End(), "", "without "+oneLine(f.code(n)))
}

func (f *finder) replace(n ast.Node, by string) {
	if by != f.code(n) {
		f.add(n.Pos(), n.End(), by, oneLine(f.code(n))+" → "+oneLine(by))
	}
}

func (f *finder) add(from, to token.Pos, text, change string) {
	if text == "" {
		text = "\n"
	}
	at := f.set.Position(from)
	m := &mutant{
		file: f.source, line: at.Line, column: at.Column, function: f.function,
		start: at.Offset, end: f.offset(to), text: text, change: change, results: f.results, alone: f.alone,
	}
	if f.body != nil {
		m.bodyStart, m.bodyEnd = f.offset(f.body.Lbrace)+1, f.offset(f.body.Rbrace)
	}
	// A literal that is returned is found twice.
	if !slices.ContainsFunc(f.found, func(o *mutant) bool { return o.start == m.start && o.end == m.end && o.text == m.text }) {
		f.found = append(f.found, m)
	}
}

func (f *finder) offset(p token.Pos) int { return f.set.Position(p).Offset }

func (f *finder) code(n ast.Node) string { return f.between(n.Pos(), n.End()) }

func (f *finder) between(from, to token.Pos) string {
	return f.source.text[f.offset(from):f.offset(to)]
}
