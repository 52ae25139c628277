package openapi

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestSecretsAreFoundHoweverTheyAreEchoed(t *testing.T) {
	t.Parallel()
	// The second one is too short to be found by its parts.
	for _, secret := range []string{"🔑a/b+c=\"d\\e\n f<é>~*", "🔑/+\"\\\n <é~"} {
		foundEchoed(t, secret)
	}
}

func foundEchoed(t *testing.T, secret string) {
	t.Helper()
	quoted, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	inside := string(quoted[1 : len(quoted)-1])
	for name, echo := range map[string]string{
		"as it is":                           secret,
		"inside JSON":                        inside,
		"percent-encoded":                    url.QueryEscape(secret),
		"percent-encoded strictly":           strings.ReplaceAll(url.QueryEscape(secret), "+", "%20"),
		"percent-encoded as a path":          url.PathEscape(secret),
		"percent-encoded in lower case":      strings.ToLower(url.QueryEscape(secret)),
		"percent-encoded inside JSON":        url.QueryEscape(inside),
		"percent-encoded twice":              url.QueryEscape(url.QueryEscape(secret)),
		"with a slash as some JSON has it":   strings.Replace(secret, "/", `\/`, 1),
		"with an emoji as some JSON has it":  strings.Replace(inside, "🔑", `\ud83d\uDD11`, 1),
		"the same, percent-encoded":          url.QueryEscape(strings.Replace(inside, "🔑", `\uD83D\udd11`, 1)),
		"with an accent as some JSON has it": strings.Replace(inside, "é", `\u00E9`, 1),
	} {
		if got := newMask("other", secret).message("<" + echo + ">"); got != "<***>" {
			t.Errorf("%s: got %q for %q", name, got, echo)
		}
	}
}

func TestTheLongerOfTwoSecretsIsReplacedFirst(t *testing.T) {
	t.Parallel()
	if got := newMask("token", "", "token-and-more").message("token-and-more, token"); got != "***, ***" {
		t.Errorf("got %q", got)
	}
}

func TestAShortSecretDoesNotChangeACode(t *testing.T) {
	t.Parallel()
	m := newMask("Not", "long-enough-secret")
	if got := m.word("AgentNotFound"); got != "AgentNotFound" {
		t.Errorf("got %q", got)
	}
	if got := m.word("Invalid.long-enough-secret"); got != "Invalid.***" {
		t.Errorf("got %q", got)
	}
	if got := newMask("x").message("axb"); got != "a***b" {
		t.Errorf("in a message: got %q", got)
	}
	if got := newMask("12345678", "abcdefg").word("12345678.abcdefg"); got != "***.abcdefg" {
		t.Errorf("of eight and seven characters: got %q", got)
	}
}

func TestATextTooLongToSearchIsNotShown(t *testing.T) {
	t.Parallel()
	for length, want := range map[int]string{32<<10 + 1: "text too long to show", 32 << 10: "***" + strings.Repeat("x", 1997) + "…"} {
		if got := newMask("token").message("token" + strings.Repeat("x", length-len("token"))); got != want {
			t.Errorf("of %d bytes: %.40q", length, got)
		}
	}
}

// TestParts_OfALongSecretAreHidden: services quote the beginning or the end of a
// token, encoded in any way.
func TestParts_OfALongSecretAreHidden(t *testing.T) {
	t.Parallel()
	const token = "eyJhbGciOiJ/UzI1+iJ9.eyJ1c2VyIjoi=\"q\"e5aW9.🔑SflKxwRJSMeKKF2QT4fwpM"
	quoted, err := json.Marshal(token[:40])
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"the beginning":             {"'" + token[:30] + "…' is not valid", "'***…' is not valid"},
		"the end":                   {"…" + token[len(token)-20:] + " is not valid", "…*** is not valid"},
		"the middle":                {"<" + token[10:26] + ">", "<***>"},
		"the beginning, in a URL":   {"a=" + url.QueryEscape(token[:50]) + "&b", "a=***&b"},
		"the same, encoded twice":   {"a=" + url.QueryEscape(url.QueryEscape(token[:50])) + "&b", "a=***&b"},
		"the beginning, as JSON":    {"{\"t\":" + string(quoted) + "}", "{\"t\":\"***\"}"},
		"two parts":                 {token[:20] + " and " + token[30:52], "*** and ***"},
		"fifteen characters":        {token[:15], token[:15]},
		"sixteen characters":        {token[:16], "***"},
		"a text of another meaning": {"The token is not valid for this channel.", "The token is not valid for this channel."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := newMask("short", token).message(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestParts_ASecretOfSixteenCharactersIsOne, also where a letter of it is encoded.
func TestParts_ASecretOfSixteenCharactersIsOne(t *testing.T) {
	t.Parallel()
	const secret, encoded = "abcdefghijklmnop", "%61bcdefghijklmnop"
	if got := newMask(secret).message("<" + encoded + ">"); got != "<***>" {
		t.Errorf("got %q", got)
	}
}

// TestParts_ALongSecretIsCheap: a pattern for it took 14 seconds a text.
func TestParts_ALongSecretIsCheap(t *testing.T) {
	t.Parallel()
	value := []rune(strings.Repeat("0123456789abcdef/+=é", 1000))
	m := newMask(string(value))
	start := time.Now()
	for n := range 20 {
		text := "<" + url.QueryEscape(string(value[n:n+4000]))
		if got := m.message(text); got != "<***" {
			t.Fatalf("got %.100q", got)
		}
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("20 texts took %s", took)
	}
}

func FuzzMessagesAreOneBoundedLineWithoutTheSecret(f *testing.F) {
	f.Add("a\nb\x00 secret\xff", "secret")
	f.Fuzz(func(t *testing.T, text, secret string) {
		got := newMask(secret).message(text)
		if strings.ContainsAny(got, "\n\r\t\x00") || len([]rune(got)) > maxMessage+1 {
			t.Errorf("not one bounded line: %q", got)
		}
		// A secret made of the mark's own characters can stand in a mark.
		if utf8.ValidString(text+secret) && strings.Trim(secret, "*… \n\r\t") == secret && strings.Contains(text, secret) &&
			len(secret) > 8 && strings.Contains(got, secret) {
			t.Errorf("%q is still in %q", secret, got)
		}
	})
}
