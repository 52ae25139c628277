package field_test

import (
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
)

// FuzzSameDocument_IsOfOneMeaning compares with a second comparison.
func FuzzSameDocument_IsOfOneMeaning(f *testing.F) {
	f.Add(`{"a":1,"b":[1.50,{"c":null}]}`, "{\"b\":[15e-1,\n{\"c\":null}],\"a\":1.0}", uint64(1))
	f.Add(`1.10`, `1.1`, uint64(2))
	f.Add(`{"a":"\u00e9"}`, `{"a":"é"}`, uint64(3))
	f.Add(`[-0,0e5,1e400]`, `[0,0,10e399]`, uint64(4))
	f.Add(` [1] `, `[1]]`, uint64(5))
	f.Add(`{"a":1,"a":2}`, `{"a":2}`, uint64(6))
	f.Add(`[1e9223372036854775807]`, `[1e-9223372036854775808]`, uint64(7))
	f.Add("\"\xff\"", "\"\xfe\"", uint64(8))
	f.Fuzz(func(t *testing.T, a, b string, seed uint64) {
		same, text := field.SameDocument(a, b), field.SameText(a, b)
		if !field.SameDocument(a, a) || !field.SameText(a, a) || same != field.SameDocument(b, a) || text != field.SameText(b, a) || text && !same {
			t.Fatalf("%q and %q: %t, %t", a, b, same, text)
		}
		x, errX := field.Document(a)
		y, errY := field.Document(b)
		if (errX == nil) != json.Valid([]byte(a)) {
			t.Fatalf("%q is a document: %v", a, errX)
		}
		if a != b && (errX != nil || errY != nil) && same {
			t.Fatalf("%q and %q are the same, and not both documents", a, b)
		}
		if errX != nil {
			return
		}
		if errY == nil && a != b {
			if want, sure := sameMeaning(x, y); sure && want != same {
				t.Errorf("%q and %q are the same: %t", a, b, same)
			}
		}
		var other strings.Builder
		respell(&other, rand.New(rand.NewPCG(seed, 1)), x)
		if !field.SameDocument(a, other.String()) || field.SameDocument(b, other.String()) != same {
			t.Errorf("%q, %q and %q", a, b, other.String())
		}
	})
}

// sameMeaning compares decoded documents. It is not sure of numbers that fill the
// memory.
func sameMeaning(a, b any) (same, sure bool) {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return false, true
		}
		same, sure = true, true
		for key, inner := range x {
			other, ok := y[key]
			innerSame, innerSure := sameMeaning(inner, other)
			same, sure = same && ok && innerSame, sure && (innerSure || !ok)
		}
		return same, sure
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false, true
		}
		same, sure = true, true
		for i := range x {
			innerSame, innerSure := sameMeaning(x[i], y[i])
			same, sure = same && innerSame, sure && innerSure
		}
		return same, sure
	case json.Number:
		y, ok := b.(json.Number)
		if !ok {
			return false, true
		}
		return sameNumber(x.String(), y.String())
	default:
		return a == b, true
	}
}

func sameNumber(a, b string) (same, sure bool) {
	for _, text := range []string{a, b} {
		_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
		if n, err := strconv.Atoi(exponent); exponent != "" && (err != nil || n > 400 || n < -400) {
			return false, false
		}
	}
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return okX && okY && x.Cmp(y) == 0, true
}

// respell writes a document with other blanks, another order and other numbers.
func respell(b *strings.Builder, r *rand.Rand, value any) {
	blank := func() { b.WriteString([]string{"", " ", "\n\t", "\r"}[r.IntN(4)]) }
	blank()
	switch v := value.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		b.WriteByte('{')
		for i, key := range keys {
			if i > 0 {
				b.WriteByte(',')
			}
			respell(b, r, key)
			b.WriteByte(':')
			respell(b, r, v[key])
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, inner := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			respell(b, r, inner)
		}
		b.WriteByte(']')
	case json.Number:
		b.WriteString(respelled(v.String(), r.IntN(3)))
	default:
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		b.Write(text)
	}
	blank()
}

func respelled(number string, way int) string {
	if strings.ContainsAny(number, "eE") {
		return strings.ToUpper(number)
	}
	switch {
	case way == 0 && strings.Contains(number, "."):
		return number + "00"
	case way == 0:
		return number + ".0"
	case way == 1:
		return number + "e0"
	}
	return number
}
