// Package quiet takes the words that make the Alibaba Cloud SDK print out of
// the environment variable DEBUG. With one of them the SDK writes every header
// of a request, STS token and signature included, and the URL with all its
// parameters to standard output.
//
// The SDK reads the variable while its packages are initialised. This package
// is initialised before them because it imports nothing but os and strings:
// packages are initialised in the order of their import paths as soon as their
// imports are, and those of the SDK wait for net/http. It must not import more.
package quiet

import (
	"os"
	"strings"
)

// Silenced tells that DEBUG held a word that would have made the SDK print.
var Silenced = silence()

func silence() bool {
	was, set := os.LookupEnv("DEBUG") //nolint:forbidigo // Must be read before any settings are.
	if !set {
		return false
	}
	rest := without(was)
	if rest == was {
		return false
	}
	if rest == "" {
		return os.Unsetenv("DEBUG") == nil
	}
	return os.Setenv("DEBUG", rest) == nil
}

// without removes the words of the SDK from a list separated by commas and
// leaves all others, which belong to other programs, as they are.
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
