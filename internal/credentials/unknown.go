package credentials

import (
	"context"
	"fmt"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// NotKnownYet stands for keys while provider arguments have no known value, as
// in a plan that makes them first. Each call fails and names the arguments.
func NotKnownYet(arguments []string) Source {
	err := fmt.Errorf("the provider's %s is not known before apply, and this plan has to ask the service already: "+
		"apply what makes the value first, for example with -target", strings.Join(arguments, ", "))
	return func(context.Context) (openapi.Keys, error) { return openapi.Keys{}, err }
}
