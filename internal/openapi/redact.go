package openapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const (
	maxMessage = 2000
	maxWord    = 200
	longSecret = 8
)

// mask holds the secrets of one request, to be replaced in text that came from
// outside.
type mask []string

// message makes one bounded line without secrets of a longer text.
func (m mask) message(s string) string { return m.line(s, 1, maxMessage) }

// word does the same for a code or an id. Decisions are made by codes, so a
// secret of a few letters must not change one.
func (m mask) word(s string) string { return m.line(s, longSecret, maxWord) }

func (m mask) line(s string, shortest, limit int) string {
	if s == "" {
		return ""
	}
	secrets := slices.DeleteFunc(slices.Clone(m), func(secret string) bool { return len(secret) < shortest })
	// The longest first: one secret may begin with another.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for _, secret := range secrets {
		s = echoed(secret).ReplaceAllLiteralString(s, redacted)
	}
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "�"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return s
}

// echoed finds a secret in the forms in which a service may echo it: as it is,
// as inside JSON, percent-encoded once or more, in any mixture of these. The
// message about a wrong signature, for one, may quote what was signed.
func echoed(secret string) *regexp.Regexp {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(secret, "�") {
		b.WriteString("(?:" + regexp.QuoteMeta(string(r)))
		if r >= 0x80 || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			b.WriteString("|" + percent(string(r)) + "|" + regexp.QuoteMeta(insideJSON(r)) +
				fmt.Sprintf(`|\\(?i:u%04x)`, r))
		}
		switch r {
		case ' ':
			b.WriteString(`|\+`)
		case '/':
			b.WriteString(`|\\/`)
		}
		b.WriteString(")")
	}
	return regexp.MustCompile(b.String())
}

func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%(?:25)*(?i:%02x)", c)
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
