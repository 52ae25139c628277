package credentials

import "fmt"

// NotKnownYet returns the error for provider arguments whose values are unknown, as
// in a plan that creates them first. It names the arguments.
func NotKnownYet(arguments []string) error {
	verb := "is"
	if len(arguments) > 1 {
		verb = "are"
	}
	return fmt.Errorf("the provider's %s %s not known before apply, but this plan already has to call the service: "+
		"apply what sets the value first, for example with -target", and(arguments), verb)
}
