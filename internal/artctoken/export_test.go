package artctoken

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
)

// NewEphemeralAt is NewEphemeral with a clock.
func NewEphemeralAt(now func() time.Time) func() ephemeral.EphemeralResource {
	return func() ephemeral.EphemeralResource { return &tokenEphemeral{now: now} }
}
