package credentials

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// problemLine is what an error about config.json says about the place.
var problemLine = regexp.MustCompile(`^is empty$|^is not (?:valid JSON|the JSON that .aliyun configure. writes): line (\d+)`)

func FuzzConfigJSON(f *testing.F) {
	const keys = `"mode":"AK","access_key_id":"LTAI-fuzz","access_key_secret":"secret-of-the-fuzz-test"`
	for _, text := range []string{
		`{"current":"p","profiles":[{"name":"p",` + keys + `}],"meta_path":""}`,
		"\xef\xbb\xbf{\"profiles\":[\n{\"name\":\"p\",\n\"expired_seconds\":\"3600\",\"enable_vpc\":\"true\"}]}",
		`{"profiles":[{"name":1,"ram_role_arn":{"a":[]},"access_key_secret":["secret-of-the-fuzz-test"]},{"name":"p"},{"NAME":"P"}]}`,
		`{"profiles":[{"name":"p",` + keys + `,"expired_seconds":3.6e3,"enable_vpc":"x"}],"profiles":null}`,
		`{"profiles":[{"name":"p","mode":"ChainableRamRoleArn","ram_role_arn":"r","source_profile":"p"}]}`,
		`{"profiles":[{"name":"p","mode":"OAuth","oauth_site_type":"CN","oauth_access_token":"t","oauth_access_token_expire":1e400}]}`,
		`{"profiles":[{"name":"p",` + keys, `{"profiles":{}}`, `[]`, "null", " ", "{\"profiles\":[{\"name\":\"a\\nb\"}]", `{"profiles":[{"name":"\ud800"}]}`,
	} {
		f.Add([]byte(text), "p")
	}
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		content, problem := parseConfigJSON(text)
		document := bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
		if problem != "" {
			line := problemLine.FindStringSubmatch(problem)
			if line == nil || content != nil {
				t.Fatalf("%q, with %d profiles", problem, len(content))
			}
			if n, err := strconv.Atoi(line[1]); err == nil && (n < 1 || n > 1+bytes.Count(document, []byte("\n"))) {
				t.Errorf("%q in a file of %d lines", problem, 1+bytes.Count(document, []byte("\n")))
			}
			harmless(t, text, problem)
			return
		}
		if !json.Valid(document) {
			t.Fatal("a file that is not JSON passes")
		}
		harmless(t, text, content.names())
		for known := range content {
			checkProfile(t, content, known, text)
		}
		if _, known := content[name]; !known {
			if _, problem := content.profile(name, "FILE"); !strings.Contains(problem, "is not in FILE") {
				t.Errorf("a profile that is not there: %q", problem)
			}
		}
	})
}

// checkProfile uses a profile as New does, without a request.
func checkProfile(t *testing.T, content configJSON, name string, text []byte) {
	t.Helper()
	p, problem := content.profile(name, "FILE")
	if problem != "" {
		if !strings.Contains(problem, "key ") || !strings.Contains(problem, ": must be ") {
			t.Errorf("%q does not name the key and its rule", problem)
		}
		harmless(t, text, problem)
		return
	}
	if p.Name != name {
		t.Errorf("profile %q is called %q", name, p.Name)
	}
	c := Config{STS: STS{Region: "cn-shanghai"}}.complete()
	label, source := c.fromProfile(files{jsonPath: "FILE", config: content, profile: p}, p, nil)
	if w, ok := source.(written); ok {
		checkWritten(t, w, text)
	}
	harmless(t, text, label)
	if !strings.Contains(label, "FILE") {
		t.Errorf("the source %q does not name its file", label)
	}
	if shown := fmt.Sprintf("%v %+v %#v", p, p, content[name]); strings.Contains(shown, "secret") {
		t.Errorf("a profile is printed: %s", shown)
	}
}

// checkWritten requires credentials that can sign a request, or a reason.
func checkWritten(t *testing.T, w written, text []byte) {
	t.Helper()
	if w.err != nil {
		harmless(t, text, w.err.Error())
		return
	}
	if w.credentials.AccessKeyID == "" || w.credentials.AccessKeySecret == "" || malformed(w.credentials) != nil {
		t.Errorf("credentials that cannot sign: %s", w.credentials.AccessKeyID)
	}
}

// harmless requires that a text about a file is one line, shows no secret and ends.
func harmless(t *testing.T, file []byte, text string) {
	t.Helper()
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Errorf("not one line: %q", text)
	}
	const secret = "secret-of-the-fuzz-test" // The fuzzer may also use it for a name, which is shown.
	if bytes.Count(file, []byte(secret)) == 1 && bytes.Contains(file, []byte(`"access_key_secret":"`+secret)) && strings.Contains(text, secret) {
		t.Errorf("a secret is shown: %q", text)
	}
	if len(text) > 16384 {
		t.Errorf("a text of %d bytes: %.100q", len(text), text)
	}
}

func FuzzIniFile(f *testing.F) {
	const keys = "access_key_id = LTAI-fuzz\naccess_key_secret = secret-of-the-fuzz-test\n"
	for _, text := range []string{
		"[default]\ntype = access_key\n" + keys,
		"# comment\n[p]\ntype=sts\n" + keys + "security_token = t ; comment\n",
		"[p]\ntype : ram_role_arn\n" + keys + "role_arn = acs:ram::1:role/x\nrole_session_name=\"s\"\npolicy = `{}`\n",
		"[p]\r\ntype = ecs_ram_role\r\nrole_name =\r\n", "[p]\ntype = rsa_key_pair\n", "type=access_key\n" + keys,
		"[p]\na = %(b)s\nb = %(a)s\ntype = %(type)s\n", "[p]\na = \"\"\"x\ny\"\"\"\nb = x\\\ny\n", "[p", "[p]\n=\n", "\xff\xfe[\x00p\x00]\x00",
	} {
		f.Add([]byte(text), "p")
	}
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		section, problem := iniSection(text, name)
		if problem != "" {
			if section != nil || problem != "is not an ini file" && problem != "has no section ["+name+"]" {
				t.Errorf("%q", problem)
			}
			return
		}
		c := Config{STS: STS{Region: "cn-shanghai"}}.complete()
		label, source := c.fromSection(files{iniPath: "FILE", section: section, sectionName: "p"})
		if w, ok := source.(written); ok {
			checkWritten(t, w, text)
		}
		harmless(t, text, label)
		if !strings.Contains(label, "section [p] of FILE") {
			t.Errorf("the source %q does not name its section", label)
		}
	})
}

// FuzzIniFile_Values writes values as people do, and reads them.
func FuzzIniFile_Values(f *testing.F) {
	f.Add("LTAI-fuzz", "secret/+=fuzz", "CAIS/+=token")
	f.Add("a", "b", "")
	f.Fuzz(func(t *testing.T, id, secret, token string) {
		for _, value := range []string{id, secret, token} {
			// What access keys and tokens consist of.
			if strings.ContainsFunc(value, func(r rune) bool {
				return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("+/=.-_", r)
			}) {
				return
			}
		}
		if id == "" || secret == "" {
			return
		}
		text := "[p]\ntype = sts\naccess_key_id = " + id + "\naccess_key_secret=" + secret + "\nsecurity_token   =   " + token + "\n"
		section, problem := iniSection([]byte(text), "p")
		_, source := Config{}.complete().fromSection(files{iniPath: "FILE", section: section, sectionName: "p"})
		found, err := source.Credentials(t.Context())
		want := openapi.Credentials{AccessKeyID: id, AccessKeySecret: secret, SecurityToken: token, Source: "section [p] of FILE"}
		if problem != "" || err != nil || found != want {
			t.Errorf("%q was read as %q, %q, %v", text, found.AccessKeyID, problem, err)
		}
	})
}

// FuzzSplitCommand_ReadsWhatAShellReads quotes any arguments, and splits any command.
func FuzzSplitCommand_ReadsWhatAShellReads(f *testing.F) {
	f.Add("it's", `C:\a b\`, `acs-sso login --profile "a b"`)
	f.Add("", "\n", `a\`)
	f.Add(`\"`, "'", `"a'b" 'c"d' e\ f`)
	f.Fuzz(func(t *testing.T, first, second, command string) {
		if !utf8.ValidString(first + " " + second) {
			return
		}
		quoted := func(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
		args, ok := splitCommand(quoted(first)+" \t"+quoted(second), false)
		if !ok || !slices.Equal(args, []string{first, second}) {
			t.Errorf("%q and %q became %q", first, second, args)
		}
		if !strings.ContainsAny(first+second, `"\`) {
			args, ok = splitCommand(`"`+first+`" "`+second+`"`, true)
			if !ok || !slices.Equal(args, []string{first, second}) {
				t.Errorf("on Windows %q and %q became %q", first, second, args)
			}
		}
		for _, windows := range []bool{false, true} {
			args, ok := splitCommand(command, windows)
			if length := utf8.RuneCountInString(strings.Join(args, "")); length > utf8.RuneCountInString(command) {
				t.Errorf("%q became %q", command, args)
			}
			if plain := !strings.ContainsAny(command, `'"\`); plain && (!ok || utf8.ValidString(command) && !slices.Equal(args, strings.Fields(command)) && !strings.ContainsFunc(command, oddBlank)) {
				t.Errorf("%q became %q", command, args)
			}
		}
	})
}

// oddBlank reports whether a character separates words for Unicode only.
func oddBlank(r rune) bool { return unicode.IsSpace(r) && !strings.ContainsRune(" \t\r\n", r) }
