package instance

import (
	"fmt"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// The values of ended_reason.
const (
	endedByAgent    = "agent"
	endedByUser     = "user"
	endedByTransfer = "transfer"
	endedByStop     = "stopped"
)

// endedReason returns who ended a call as far as the service says, else "".
func endedReason(i *ice.Instance) string {
	role, told := i.CallInfo["HangupRole"]
	if !told || running(i.Status) {
		return ""
	}
	return map[string]string{"0": endedByAgent, "1": endedByUser, "2": endedByTransfer}[fmt.Sprint(role)]
}
