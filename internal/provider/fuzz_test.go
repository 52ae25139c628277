package provider

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

const fuzzSecret = "canary0of1the2fuzz3test"

// fuzzSecrets are the arguments whose values no text may show.
var fuzzSecrets = []string{
	"access_key", "secret_key", "security_token", "credentials_uri", "assume_role.external_id", "assume_role_with_oidc.oidc_token",
}

// fuzzValues chooses values by the bytes of a fuzz test.
type fuzzValues struct {
	choices []byte
	texts   []string
}

func (v *fuzzValues) choice() int {
	if len(v.choices) == 0 {
		return 0
	}
	c := v.choices[0]
	v.choices = v.choices[1:]
	return int(c) % 8
}

// text returns a value for an argument or its variable; "" for none.
func (v *fuzzValues) text(name string, n int) string {
	choice := v.choice()
	value := []string{"", v.texts[0], v.texts[1], sample(name, n), strconv.Itoa(n * 1000), "HTTP", "\t", " " + v.texts[0] + "\n"}[choice]
	if slices.Contains(fuzzSecrets, name) && choice > 0 {
		return []string{"", "http://u:"}[choice%2] + fuzzSecret + value
	}
	return value
}

// FuzzSettings reads any provider block and any environment.
func FuzzSettings(f *testing.F) {
	f.Add([]byte{3, 3, 3, 3, 3, 3}, "cn-shanghai", "127.0.0.1:80", 30.5)
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8}, "a b", "[:::]", 1e300)
	f.Add([]byte(strings.Repeat("\x02\x05", 40)), "\u200b", "https://h/", -1.0)
	f.Add([]byte(strings.Repeat("\x07", 60)), "éa\r", strings.Repeat("x", 1100), 901.0)
	f.Add([]byte(strings.Repeat("\x03\x01\x06", 30)), "true", "HTTPS", 0.0)
	names := []string{}
	for _, a := range (&blockModel{}).arguments() {
		names = append(names, a.name)
	}
	for i, name := range names {
		alone := append(make([]byte, 2*i), 1, 0)
		f.Add(alone, "a b/", "", 2e9)
		f.Add(alone, name, "", 0.5)
	}
	chain := credentials.New(credentials.Config{Home: f.TempDir()})
	f.Fuzz(func(t *testing.T, choices []byte, first, second string, number float64) {
		if math.IsNaN(number) || math.IsInf(number, 0) || !utf8.ValidString(first+" "+second) || strings.Contains(first+second, "canary") {
			return
		}
		v := &fuzzValues{choices, []string{first, second}}
		given := map[string]attr.Value{}
		for i, name := range names {
			if value := v.value(t, name, i, number); value != nil {
				given[name] = value
			}
		}
		variable := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(variables)) {
			for i, key := range variables[name] {
				variable[key] = v.text(name, i)
			}
		}
		for _, key := range []string{metadataDisabled, metadataHost, metadataV2Only, "HOME"} {
			variable[key] = v.text(key, 1)
		}
		model := block(t, given)
		s, diags := settingsFrom(model, func(name string) string { return variable[name] })
		_, again := settingsFrom(model, func(name string) string { return variable[name] })
		if !diags.Equal(again) {
			t.Errorf("%v and then %v", diags, again)
		}
		checkDiagnostics(t, diags)
		if shown := fmt.Sprintf("%v %+v %#v", s, s, *s); strings.Contains(shown, fuzzSecret) {
			t.Errorf("settings are shown: %s", shown)
		}
		if diags.HasError() {
			return
		}
		checkSettings(t, s, chain)
	})
}

// value returns a value for the block; nil for none.
func (v *fuzzValues) value(t *testing.T, name string, n int, number float64) attr.Value {
	t.Helper()
	of := argumentType(t, name)
	text := v.text(name, n)
	switch {
	case text == "" && v.choice() == 2:
		return types.StringUnknown()
	case text == "":
		return nil
	case of.Equal(types.NumberType):
		if v.choice()%2 == 0 {
			return numberOf(t, strconv.FormatFloat(number, 'g', -1, 64))
		}
		return numberOf(t, strconv.Itoa(n*100))
	case of.Equal(types.BoolType):
		return types.BoolValue(true)
	}
	return types.StringValue(text)
}

// checkDiagnostics requires a place that the schema has, one line and no secret.
func checkDiagnostics(t *testing.T, diags diag.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		at, ok := d.(diag.DiagnosticWithPath)
		if !ok {
			t.Errorf("%v has no path", d)
			continue
		}
		if _, unknown := blockSchema().TypeAtPath(t.Context(), at.Path()); unknown.HasError() {
			t.Errorf("%s: %v", at.Path(), unknown)
		}
		if what, name, _ := strings.Cut(d.Summary(), " "); d.Severity() == diag.SeverityError && (what != "Invalid" && what != "Missing" || name != at.Path().String()) {
			t.Errorf("%q is at %s", d.Summary(), at.Path())
		}
		text := d.Summary() + " " + d.Detail()
		if strings.Contains(text, fuzzSecret) {
			t.Errorf("a secret is shown: %q", text)
		}
		if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) || len(text) > 4000 {
			t.Errorf("not one line: %q", text)
		}
	}
}

// checkSettings requires that settings without an error make a client.
func checkSettings(t *testing.T, s *settings, chain *credentials.Chain) {
	t.Helper()
	for _, d := range []time.Duration{s.connectTimeout, s.readTimeout, s.retryFor} {
		if d < 0 || d > maxDuration {
			t.Errorf("a duration of %s", d)
		}
	}
	for _, secret := range []credentials.Setting{s.credentials.AccessKey, s.credentials.SecretKey, s.credentials.SecurityToken} {
		if credentials.Malformed(secret.Value) != "" || (secret.Value == "") != (secret.From == "") {
			t.Errorf("a credential %q from %q", secret.Value, secret.From)
		}
	}
	region, diags := s.resolveRegion(credentials.Setting{})
	checkDiagnostics(t, diags)
	if diags.HasError() {
		return
	}
	if _, err := ice.New(s.options(chain, region)); err != nil {
		t.Errorf("%+v cannot be used: %v", region, err)
	}
}
