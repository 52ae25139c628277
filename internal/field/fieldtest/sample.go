// Package fieldtest makes valid values of the rows of a table for tests.
package fieldtest

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// Sample returns a valid value of a row: every row below is set with the given
// probability, 1 being all of them; a write-only one only if its stored twin is
// not. The same source gives the same value.
func Sample(f *field.Field, r *rand.Rand, density float64) attr.Value {
	switch f.Kind {
	case field.KindJSON:
		return types.StringValue(`{"` + f.Name + `":[` + strconv.Itoa(r.IntN(100)) + `,"<&>"]}`)
	case field.KindBool:
		return types.BoolValue(r.IntN(2) == 0)
	case field.KindInt:
		return types.NumberValue(new(big.Float).SetInt64(sampleInt(f, r)))
	case field.KindFloat:
		return mustFloat(sampleFloat(f, r))
	case field.KindStrings:
		all := make([]attr.Value, r.IntN(3)+int(density))
		for i := range all {
			all[i] = types.StringValue(sampleText(f, r))
		}
		return types.ListValueMust(types.StringType, all)
	case field.KindObject:
		return sampleObject(f, r, density)
	case field.KindObjects:
		return sampleObjects(f, r, density)
	case field.KindString:
	}
	return types.StringValue(sampleText(f, r))
}

func sampleInt(f *field.Field, r *rand.Rand) int64 {
	if len(f.Also) > 0 && r.IntN(4) == 0 {
		return int64(f.Also[r.IntN(len(f.Also))])
	}
	if r.IntN(8) == 0 {
		return int64(*f.Min)
	}
	return int64(*f.Min) + r.Int64N(int64(*f.Max-*f.Min)+1)
}

// sampleFloat has two decimals at most.
func sampleFloat(f *field.Field, r *rand.Rand) string {
	low, high := int(*f.Min*100), int(*f.Max*100)
	return number(float64(low+r.IntN(high-low+1)) / 100)
}

// mustFloat has the precision of a CLI.
func mustFloat(text string) attr.Value {
	exact, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return types.NumberValue(exact)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func sampleText(f *field.Field, r *rand.Rand) string {
	if len(f.Values) > 0 {
		return f.Values[r.IntN(len(f.Values))]
	}
	n := strconv.Itoa(r.IntN(1000))
	if f.Pattern != nil || f.NoBlanks {
		return strings.ReplaceAll(f.Name, "_", "-") + n
	}
	text := f.Name + " " + n + " <&> \"你好\"\n+*~%="
	if characters := []rune(text); f.MaxLength > 0 && len(characters) > f.MaxLength {
		text = string(characters[len(characters)-f.MaxLength:])
	}
	return text
}

func sampleObject(f *field.Field, r *rand.Rand, density float64) attr.Value {
	values := make(map[string]attr.Value, len(f.Fields))
	for _, c := range f.Fields {
		twin := values[strings.TrimSuffix(c.Name, "_wo")]
		values[c.Name] = c.Null(field.Configured)
		if c.WriteOnly && twin != nil && !twin.IsNull() {
			continue
		}
		if c.Required || r.Float64() < density {
			values[c.Name] = Sample(c, r, density)
		}
	}
	return types.ObjectValueMust(f.AttributeTypes(field.Configured), values)
}

func sampleObjects(f *field.Field, r *rand.Rand, density float64) attr.Value {
	n := r.IntN(3) + int(density)
	all := make([]attr.Value, n)
	left := 100
	for i := range all {
		element, ok := sampleObject(f, r, density).(types.Object)
		if !ok {
			panic("an element is not an object")
		}
		if f.Sum != "" {
			part := left
			if i < n-1 {
				part = r.IntN(left + 1)
			}
			left -= part
			values := element.Attributes()
			values[f.Sum] = mustFloat(number(float64(part) / 100))
			element = types.ObjectValueMust(f.AttributeTypes(field.Configured), values)
		}
		all[i] = element
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: f.AttributeTypes(field.Configured)}, all)
}
