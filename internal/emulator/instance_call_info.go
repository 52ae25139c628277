package emulator

import (
	"encoding/json"
	"maps"
	"strconv"
	"time"
)

// callTimeForm is the format of the times in CallInfo.
const callTimeForm = "2006-01-02T15:04:05.000000+00:00"

// callInfo returns CallInfo, nil for none. What SetField sent takes precedence. The
// telephone numbers and Status, whose values are not documented, are left out.
func (i *instance) callInfo(chosen settings) map[string]any {
	shown := clone(i.info)
	if i.told || !chosen.is(callInfoForARTC, valueAbsent) {
		shown = i.record()
		maps.Copy(shown, clone(i.info))
	}
	if len(shown) == 0 {
		return nil
	}
	return shown
}

// record returns what is known about the call so far.
func (i *instance) record() map[string]any {
	known := map[string]any{}
	if !i.joined.IsZero() {
		known["CallStartTime"] = i.joined.UTC().Format(callTimeForm)
	}
	if i.ended.IsZero() {
		return known
	}
	known["CallEndTime"] = i.ended.UTC().Format(callTimeForm)
	if !i.joined.IsZero() {
		known["CallDuration"] = json.Number(strconv.Itoa(int(i.ended.Sub(i.joined) / time.Second)))
	}
	if role, sure := hangupRoles[i.endedBy]; sure {
		known["HangupRole"] = role
	}
	return known
}
