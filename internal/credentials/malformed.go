package credentials

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

const malformedAdvice = "Check that the value was copied or read without anything before, after or within it; in Terraform, `trimspace` removes blanks and line feeds around it"

// Malformed returns the first character of a value that no credential can contain,
// such as "a line feed at position 21", and an empty text if there is none. A line
// feed would make a header that cannot be sent.
func Malformed(value string) string {
	position := 0
	for _, r := range strings.ToValidUTF8(value, "\x00") {
		position++
		if r != ' ' && unicode.IsPrint(r) {
			continue
		}
		what := fmt.Sprintf("the invisible character %U", r)
		switch {
		case r == '\n':
			what = "a line feed"
		case r == '\r':
			what = "a carriage return"
		case r == '\t':
			what = "a tab"
		case r == '\ufeff':
			what = "a byte order mark"
		case unicode.IsSpace(r):
			what = "a blank"
		case unicode.IsControl(r):
			what = "a control character"
		}
		return what + " at position " + strconv.Itoa(position)
	}
	return ""
}

// malformed returns the error for credentials of a source that cannot sign a
// request, and nil if they can.
func malformed(c openapi.Credentials) error {
	for _, part := range []struct{ name, value string }{
		{"access key ID", c.AccessKeyID},
		{"access key secret", c.AccessKeySecret},
		{"security token", c.SecurityToken},
	} {
		if err := malformedPart(c.Source, part.name, part.value); err != nil {
			return err
		}
	}
	return nil
}

// malformedPart is malformed for one value.
func malformedPart(source, name, value string) error {
	if what := Malformed(value); what != "" {
		return &Error{Source: source, Class: Unusable, Detail: "the " + name + " contains " + what, Advice: malformedAdvice}
	}
	return nil
}
