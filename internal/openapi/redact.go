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
	redacted = "***"

	maxMessage = 2000
	maxRaw     = 32 << 10
	maxWord    = 200
	longSecret = 8
)

// mask holds the secrets of one request, to be replaced in texts that came from
// outside.
type mask []string

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
	secrets := slices.DeleteFunc(slices.Clone(m), func(secret string) bool { return len(secret) < shortest })
	// The longest first: one secret may be the beginning of another.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for _, secret := range secrets {
		// A cheap test before an expensive search: no encoding changes letters and
		// digits.
		if !strings.Contains(s, longestPlain(secret)) {
			continue
		}
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

// echoed returns a pattern for a secret in every form in which a service may
// echo it: unchanged, as inside JSON, percent-encoded once or more, in any
// mixture. The message about a wrong signature, for example, may quote what was
// signed.
func echoed(secret string) *regexp.Regexp {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(secret, "�") {
		forms := []string{either(string(r))}
		if escaped := insideJSON(r); escaped != string(r) {
			forms = append(forms, either(escaped))
		}
		if !plain(r) {
			forms = append(forms, either(`\`)+fmt.Sprintf(`(?i:u%04x)`, r))
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
