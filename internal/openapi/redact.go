package openapi

import (
	"slices"
	"strings"
	"unicode"
)

const (
	maxMessage = 2000
	maxRaw     = 32 << 10
	maxWord    = 200
	longSecret = 8
)

// mask holds the secrets of one request, to be replaced in texts that came from
// outside.
type mask []*secret

func newMask(values ...string) mask {
	var m mask
	for _, value := range values {
		m = append(m, newSecret(value))
	}
	return m
}

// message returns a text as one line of limited length, without secrets.
func (m mask) message(s string) string { return m.line(s, 1, maxMessage) }

// word does the same for a code or an ID. Decisions depend on codes, so a secret
// of a few letters must not change one.
func (m mask) word(s string) string { return m.line(s, longSecret, maxWord) }

func (m mask) line(s string, shortest, limit int) string {
	if s == "" {
		return ""
	}
	if len(s) > maxRaw {
		return "text too long to show"
	}
	// An empty one would be found everywhere.
	secrets := slices.DeleteFunc(slices.Clone(m), func(x *secret) bool { return len(x.value) < shortest })
	// The longest first: one secret may be the beginning of another.
	slices.SortFunc(secrets, func(a, b *secret) int { return len(b.value) - len(a.value) })
	s = hideAll(s, secrets)
	// A secret with a blank may be echoed with a line feed in its place.
	if line := oneLine(s); line != s {
		s = strings.ToValidUTF8(hideAll(line, secrets), "�")
	}
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return s
}

func hideAll(s string, secrets []*secret) string {
	for _, x := range secrets {
		s = x.hide(s)
	}
	return hideParts(s, secrets)
}

func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "�"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}
