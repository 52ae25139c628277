package artctoken

import (
	"context"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// What the arguments of the function and of the ephemeral resource are.
const (
	appIDText     = "AppId of the ARTC application that the agent's page in the IMS console shows."
	appKeyText    = "AppKey of the ARTC application. "
	channelIDText = "Channel that the token admits to: 1 to 64 letters, digits, `-` and `_`."
	userIDText    = "User that the token admits: 1 to 64 letters, digits, `-` and `_`. For the agent it is the instance's `agent_user_id`."
	nonceText     = "Any text that becomes part of the token. The vendor recommends none."
)

var (
	_ function.StringParameterValidator = rule(nil)
	_ validator.String                  = rule(nil)
)

// rule returns what is wrong with a text, as the end of a sentence without a full
// stop, or "". It checks an argument of a function and one of an ephemeral resource. A
// rule that an app key must pass never shows the text.
type rule func(text string) string

func (r rule) Description(context.Context) string { return "" }

func (r rule) MarkdownDescription(context.Context) string { return "" }

// ValidateParameterString leaves the full stop to core.
func (r rule) ValidateParameterString(_ context.Context, req function.StringParameterValidatorRequest, resp *function.StringParameterValidatorResponse) {
	if problem := r(req.Value.ValueString()); problem != "" {
		resp.Error = function.NewArgumentFuncError(req.ArgumentPosition, problem)
	}
}

func (r rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if problem := r(req.ConfigValue.ValueString()); problem != "" {
		resp.Diagnostics.Append(invalid(req.Path, problem))
	}
}

// checkKey is for the ID and the key of the application. A blank in one is always a
// mistake, mostly a line feed from a file, and the token would be refused only when
// somebody joins.
func checkKey(text string) string {
	switch {
	case text == "":
		return "must not be empty"
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return "must not contain spaces, line feeds or control characters; trimspace() removes those at the ends"
	default:
		return ""
	}
}

// Expressions are compiled when they are first needed: most starts of the provider are
// for its schema only.
var (
	identifier      = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`) })
	numberOfSeconds = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?[0-9]{1,20}(\.[0-9]{1,20})?$`) })
)

func checkID(text string) string {
	if !identifier().MatchString(text) {
		return "must be 1 to 64 letters, digits, - and _"
	}
	return ""
}

func checkExpiresAt(text string) string {
	_, problem := parseExpiresAt(text)
	return problem
}

// No token lives as long in seconds, and every date since 1973 is more in milliseconds.
var firstMilliseconds = big.NewInt(1e11)

// parseExpiresAt reads a time in RFC 3339, or seconds since 1970 as core writes a
// number. The second result is what is wrong with the text, or "".
func parseExpiresAt(text string) (time.Time, string) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, ""
	}
	const wrong = "must be a time such as 2027-01-02T15:04:05Z, or seconds since 1970"
	if !numberOfSeconds().MatchString(text) {
		return time.Time{}, wrong
	}
	exact, ok := new(big.Rat).SetString(text)
	if !ok {
		return time.Time{}, wrong
	}
	whole := new(big.Int).Quo(exact.Num(), exact.Denom())
	switch {
	case whole.Cmp(firstMilliseconds) >= 0:
		return time.Time{}, "looks like milliseconds; seconds since 1970 are meant"
	case whole.CmpAbs(firstMilliseconds) >= 0:
		return time.Time{}, wrong
	default:
		return time.Unix(whole.Int64(), 0), ""
	}
}

// The vendor's page says that a token is valid for at most 24 hours; its own server
// asks for seven days for an agent.
const (
	shortestValidity = time.Minute
	longestValidity  = 168 * time.Hour
	defaultValidity  = 24 * time.Hour
)

func checkValidFor(text string) string {
	if d, err := time.ParseDuration(text); err == nil && d >= shortestValidity && d <= longestValidity {
		return ""
	}
	got := strconv.Quote(text)
	if n := utf8.RuneCountInString(text); n > 24 { // It may be the key, given to the wrong argument.
		got = "a text of " + strconv.Itoa(n) + " characters"
	}
	return "must be a duration from 1m to 168h, such as 24h, got " + got
}
