package field

import (
	"context"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// rule checks a configured value against its row; the same row writes the
// sentence in the documentation. Null and unknown values pass.
type rule struct{ f *Field }

func (r rule) Description(context.Context) string { return strings.Join(r.f.rules(), " ") }

func (r rule) MarkdownDescription(ctx context.Context) string { return r.Description(ctx) }

func (r rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	resp.Diagnostics.Append(r.f.check(req.Path, req.ConfigValue)...)
}

func (r rule) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	resp.Diagnostics.Append(r.f.check(req.Path, req.ConfigValue)...)
}

func (r rule) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	resp.Diagnostics.Append(r.f.check(req.Path, req.ConfigValue)...)
}

// ValidateObject refuses a secret that is given twice: stored and write-only. Only
// known values conflict: a module passes both on and fills in one.
func (r rule) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	values := req.ConfigValue.Attributes() // None where the object is null or not known.
	for _, c := range r.f.Fields {
		if c.secret && set(values[c.Name]) && set(values[c.Name+writeOnly]) {
			resp.Diagnostics.Append(c.givenTwice(req.Path))
		}
	}
}

// set reports whether a value is known and not null.
func set(v attr.Value) bool { return v != nil && !v.IsNull() && !v.IsUnknown() }

// check returns what is wrong with one value, not with what lies below it.
func (f *Field) check(at path.Path, value attr.Value) diag.Diagnostics {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	switch v := value.(type) {
	case types.String:
		return f.checkText(at, v.ValueString())
	case types.Number:
		return f.checkNumber(at, v.ValueBigFloat())
	case types.List:
		return f.checkList(at, v)
	}
	return nil
}

func (f *Field) checkText(at path.Path, value string) diag.Diagnostics {
	length := utf8.RuneCountInString(value)
	switch {
	case value == "" && (f.NoBlanks || f.MinLength > 0 || f.Pattern != nil && !f.Pattern.MatchString("")):
		return diag.Diagnostics{f.invalid(at, "not be empty", "")}
	case f.NoBlanks && strings.ContainsFunc(value, blank):
		return diag.Diagnostics{f.invalid(at, "not contain spaces, line feeds or control characters; trimspace() removes those at the ends", "")}
	case f.MaxLength > 0 && (length > f.MaxLength || length < f.MinLength):
		return diag.Diagnostics{f.invalid(at, "have "+f.lengthRule(), strconv.Itoa(length))}
	case f.Pattern != nil && !f.Pattern.MatchString(value):
		return diag.Diagnostics{f.invalid(at, "consist of "+f.Form, "other characters")}
	case f.Kind == KindJSON:
		if err := checkDocument(value); err != nil {
			return diag.Diagnostics{f.invalid(at, "be a JSON document as text, such as jsonencode() returns ("+err.Error()+")", "")}
		}
	case len(f.Values) == 0 || slices.Contains(f.Values, value):
	case f.Catalogue:
		return diag.Diagnostics{f.notInCatalogue(at, value)}
	default:
		return diag.Diagnostics{f.invalid(at, "be one of "+strings.Join(f.Values, ", "), shown(value))}
	}
	return nil
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// checkNumber is for any number: an Int is no Int64 of the framework and a Float no
// Float64, whose own errors for 1.5 and 1e400 speak of a bug of the provider.
func (f *Field) checkNumber(at path.Path, n *big.Float) diag.Diagnostics {
	if f.Kind == KindInt && !n.IsInt() {
		return diag.Diagnostics{f.invalid(at, "be a whole number", decimal(n))}
	}
	v, _ := n.Float64()
	switch {
	case !f.inRange(v):
		return diag.Diagnostics{f.invalid(at, "be "+f.bounds(), decimal(n))}
	case math.IsInf(v, 0):
		return diag.Diagnostics{f.invalid(at, "be a number of usual size", decimal(n))}
	}
	return nil
}

// decimal keeps a number short enough to be read.
func decimal(n *big.Float) string {
	if s := n.Text('f', -1); len(s) <= 24 {
		return s
	}
	return n.Text('g', 6)
}

// float64Of returns what a number is on the wire.
func float64Of(v types.Number) float64 {
	n, _ := v.ValueBigFloat().Float64()
	return n
}

func (f *Field) inRange(v float64) bool {
	return f.Min == nil || v >= *f.Min && v <= *f.Max || slices.Contains(f.Also, v)
}

// bounds is rangeRule with the plain int32 range spelled out.
func (f *Field) bounds() string {
	if *f.Max == 1<<31-1 {
		return "between " + number(*f.Min) + " and " + number(*f.Max)
	}
	return f.rangeRule()
}

func (f *Field) checkList(at path.Path, list types.List) diag.Diagnostics {
	var diags diag.Diagnostics
	elements := list.Elements()
	if f.MaxItems > 0 && len(elements) > f.MaxItems {
		diags.Append(f.invalid(at, "have "+f.itemsRule(), strconv.Itoa(len(elements))))
	}
	for i, e := range elements {
		here := at.AtListIndex(i)
		if e.IsNull() {
			diags.Append(f.nullElement(here))
		} else if f.Kind == KindStrings {
			diags.Append(f.check(here, e)...)
		}
	}
	if f.Sum != "" {
		diags.Append(f.checkSum(at, list)...)
	}
	return diags
}

// checkSum adds exactly, in decimals: 0.1 + 0.2 + 0.7 is 1 there. A list without
// a single number is left to the service.
func (f *Field) checkSum(at path.Path, list types.List) diag.Diagnostics {
	sum, set := new(big.Rat), false
	for _, e := range list.Elements() {
		object, _ := e.(types.Object)
		v, ok := object.Attributes()[f.Sum].(types.Number) // Not where the object is null or not known.
		if !ok || v.IsUnknown() {
			return nil
		}
		if v.IsNull() {
			continue
		}
		set = true
		if part, ok := new(big.Rat).SetString(number(float64Of(v))); ok {
			sum.Add(sum, part)
		}
	}
	// A third is written 0.333: allow what such rounding leaves.
	off := new(big.Rat).Sub(sum, big.NewRat(1, 1))
	if set && off.Abs(off).Cmp(big.NewRat(1, 100)) > 0 {
		total, _ := sum.Float64()
		return diag.Diagnostics{f.wrongSum(at, number(total))}
	}
	return nil
}
