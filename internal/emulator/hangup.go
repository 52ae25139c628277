package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Who can hang up, see FinishBy.
const (
	ByAgent    = "agent"
	ByUser     = "user"
	ByTransfer = "transfer"
)

// hangupRoles has the value of CallInfo.HangupRole for everybody who can hang up.
var hangupRoles = map[string]json.Number{ByAgent: "0", ByUser: "1", ByTransfer: "2"}

func checkHangup(who string) error {
	if _, known := hangupRoles[who]; !known {
		all := slices.Sorted(maps.Keys(hangupRoles))
		return fmt.Errorf("a call can be ended by %s, got %q", strings.Join(all, ", "), who)
	}
	return nil
}
