package openapi

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSecretsAreFoundHoweverTheyAreEchoed(t *testing.T) {
	t.Parallel()
	secret := "a/b+c=\"d\\e\n f<é>~*"
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
		"with an accent as some JSON has it": strings.Replace(inside, "é", `\u00E9`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (mask{"other", secret}).message("<" + echo + ">"); got != "<***>" {
				t.Errorf("got %q for %q", got, echo)
			}
		})
	}
}

func TestTheLongerOfTwoSecretsIsReplacedFirst(t *testing.T) {
	t.Parallel()
	if got := (mask{"token", "", "token-and-more"}).message("token-and-more, token"); got != "***, ***" {
		t.Errorf("got %q", got)
	}
}

func TestAShortSecretDoesNotChangeACode(t *testing.T) {
	t.Parallel()
	m := mask{"Not", "long-enough-secret"}
	if got := m.word("AgentNotFound"); got != "AgentNotFound" {
		t.Errorf("got %q", got)
	}
	if got := m.word("Invalid.long-enough-secret"); got != "Invalid.***" {
		t.Errorf("got %q", got)
	}
}

func TestATextTooLongToSearchIsNotShown(t *testing.T) {
	t.Parallel()
	if got := (mask{"token"}).message(strings.Repeat("x", maxRaw) + "token"); got != "text too long to show" {
		t.Errorf("got %q", got)
	}
}

func FuzzMessagesAreOneBoundedLineWithoutTheSecret(f *testing.F) {
	f.Add("a\nb\x00 secret\xff", "secret")
	f.Fuzz(func(t *testing.T, text, secret string) {
		got := mask{secret}.message(text)
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
