package openapi

import (
	"regexp"
	"strings"
	"sync"
)

// signed finds where a message begins to quote what was signed, as the gateway
// does in SignatureDoesNotMatch: the whole request, with prompts and IDs.
var signed = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:string[ _-]?to[ _-]?sign|canonical[ _-]?request|canonicali[sz]ed[ _-]?(?:query[ _-]?)?string)\b`)
})

// withoutRequest cuts what a message of the service quotes of the request: the
// text that was signed, and each `name=value` of the request's own parameters.
func (c *call) withoutRequest(message string) string {
	if at := signed().FindStringIndex(message); at != nil {
		message = strings.TrimSpace(message[:at[1]]) + " …"
	}
	for _, parameters := range []map[string]string{c.Query, c.Form} {
		for name := range parameters {
			message = cutValues(message, name)
		}
	}
	return message
}

// cutValues replaces the values behind a parameter's name, in which no blank and no
// ampersand can be: both are encoded in a request.
func cutValues(message, name string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(message, name+"=")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(name + "=" + redacted)
		end := strings.IndexAny(after, "& \t\r\n\"'`,;)")
		if end < 0 {
			return b.String()
		}
		message = after[end:]
	}
}
