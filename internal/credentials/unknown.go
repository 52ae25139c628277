package credentials

import (
	"fmt"
	"strings"
)

// NotKnownYet returns the source for provider arguments whose values are not
// known, as in a plan that creates them first. It always fails and names the
// arguments.
func NotKnownYet(arguments []string) Source {
	return fails(fmt.Errorf("the provider's %s is not known before apply, but this plan already has to call the service: "+
		"apply what sets the value first, for example with -target", strings.Join(arguments, ", ")))
}
