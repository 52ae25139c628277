package field

import (
	"context"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	f, at, value := r.f, req.Path, req.ConfigValue.ValueString()
	shown := strconv.Quote(value)
	if f.MaxLength > 0 {
		if n := utf8.RuneCountInString(value); n > f.MaxLength || n < f.MinLength {
			resp.Diagnostics.Append(f.badValue(at, f.lengthRule()+" long", strconv.Itoa(n)))
			return
		}
	}
	if f.Pattern != nil && !f.Pattern.MatchString(value) {
		resp.Diagnostics.Append(f.badValue(at, "made of "+f.Form, shown))
		return
	}
	if f.Kind == KindJSON {
		if _, err := Document(value); err != nil {
			resp.Diagnostics.Append(f.badDocument(at, err.Error()))
		}
		return
	}
	if len(f.Values) == 0 || slices.Contains(f.Values, value) {
		return
	}
	if f.Catalogue {
		resp.Diagnostics.Append(f.unknownValue(at, value))
		return
	}
	resp.Diagnostics.Append(f.badValue(at, "one of "+strings.Join(f.Values, ", "), shown))
}

func (r rule) ValidateInt64(_ context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if v := req.ConfigValue.ValueInt64(); !r.f.inRange(float64(v)) {
		resp.Diagnostics.Append(r.f.badValue(req.Path, r.f.bounds(), strconv.FormatInt(v, 10)))
	}
}

func (r rule) ValidateFloat64(_ context.Context, req validator.Float64Request, resp *validator.Float64Response) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if v := req.ConfigValue.ValueFloat64(); !r.f.inRange(v) {
		resp.Diagnostics.Append(r.f.badValue(req.Path, r.f.bounds(), number(v)))
	}
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

func (r rule) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	f, elements := r.f, req.ConfigValue.Elements()
	if f.MaxItems > 0 && len(elements) > f.MaxItems {
		resp.Diagnostics.Append(f.badValue(req.Path, "a list of "+f.itemsRule(), strconv.Itoa(len(elements))+" items long"))
	}
	for i, e := range elements {
		if e.IsNull() {
			resp.Diagnostics.Append(f.nullElement(req.Path.AtListIndex(i)))
		}
	}
	if f.Sum != "" {
		r.validateSum(req.Path, req.ConfigValue, resp)
	}
}

// ValidateObject warns of an object that says nothing. Terraform drops names that
// an object does not have without a word, so that a misspelt setting never gets
// here; an object in which nothing is left is the one trace of it.
func (r rule) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	for _, v := range req.ConfigValue.Attributes() {
		if !v.IsNull() {
			return
		}
	}
	resp.Diagnostics.Append(r.f.emptyObject(req.Path))
}

// validateSum adds exactly, in decimals: 0.1 + 0.2 + 0.7 is 1 there. A list
// without a single probability is left to the service.
func (r rule) validateSum(at path.Path, list types.List, resp *validator.ListResponse) {
	sum, set := new(big.Rat), false
	for _, e := range list.Elements() {
		object, ok := e.(types.Object)
		if !ok || object.IsNull() || object.IsUnknown() {
			return
		}
		v, ok := object.Attributes()[r.f.Sum].(types.Float64)
		if !ok || v.IsUnknown() {
			return
		}
		if v.IsNull() {
			continue
		}
		set = true
		part, ok := new(big.Rat).SetString(number(v.ValueFloat64()))
		if !ok {
			return
		}
		sum.Add(sum, part)
	}
	// A third is written 0.333: allow what such rounding leaves.
	off := new(big.Rat).Sub(sum, big.NewRat(1, 1))
	if set && off.Abs(off).Cmp(big.NewRat(1, 100)) > 0 {
		total, _ := sum.Float64()
		resp.Diagnostics.Append(r.f.badSum(at, number(total)))
	}
}
