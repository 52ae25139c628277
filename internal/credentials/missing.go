package credentials

import (
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// MissingError tells which part of the keys was found nowhere. It names places
// only, no values.
type MissingError struct {
	// Missing are the parts, in the order access_key, secret_key.
	Missing []Missing

	// Present are sentences without a full stop about parts that were found
	// but do not serve alone, each with its place.
	Present []string
}

// Missing is one part that was found nowhere.
type Missing struct {
	// Name is that of the provider argument.
	Name string

	// Places are all that were looked at, in order.
	Places []string
}

// Error names every place that was looked at, and what was found without the
// rest.
func (e *MissingError) Error() string {
	sentences := make([]string, 0, len(e.Missing)+len(e.Present))
	for _, m := range e.Missing {
		text := m.Name + " is not set"
		if len(m.Places) > 0 {
			text += ": looked at " + strings.Join(m.Places, ", ")
		}
		sentences = append(sentences, text)
	}
	return strings.Join(append(sentences, e.Present...), "; ")
}

func missingFrom(s Settings, keys openapi.Keys) *MissingError {
	if keys.AccessKeyID != "" && keys.AccessKeySecret != "" {
		return nil
	}
	e := &MissingError{}
	for _, part := range []struct {
		name, value string
		Setting
	}{
		{"access_key", keys.AccessKeyID, s.AccessKey},
		{"secret_key", keys.AccessKeySecret, s.SecretKey},
	} {
		switch {
		case part.value == "":
			e.Missing = append(e.Missing, Missing{Name: part.name, Places: part.Places})
		case part.name == "access_key":
			e.Present = append(e.Present, "the access key of "+part.From+" is set but its secret is not")
		default:
			e.Present = append(e.Present, "the secret of "+part.From+" is set but its access key is not")
		}
	}
	if keys.SecurityToken != "" {
		e.Present = append(e.Present, "the security token of "+s.SecurityToken.From+" is set but its keys are not complete")
	}
	return e
}
