package openapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	redacted = "***"

	// maxPattern is the length of a secret up to which a pattern is compiled. A
	// longer one costs seconds, and is found by its parts.
	maxPattern = 256

	// minPart is the length of a part of a secret that is a secret too. Services
	// quote the beginning of a token that is not valid.
	minPart = 16
)

// secret is one value to hide. What is needed to find it is computed once, and
// only if a text has to be searched.
type secret struct {
	value   string
	plain   string
	pattern func() *regexp.Regexp
	parts   func() map[string]struct{}
}

func newSecret(value string) *secret {
	return &secret{
		value:   value,
		plain:   longestPlain(value),
		pattern: sync.OnceValue(func() *regexp.Regexp { return echoed(value) }),
		parts:   sync.OnceValue(func() map[string]struct{} { return parts(value) }),
	}
}

// hide replaces the whole secret in all its forms.
func (x *secret) hide(s string) string {
	s = strings.ReplaceAll(s, x.value, redacted)
	// A cheap test before an expensive search: no encoding changes letters and
	// digits.
	if len(x.value) > maxPattern || !strings.Contains(s, x.plain) {
		return s
	}
	return x.pattern().ReplaceAllLiteralString(s, redacted)
}

// hideParts replaces each part of a secret that has at least minPart characters.
func hideParts(s string, secrets []*secret) string {
	secrets = slices.DeleteFunc(slices.Clone(secrets), func(x *secret) bool { return len(x.value) < minPart })
	if len(secrets) == 0 || len(s) < minPart {
		return s
	}
	d := decode(s)
	hidden := make([]bool, len(s))
	found := false
	for i := 0; i+minPart < len(d.offsets); i++ {
		part := d.text[d.offsets[i]:d.offsets[i+minPart]]
		for _, x := range secrets {
			if _, ok := x.parts()[part]; ok {
				found = true
				for at := d.spans[i].start; at < d.spans[i+minPart-1].end; at++ {
					hidden[at] = true
				}
			}
		}
	}
	if !found {
		return s
	}
	var b strings.Builder
	for at := range len(s) {
		switch {
		case !hidden[at]:
			b.WriteByte(s[at])
		case at == 0 || !hidden[at-1]:
			b.WriteString(redacted)
		}
	}
	return b.String()
}

// parts returns all parts of a secret with minPart characters, decoded.
func parts(value string) map[string]struct{} {
	d := decode(value)
	all := map[string]struct{}{}
	for i := 0; i+minPart < len(d.offsets); i++ {
		all[d.text[d.offsets[i]:d.offsets[i+minPart]]] = struct{}{}
	}
	return all
}

// echoed returns a pattern for a secret in every form in which a service may
// echo it: unchanged, as inside JSON, percent-encoded once or more, in any
// mixture. The message about a wrong signature, for example, may quote what was
// signed.
func echoed(secret string) *regexp.Regexp {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(secret, string(utf8.RuneError)) {
		forms := []string{either(string(r))}
		if escaped := insideJSON(r); escaped != string(r) {
			forms = append(forms, either(escaped))
		}
		if !plain(r) {
			forms = append(forms, unicodeEscape(r))
		}
		switch r {
		case ' ':
			forms = append(forms, either("+"))
		case '/':
			forms = append(forms, either(`\/`))
		}
		b.WriteString("(?:" + strings.Join(forms, "|") + ")")
	}
	return regexp.MustCompile(b.String())
}

// unicodeEscape returns a pattern for the escape of a character in JSON, which is
// two escapes for a character beyond 16 bits.
func unicodeEscape(r rune) string {
	units := utf16.AppendRune(nil, r)
	var b strings.Builder
	for _, u := range units {
		b.WriteString(either(`\`) + fmt.Sprintf(`(?i:u%04x)`, u))
	}
	return b.String()
}

// longestPlain returns the longest part without characters that encoders change.
func longestPlain(secret string) string {
	parts := strings.FieldsFunc(secret, func(r rune) bool { return !plain(r) })
	return slices.MaxFunc(append(parts, ""), func(a, b string) int { return len(a) - len(b) })
}

// plain reports whether no encoder changes the character.
func plain(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// either returns a pattern for a text, each character of which is unchanged or
// percent-encoded once or more.
func either(s string) string {
	var b strings.Builder
	for _, r := range s {
		if plain(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString("(?:" + regexp.QuoteMeta(string(r)) + "|")
		for _, c := range []byte(string(r)) {
			fmt.Fprintf(&b, "%%(?:25)*(?i:%02x)", c)
		}
		b.WriteString(")")
	}
	return b.String()
}

func insideJSON(r rune) string {
	text, err := json.Marshal(string(r))
	if err != nil {
		return string(r)
	}
	return string(text[1 : len(text)-1])
}
