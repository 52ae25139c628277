package openapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest/instant"
)

// Secrets of the fuzz tests: no text that is not made of them has 16 characters in
// a row of one. None has a blank, which a plus sign stands for in a form.
const (
	fuzzPart  = 16
	fuzzKey   = "zq0/kx7+wv3=jy9-qg5.xh1~vb8_pd6"
	fuzzHex   = "q7z0kx3wv9jy1qg5xh8vb2pd6mt4cn"
	fuzzToken = "ZJ4\"Qw\\X2é%7Vk/N9😀yH5:T8&r=fG6+bP3"
)

// fuzzLong has no pattern of its own, and is found by its parts.
var fuzzLong = func() string {
	var b strings.Builder
	for i := range 60 {
		b.WriteString(strconv.FormatUint(uint64(i+7)*0x9E3779B97F4A7C15, 36) + "/+")
	}
	return b.String()
}()

var fuzzEscapes = regexp.MustCompile(`%[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[/"\\]`)

// unescaped decodes one layer of percent-encoding and JSON escapes.
func unescaped(s string) string {
	return fuzzEscapes.ReplaceAllStringFunc(s, func(code string) string {
		switch {
		case code[0] == '%':
			n, _ := strconv.ParseUint(code[1:], 16, 8)
			return string([]byte{byte(n)})
		case code[1] == 'u':
			n, _ := strconv.ParseUint(code[2:], 16, 16)
			return string(rune(n))
		}
		return code[1:]
	})
}

// fuzzParts are all parts of the secrets with 16 characters.
var fuzzParts = func() map[string]bool {
	all := map[string]bool{}
	for _, secret := range []string{fuzzKey, fuzzHex, fuzzToken, fuzzLong} {
		eachPart(secret, func(part string) { all[part] = true })
	}
	return all
}()

func eachPart(text string, visit func(string)) {
	characters := []rune(text)
	for i := 0; i+fuzzPart <= len(characters); i++ {
		visit(string(characters[i : i+fuzzPart]))
	}
}

// revealed returns 16 characters in a row of a secret that are in a text, encoded up
// to three times; empty if there are none.
func revealed(text string) (found string) {
	for range 4 {
		eachPart(text, func(part string) {
			if fuzzParts[part] {
				found = part
			}
		})
		decoded := unescaped(text)
		if decoded == text {
			break
		}
		text = decoded
	}
	return found
}

// fuzzMasks are made once: a pattern takes long to compile.
var (
	fuzzSecrets = newMask(fuzzToken, fuzzLong, fuzzHex)
	fuzzMask    = append(newMask(fuzzKey), fuzzSecrets...)
)

// fuzzCall is a call with secrets, as the chain makes it.
func fuzzCall(once bool) *call {
	return &call{
		Request: Request{
			Operation: "StartAIAgentInstance", Host: "ice.example", Once: once, EmptySuccess: !once, Salvage: "InstanceId",
			Query: map[string]string{"AIAgentId": "agent-1", "RuntimeConfig": `{"AuthToken":"` + fuzzToken + `"}`, "Id": fuzzLong},
		},
		attempt: 1, credentials: Credentials{AccessKeyID: "LTAI", AccessKeySecret: fuzzKey, Source: "a test"},
		secrets: fuzzSecrets, mask: fuzzMask,
	}
}

// echo replaces $0 to $9 by secrets, encoded in ways in which services echo them.
func echo(text string) string {
	inJSON := func(s string) string {
		quoted, err := json.Marshal(s)
		if err != nil {
			panic(err)
		}
		return string(quoted[1 : len(quoted)-1])
	}
	return strings.NewReplacer(
		"$0", fuzzKey, "$1", inJSON(fuzzToken), "$2", url.QueryEscape(fuzzToken), "$3", inJSON(url.QueryEscape(inJSON(fuzzToken))),
		"$4", fuzzLong[100:400], "$5", fuzzLong, "$6", url.QueryEscape(url.QueryEscape(fuzzLong[50:300])), "$7", inJSON(fuzzToken[8:]),
		"$8", strings.ToLower(url.QueryEscape(fuzzKey)), "$9", fuzzHex,
	).Replace(text)
}

// checkTexts requires bounded lines without secrets in all that a response decides.
func checkTexts(t *testing.T, e *Error) {
	t.Helper()
	texts := map[string]int{e.Message: maxMessage, e.Detail: maxMessage, e.Code: maxWord, e.RequestID: maxWord}
	if d := e.AccessDenied; d != nil {
		for _, s := range []string{d.Action, d.Principal, d.PrincipalType, d.PolicyType, d.Kind} {
			texts[s] = max(texts[s], maxWord)
		}
	}
	for text, limit := range texts {
		if utf8.RuneCountInString(text) > limit+1 || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			t.Errorf("not one line of %d characters: %q", limit, text)
		}
	}
	all := fmt.Sprintf("%+v %+v %s", *e, e.AccessDenied, e)
	if part := revealed(all); part != "" {
		t.Errorf("%q is shown in %q", part, all)
	}
}

// FuzzResponse_IsASuccessOrAnError gives a response of any status, headers and body.
// $0 to $9 in them are secrets.
func FuzzResponse_IsASuccessOrAnError(f *testing.F) {
	f.Add(uint16(200), true, "application/json", "RID", "", `{"InstanceId":"i-1","RequestId":"$0"}`)
	f.Add(uint16(400), true, "application/json", "$1", "7", `{"Code":"SignatureDoesNotMatch","Message":"$2 and $3 server string to sign is: $6"}`)
	f.Add(uint16(403), false, "", "", "", `{"Code":"Forbidden.$8","Message":"x\ny","AccessDeniedDetail":{"AuthAction":"ice:$1","PolicyType":1}}`)
	f.Add(uint16(404), true, "text/$0", "", "", `<html>$4</html>`)
	f.Add(uint16(503), true, "text/html", "", "2", ``)
	f.Add(uint16(429), true, "$9/b", "", "99999999999", `null`)
	f.Add(uint16(302), false, "a/$9", "$7", "", `{"code":"$5","message":1e400,"requestId":[]}`)
	f.Add(uint16(200), false, "", "", "Fri, 31 Dec 9999 23:59:59 GMT", " ")
	f.Add(uint16(400), true, "", "", "", `{"Code":"SignatureNonceUsed"}`)
	f.Add(uint16(400), false, "", "", "", `{"Code":"SignatureNonceUsed"}`)
	f.Add(uint16(500), true, "", "", "", `{"Code":"InternalError"}`)
	f.Add(uint16(414), true, "", "", "", `too long`)
	f.Add(uint16(500), true, "", "", "", `{"Code":"Throttling.$0","Message":"RuntimeConfig=$2&AIAgentId=agent-1 Id=x"}`)
	f.Fuzz(func(t *testing.T, n uint16, once bool, kind, id, after, body string) {
		if len(kind)+len(id)+len(body) > 4000 {
			return
		}
		x := &exchange{
			status: 100 + int(n)%900, body: []byte(echo(body)),
			header: http.Header{"Content-Type": {echo(kind)}, requestIDHeader: {echo(id)}, "Retry-After": {after}},
		}
		if n < 600 && n >= 100 {
			x.status = int(n)
		}
		c := fuzzCall(once)
		response, err := c.responded(x)
		if (response == nil) == (err == nil) {
			t.Fatalf("%v and %v", response, err)
		}
		_, second := fuzzCall(once).responded(x)
		if err == nil {
			checkSuccess(t, c, x, response)
			return
		}
		checkTexts(t, err)
		checkRefusal(t, c, x, err)
		if second == nil || second.Error() != err.Error() {
			t.Errorf("%v, and then %v", err, second)
		}
	})
}

func checkSuccess(t *testing.T, c *call, x *exchange, response *Response) {
	t.Helper()
	empty := c.EmptySuccess && len(bytes.TrimSpace(x.body)) == 0
	if x.status/100 != 2 || response.Status != x.status || !empty && (!json.Valid(x.body) || response.Body == nil) {
		t.Errorf("status %d with %q is a success", x.status, x.body)
	}
	checkTexts(t, response.Mismatch("the response has no InstanceId"))
}

// checkRefusal requires that nothing is sent twice that must not be.
func checkRefusal(t *testing.T, c *call, x *exchange, e *Error) {
	t.Helper()
	if e.Status != x.status || (e.Reason == Answered) != (x.status >= 400) || e.Reason != Answered && e.Reason != Unreadable {
		t.Errorf("status %d is %+v", x.status, e)
	}
	if e.RetryAfter < 0 || e.RetryAfter > time.Hour {
		t.Errorf("a pause of %s", e.RetryAfter)
	}
	if e.Throttled() && e.MaybeReceived {
		t.Errorf("throttled, and maybe received: %+v", e)
	}
	refused := e.Throttled() || e.Status == 411 || e.Status == 413 || e.Status == 414 || e.Status == 431 ||
		e.Status/100 == 4 && e.Code != "" && (e.Code != "SignatureNonceUsed" || !c.Once)
	if e.MaybeReceived == refused {
		t.Errorf("maybe received: %+v", e)
	}
	if v := decide(c.Once, e, history{same: 1, limit: time.Minute}); c.Once && e.MaybeReceived && v.again {
		t.Errorf("sent again: %+v", e)
	}
}

// FuzzSalvage_HasTheWholeText cuts a response off anywhere.
func FuzzSalvage_HasTheWholeText(f *testing.F) {
	f.Add(`"RequestId":"x","Other":{"InstanceId":"no"}`, "i-1", `"a":[1,2]`, uint16(60))
	f.Add(`"n":1e3`, "é\"\\", ``, uint16(20))
	f.Add(``, "", `"b":null`, uint16(5))
	f.Fuzz(func(t *testing.T, before, id, after string, length uint16) {
		key, err := json.Marshal(id)
		if err != nil {
			t.Fatal(err)
		}
		text := "{"
		if before != "" {
			text += strings.ToValidUTF8(before, "?") + ","
		}
		text += `"InstanceId":` + string(key)
		complete := len(text)
		if after != "" {
			text += "," + strings.ToValidUTF8(after, "?")
		}
		text += "}"
		if !json.Valid([]byte(text)) || strings.Count(text, `"InstanceId"`) != 1 || strings.Contains(text, `\u`) {
			return
		}
		arrived := text[:min(int(length), len(text))]
		response, ok := fuzzCall(true).salvaged(&exchange{status: 200, header: http.Header{}, body: []byte(arrived)})
		if want := len(arrived) >= complete && id != ""; ok != want {
			t.Fatalf("%q salvaged: %t", arrived, ok)
		}
		if ok && response.Body["InstanceId"] != strings.ToValidUTF8(id, "�") {
			t.Errorf("%q became %q", id, response.Body["InstanceId"])
		}
	})
}

// FuzzSalvage_OfAnything gives any body.
func FuzzSalvage_OfAnything(f *testing.F) {
	f.Add(200, []byte(`{"InstanceId":"i","x":`))
	f.Add(200, []byte(`{"InstanceId":1,"InstanceId":"i"}`))
	f.Add(200, []byte(`{"RequestId":"r","Instance`))
	f.Add(500, []byte(`{"InstanceId":"i"`))
	f.Add(200, []byte(`["InstanceId","i"`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		response, ok := fuzzCall(true).salvaged(&exchange{status: status, header: http.Header{}, body: body})
		if !ok {
			return
		}
		id, isText := response.Body["InstanceId"].(string)
		key := bytes.Contains(body, []byte(`"InstanceId"`)) || bytes.Contains(body, []byte(`\`))
		if status/100 != 2 || !isText || id == "" || !key || response.Status != status || len(response.Body) != 1 {
			t.Errorf("%d %q became %+v", status, body, response.Body)
		}
	})
}

// FuzzObject_IsOneObject compares with a second reader.
func FuzzObject_IsOneObject(f *testing.F) {
	for _, text := range []string{`{}`, `{"a":1} `, `{}}`, `{}]`, `{} {}`, `[]`, `null`, ``, `{"a":1e999,"a":"b"}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		o, ok := object(body)
		want := json.Valid(body) && bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{"))
		if ok != want {
			t.Fatalf("%q is one object: %t", body, ok)
		}
		if _, err := json.Marshal(o); ok && err != nil {
			t.Errorf("%q became %v: %v", body, o, err)
		}
	})
}

// FuzzRetryAfter_IsBounded requires the documented units and at most an hour.
func FuzzRetryAfter_IsBounded(f *testing.F) {
	f.Add("1500", "9")
	f.Add("", "Fri, 31 Dec 9999 23:59:59 GMT")
	f.Add("-1", "-1")
	f.Add("1e3", "99999999999999999999")
	f.Add("0", "Sunday, 06-Nov-94 08:49:37 GMT")
	f.Fuzz(func(t *testing.T, gateway, standard string) {
		got := retryAfter(http.Header{"X-Acs-Retry-After": {gateway}, "Retry-After": {standard}})
		if got < 0 || got > time.Hour {
			t.Errorf("%q and %q ask for %s", gateway, standard, got)
		}
		if ms, err := strconv.Atoi(gateway); err == nil && ms > 0 && ms <= 3_600_000 && got != time.Duration(ms)*time.Millisecond {
			t.Errorf("%q asks for %s", gateway, got)
		}
		if s, err := strconv.Atoi(standard); err == nil && s >= 0 && s <= 3600 && gateway == "" && got != time.Duration(s)*time.Second {
			t.Errorf("%q asks for %s", standard, got)
		}
	})
}

// FuzzMask_HidesEveryPart echoes a part of any secret in any text, encoded or not.
func FuzzMask_HidesEveryPart(f *testing.F) {
	f.Add("before ", "canary-Token/0123+456=789", " after", uint8(0), uint8(25), uint8(0))
	f.Add("100% of it: ", "😀abcdef\"ghijklmnopqrstu\\vw", "25", uint8(3), uint8(20), uint8(1))
	f.Add("x", "0123456789abcdef/ghij", "y", uint8(2), uint8(16), uint8(6))
	f.Add("", "ABCDEFGHIJ\"KLMNOPQRST", "", uint8(3), uint8(16), uint8(4))
	f.Add("a\\b: is it", "0123456789abcdef", "u0041", uint8(0), uint8(16), uint8(2))
	f.Add("a\n", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "\xff", uint8(1), uint8(18), uint8(4))
	f.Fuzz(func(t *testing.T, before, secret, after string, from, length, encoding uint8) {
		characters := []rune(secret)
		if !utf8.ValidString(before+" "+secret+" "+after) || strings.ContainsAny(before[max(len(before)-6, 0):], `%\`) || len(characters) < fuzzPart || len(characters) > 400 || len(before)+len(after) > 2000 ||
			strings.ContainsFunc(secret, func(r rune) bool {
				return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("*%\\+", r)
			}) {
			return // Where an encoding begins in or before a secret, nobody can tell what was encoded.
		}
		start := min(int(from), len(characters)-fuzzPart)
		part := string(characters[start:min(start+max(int(length), fuzzPart), len(characters))])
		m := newMask(secret)
		got := m.message(before + encoded(part, encoding) + after)
		for i := 0; i+fuzzPart <= len(characters); i++ {
			if piece := string(characters[i : i+fuzzPart]); strings.Contains(got, piece) {
				t.Fatalf("%q of %q is shown: %q", piece, secret, got)
			}
		}
		if again := m.message(got); again != got {
			t.Errorf("%q became %q", got, again)
		}
		if !strings.Contains(got, redacted) && utf8.RuneCountInString(got) <= maxMessage {
			t.Errorf("nothing is hidden: %q", got)
		}
	})
}

func encoded(s string, encoding uint8) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		return s
	}
	inside := string(quoted[1 : len(quoted)-1])
	forms := []string{s, inside, url.QueryEscape(s), url.PathEscape(s), url.QueryEscape(inside), url.QueryEscape(url.QueryEscape(s)), strings.ReplaceAll(inside, "/", `\/`)}
	return forms[int(encoding)%len(forms)]
}

// FuzzMask_TwiceIsTheSame masks any text with any secrets.
func FuzzMask_TwiceIsTheSame(f *testing.F) {
	f.Add("a\tb and a b", "a b", "x")
	f.Add("tok\xffen", "tok�en", "")
	f.Add("one two", "e t", "ne")
	f.Fuzz(func(t *testing.T, text, first, second string) {
		if strings.ContainsAny(first+second, "*…") || len(first)+len(second) > 600 || len(text) > 4000 {
			return // A mark may hold such a secret.
		}
		m := newMask(first, second)
		for name, mask := range map[string]func(string) string{"message": m.message, "word": m.word} {
			once := mask(text)
			if again := mask(once); again != once {
				t.Errorf("%s: %q became %q", name, once, again)
			}
		}
	})
}

// FuzzQuote_ShowsNoValue cuts the values of a request's own parameters.
func FuzzQuote_ShowsNoValue(f *testing.F) {
	f.Add("the value X=", "X", "a b&c", " is wrong")
	f.Add("StringToSign: POST&%2F&", "AIAgentId", "agent", "")
	f.Add("XX=1&", "X", "=", "")
	f.Fuzz(func(t *testing.T, before, name, value, after string) {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
			return
		}
		c := &call{Request: Request{Query: map[string]string{name: value, "X" + name: value}, Form: map[string]string{"F": ""}}}
		got := c.withoutRequest(before + name + "=" + url.QueryEscape(value) + after)
		rest := got
		for {
			_, behind, found := strings.Cut(rest, name+"=")
			if !found {
				break
			}
			if rest = behind; !strings.HasPrefix(behind, redacted) {
				t.Fatalf("a value of %s is shown: %q", name, got)
			}
		}
		if at := signed().FindStringIndex(got); at != nil && got[at[1]:] != " …" {
			t.Errorf("what was signed is shown: %q", got)
		}
		if again := c.withoutRequest(got); again != got {
			t.Errorf("%q became %q", got, again)
		}
	})
}

// anyError returns any Error.
func anyError(reason uint8, status uint16, code string, flags uint8, after int64) *Error {
	return &Error{
		Reason: Reason(reason % (uint8(Bug) + 1)), Status: int(status), Code: code, RetryAfter: time.Duration(after),
		MaybeReceived: flags&1 != 0, Permanent: flags&2 != 0, renewed: flags&4 != 0, noSuchHost: flags&8 != 0,
	}
}

// FuzzPolicy_NothingIsSentTwice decides about any failure.
func FuzzPolicy_NothingIsSentTwice(f *testing.F) {
	f.Add(uint8(Answered), uint16(503), "", uint8(1), int64(0), true, 1, int64(0), int64(time.Minute))
	f.Add(uint8(Lost), uint16(0), "", uint8(1), int64(time.Second), false, 3, int64(time.Second), int64(0))
	f.Add(uint8(NotSent), uint16(0), "", uint8(8), int64(0), true, 60, int64(4*time.Second), int64(-1))
	for reason := Answered; reason <= Bug; reason++ {
		f.Add(uint8(reason), uint16(500), "", uint8(1), int64(0), true, 1, int64(0), int64(time.Minute))
		f.Add(uint8(reason), uint16(200), "", uint8(1), int64(0), false, 2, int64(0), int64(0))
	}
	f.Add(uint8(Answered), uint16(400), nonceUsed, uint8(4), int64(0), false, 1, int64(0), int64(5))
	f.Add(uint8(Answered), uint16(429), "Throttling", uint8(0), int64(time.Hour), true, 9, int64(0), int64(time.Hour))
	f.Fuzz(func(t *testing.T, reason uint8, status uint16, code string, flags uint8, after int64, once bool, same int, spent, limit int64) {
		e := anyError(reason, status, code, flags, max(after, 0))
		switch { // What the chain never says was not received.
		case e.Reason == Answered && e.Status/100 != 4 && !e.Throttled(), e.Reason == Lost, e.Reason == TimedOut, e.Reason == Unreadable:
			e.MaybeReceived = true
		}
		h := history{same: max(same, 1), spent: time.Duration(max(spent, 0)), limit: time.Duration(limit), patient: flags&16 != 0}
		k, v := kindOf(once, e), decide(once, e, h)
		if v != decide(once, e, h) || k < final || k > garbled {
			t.Fatalf("kind %d, %+v", k, v)
		}
		if once && e.MaybeReceived && !e.Throttled() && v.again {
			t.Errorf("sent again although it may have been received: %+v", e)
		}
		if once && !e.Throttled() && e.Reason != NotSent && e.Reason != Answered && e.MaybeReceived && k != uncertain {
			t.Errorf("kind %d for %+v", k, e)
		}
		refused := e.Reason == NotSent || e.Throttled()
		if once && v.again && !refused && (e.Reason != Answered || e.Status/100 != 4) {
			t.Errorf("a request that is sent once is sent again: %+v", e)
		}
		if (k == final || k == uncertain) && (v.again || v.outOfTime) {
			t.Errorf("a kind %d is sent again: %+v", k, v)
		}
		checkTime(t, e, h, v)
	})
}

func checkTime(t *testing.T, e *Error, h history, v verdict) {
	t.Helper()
	if v.again && v.outOfTime || v.jitter < 0 || v.jitter > longestPause || v.again && v.least != e.RetryAfter {
		t.Errorf("%+v", v)
	}
	if h.limit < 0 && v.again {
		t.Errorf("sent again without time: %+v", v)
	}
	if v.again && h.limit > 0 && (v.most <= v.least || v.most > h.limit) {
		t.Errorf("of %s, %s are spent: %+v", h.limit, h.spent, v)
	}
}

// FuzzRetry_StopsInTime sends a request that meets any row of failures.
func FuzzRetry_StopsInTime(f *testing.F) {
	f.Add([]byte{0, 2, 4, 6, 8}, true, int64(0))
	f.Add([]byte{1, 3, 5, 7, 1, 1, 1}, false, int64(time.Minute))
	f.Add([]byte{4, 4, 4, 9, 12, 3}, true, int64(-1))
	f.Fuzz(func(t *testing.T, script []byte, once bool, limit int64) {
		if len(script) > 60 {
			return
		}
		clock, n, received := &instant.Clock{}, 0, false
		next := func(_ context.Context, c *call) (*Response, *Error) {
			if once && received {
				t.Error("sent again although it may have been received")
			}
			if n++; n > len(script) {
				return &Response{call: c, Attempts: c.attempt}, nil
			}
			e := scripted(c, script[n-1])
			received = received || e.MaybeReceived
			return nil, e
		}
		r := &retrier{clock: clock, limiter: newLimiter(clock, 0, 0), limit: time.Duration(limit), next: next}
		response, err := r.handle(t.Context(), &call{Request: Request{Operation: "Op", Once: once}})
		if (response == nil) == (err == nil) {
			t.Fatalf("%v and %v", response, err)
		}
		if err != nil && (err.Attempts != n || err.MaybeReceived != received) {
			t.Errorf("%d attempts, received %t: %+v", n, received, err)
		}
		if err == nil && response.Attempts != n {
			t.Errorf("%d attempts: %+v", n, response)
		}
	})
}

// scripted is a failure as the chain below the retry returns it.
func scripted(c *call, n byte) *Error {
	switch n % 8 {
	case 0:
		return c.failed(NotSent, "")
	case 1:
		return with(c.failed(Lost, ""), func(e *Error) { e.MaybeReceived = true })
	case 2:
		return with(c.failed(TimedOut, ""), func(e *Error) { e.MaybeReceived = true })
	case 3:
		return c.stopped(io.EOF, n >= 128)
	case 4:
		return with(c.failed(NotSent, ""), func(e *Error) { e.Permanent = true })
	}
	body := []string{``, `{"Code":"Throttling"}`, `{"Code":"SignatureNonceUsed"}`, `{"Code":"InvalidTimeStamp.Expired"}`, `{"Code":"X"}`, `<html>`}[n/8%6]
	_, err := c.responded(&exchange{status: []int{200, 400, 500}[n%8-5], header: http.Header{}, body: []byte(body)})
	if err == nil {
		return (&Response{Status: 200, call: c}).Mismatch("no id")
	}
	return err
}

func with(e *Error, change func(*Error)) *Error {
	change(e)
	return e
}
