package emulator_test

import (
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

func TestACallIsStartedDescribedUpdatedStoppedAndListed(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, map[string]string{"AgentConfig": `{"Volume":0,"TtsConfig":{"SpeechRate":1.25}}`})
	t.Log(c.describe(t, id).text)
	t.Log(c.update(t, id, map[string]string{"AgentConfig": `{"Greeting":"Hi"}`}).text)
	t.Log(c.stop(t, id).text)
	t.Log(c.describe(t, id).at("Instance.Status"), c.list(t, nil))
	t.Log(s.Calls())
	_ = emulator.OpStart
}
