package field

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Sample is a valid value of the field for tests: every field below is set with
// the given probability, 1 being all of them, and so are the write-only ones
// only if their stored twin is not. The same source gives the same value.
func (f *Field) Sample(r *rand.Rand, density float64) attr.Value {
	switch f.Kind {
	case KindJSON:
		return types.StringValue(`{"` + f.Name + `":[` + strconv.Itoa(r.IntN(100)) + `,"<&>"]}`)
	case KindBool:
		return types.BoolValue(r.IntN(2) == 0)
	case KindInt:
		return types.Int64Value(f.sampleInt(r))
	case KindFloat:
		return mustFloat(f.sampleFloat(r))
	case KindStrings:
		all := make([]attr.Value, r.IntN(3)+int(density))
		for i := range all {
			all[i] = types.StringValue(f.sampleText(r))
		}
		return types.ListValueMust(types.StringType, all)
	case KindObject:
		return f.sampleObject(r, density)
	case KindObjects:
		return f.sampleObjects(r, density)
	case KindString:
	}
	return types.StringValue(f.sampleText(r))
}

func (f *Field) sampleInt(r *rand.Rand) int64 {
	if len(f.Also) > 0 && r.IntN(4) == 0 {
		return int64(f.Also[r.IntN(len(f.Also))])
	}
	if r.IntN(8) == 0 {
		return int64(*f.Min)
	}
	return int64(*f.Min) + r.Int64N(int64(*f.Max-*f.Min)+1)
}

// sampleFloat has two decimals at most.
func (f *Field) sampleFloat(r *rand.Rand) string {
	low, high := int(*f.Min*100), int(*f.Max*100)
	return number(float64(low+r.IntN(high-low+1)) / 100)
}

func mustFloat(text string) attr.Value {
	v, err := exactFloat(text)
	if err != nil {
		panic(err)
	}
	return v
}

func (f *Field) sampleText(r *rand.Rand) string {
	if len(f.Values) > 0 {
		return f.Values[r.IntN(len(f.Values))]
	}
	n := strconv.Itoa(r.IntN(1000))
	if f.Pattern != nil {
		return strings.ReplaceAll(f.Name, "_", "-") + n
	}
	text := f.Name + " " + n + " <&> \"你好\"\n+*~%="
	if characters := []rune(text); f.MaxLength > 0 && len(characters) > f.MaxLength {
		text = string(characters[len(characters)-f.MaxLength:])
	}
	return text
}

func (f *Field) sampleObject(r *rand.Rand, density float64) attr.Value {
	values := make(map[string]attr.Value, len(f.Fields))
	for _, c := range f.Fields {
		twin := values[strings.TrimSuffix(c.Name, "_wo")]
		values[c.Name] = c.Null(Configured)
		if c.WriteOnly && twin != nil && !twin.IsNull() {
			continue
		}
		if c.Required || r.Float64() < density {
			values[c.Name] = c.Sample(r, density)
		}
	}
	return types.ObjectValueMust(f.AttributeTypes(Configured), values)
}

func (f *Field) sampleObjects(r *rand.Rand, density float64) attr.Value {
	n := r.IntN(3) + int(density)
	all := make([]attr.Value, n)
	left := 100
	for i := range all {
		element, ok := f.sampleObject(r, density).(types.Object)
		if !ok {
			panic("an element is no object")
		}
		if f.Sum != "" {
			part := left
			if i < n-1 {
				part = r.IntN(left + 1)
			}
			left -= part
			values := element.Attributes()
			values[f.Sum] = mustFloat(number(float64(part) / 100))
			element = types.ObjectValueMust(f.AttributeTypes(Configured), values)
		}
		all[i] = element
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: f.AttributeTypes(Configured)}, all)
}
