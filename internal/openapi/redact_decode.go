package openapi

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxLayers is how many encodings around each other are decoded.
const maxLayers = 6

// span is a place in the original text.
type span struct{ start, end int }

// decoded is a text without percent-encoding and JSON escapes, and where each of
// its characters was in the original. The same value, encoded in different ways,
// has one decoded form.
type decoded struct {
	text string

	// offsets has the offset of each character in text, and that of the end.
	offsets []int
	spans   []span
}

// decode decodes until nothing changes.
func decode(s string) decoded {
	runes, spans := make([]rune, 0, len(s)), make([]span, 0, len(s))
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		runes, spans = append(runes, r), append(spans, span{at, at + size})
		at += size
	}
	for range maxLayers {
		before := len(runes)
		runes, spans = decodePercent(runes, spans)
		runes, spans = decodeJSON(runes, spans)
		if len(runes) == before {
			break
		}
	}
	var b strings.Builder
	offsets := make([]int, 0, len(runes)+1)
	for _, r := range runes {
		if r == '+' {
			r = ' ' // Forms encode blanks so.
		}
		offsets = append(offsets, b.Len())
		b.WriteRune(r)
	}
	return decoded{text: b.String(), offsets: append(offsets, b.Len()), spans: spans}
}

// decodePercent decodes %XX, and %25XX as often as it is nested.
func decodePercent(runes []rune, spans []span) ([]rune, []span) {
	var out []rune
	var at []span
	var raw []byte
	var rawAt []span
	flush := func() {
		for len(raw) > 0 {
			r, size := utf8.DecodeRune(raw)
			out, at = append(out, r), append(at, span{rawAt[0].start, rawAt[size-1].end})
			raw, rawAt = raw[size:], rawAt[size:]
		}
	}
	for i := 0; i < len(runes); i++ {
		b, used := percentByte(runes[i:])
		if used == 0 {
			flush()
			out, at = append(out, runes[i]), append(at, spans[i])
			continue
		}
		raw, rawAt = append(raw, b), append(rawAt, span{spans[i].start, spans[i+used-1].end})
		i += used - 1
	}
	flush()
	return out, at
}

// percentByte returns the byte that a percent-encoding at the beginning stands for,
// and its length, 0 if there is none.
func percentByte(runes []rune) (byte, int) {
	if runes[0] != '%' {
		return 0, 0
	}
	i := 1
	for len(runes) >= i+4 && runes[i] == '2' && runes[i+1] == '5' && hex(runes[i+2:i+4]) >= 0 {
		i += 2
	}
	if len(runes) < i+2 {
		return 0, 0
	}
	n := hex(runes[i : i+2])
	if n < 0 {
		return 0, 0
	}
	return byte(n), i + 2 //nolint:gosec // Two hexadecimal digits.
}

// hex returns the value of hexadecimal digits, and -1 if they are none.
func hex(digits []rune) int {
	n, err := strconv.ParseUint(string(digits), 16, 32)
	if err != nil {
		return -1
	}
	return int(n)
}

// decodeJSON decodes the escapes of JSON strings.
func decodeJSON(runes []rune, spans []span) ([]rune, []span) {
	var out []rune
	var at []span
	for i := 0; i < len(runes); i++ {
		r, used := escape(runes[i:])
		out, at = append(out, r), append(at, span{spans[i].start, spans[i+used-1].end})
		i += used - 1
	}
	return out, at
}

// escape returns the character at the beginning, and how many it is written with.
func escape(runes []rune) (rune, int) {
	if runes[0] != '\\' || len(runes) < 2 {
		return runes[0], 1
	}
	if at := strings.IndexRune(`"\/bfnrt`, runes[1]); at >= 0 {
		return rune("\"\\/\b\f\n\r\t"[at]), 2
	}
	high, ok := escapeUnit(runes)
	if !ok {
		return runes[0], 1
	}
	if low, ok := escapeUnit(runes[6:]); ok {
		if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
			return r, 12
		}
	}
	return high, 6
}

// escapeUnit returns what \uXXXX at the beginning stands for.
func escapeUnit(runes []rune) (rune, bool) {
	if len(runes) < 6 || runes[0] != '\\' || runes[1] != 'u' {
		return 0, false
	}
	n := hex(runes[2:6])
	return rune(n), n >= 0 //nolint:gosec // Four hexadecimal digits.
}
