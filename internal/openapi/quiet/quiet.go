// Package quiet removes from the environment variable DEBUG the words that make
// the Alibaba Cloud SDK print. With one of them the SDK writes every header of a
// request, including the STS token and the signature, and the URL with all its
// parameters to standard output.
//
// The SDK reads the variable while its packages are initialised. This package is
// initialised before them because it imports nothing but os and strings:
// packages are initialised in the order of their import paths as soon as their
// imports are, and those of the SDK wait for net/http. It must not import more.
package quiet

import (
	"os"
	"strings"
)

func init() {
	was, set := os.LookupEnv("DEBUG") //nolint:forbidigo // Must be read before any settings are.
	if !set {
		return
	}
	// An error leaves the variable as it was: there is nobody to report it to.
	switch rest := without(was); rest {
	case was:
	case "":
		_ = os.Unsetenv("DEBUG")
	default:
		_ = os.Setenv("DEBUG", rest)
	}
}

// without removes the SDK's words from a list separated by commas and leaves all
// others, which belong to other programs, as they are.
func without(list string) string {
	var kept []string
	for word := range strings.SplitSeq(list, ",") {
		switch strings.TrimSpace(word) {
		case "dara", "tea", "credential":
		default:
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, ",")
}
