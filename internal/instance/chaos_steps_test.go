package instance_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// chaosStep is a step in which a request fails.
type chaosStep struct {
	name string
	// operation is the request that fails, after as many others of its kind.
	operation string
	skip      int
	writes    bool
	// also fails in the same step.
	also emulator.Fault
	// more is added to the configuration.
	more map[string]any
	// joined: a user is in the call.
	joined bool
	// new reports whether there is no instance before.
	new bool
	// other reports whether the service is the other one.
	other bool
	act   func(w *chaosWorld, before acctest.Instance) (acctest.Instance, []*acctest.Diagnostic)
}

// Secrets that no log and no message may show, and content that no message may.
const (
	canaryToken   = "canary-token-0123456789abcdef"
	canaryQuery   = "api_key=canary-query-0123456789"
	canarySecret  = "canary-secret-0123456789abcd"
	canarySession = "canary-session-0123456789abc"
	canaryContent = "canary-content"
)

// withCanaries is a provider block with temporary credentials, and the emulator that
// knows them.
func withCanaries(t *testing.T) (*emulator.Server, map[string]any) {
	t.Helper()
	api := emulator.Start(t, emulator.Speed(1), emulator.STSKey("STS.chaos", canarySecret, canarySession))
	block := acctest.Block(api)
	block["access_key"], block["secret_key"], block["security_token"] = "STS.chaos", canarySecret, canarySession
	return api, block
}

// chaosConfig is an instance with secrets, stored ones or write-only ones. within is
// the real time in which the waits look again and again.
func chaosConfig(greeting, within string, written bool) map[string]any {
	token, query := map[string]any{"auth_token": canaryToken}, map[string]any{"openai_extra_query": canaryQuery}
	if written {
		token = map[string]any{"auth_token_wo": canaryToken, "auth_token_wo_version": 1}
		query = map[string]any{"openai_extra_query_wo": canaryQuery, "openai_extra_query_wo_version": 1}
	}
	return map[string]any{
		"ai_agent_id":    emulator.AgentID,
		"runtime_config": with(token, map[string]any{"agent_user_id": "agent-1", "channel_id": "channel-1"}),
		"agent_config": map[string]any{
			"greeting": greeting, "llm_config": with(query, set("llm_system_prompt", canaryContent)),
		},
		"timeouts": map[string]any{"create": within, "update": within, "delete": within},
	}
}

// chaosWorld is a world with the configuration of a cell.
type chaosWorld struct {
	*world
	within  string
	written bool
	more    map[string]any
}

func (w *chaosWorld) configOf(greeting string) map[string]any {
	return with(chaosConfig(greeting, w.within, w.written), w.more)
}

func chaosSteps() []chaosStep {
	destroy := func(w *chaosWorld, i acctest.Instance) (acctest.Instance, []*acctest.Diagnostic) {
		return w.Apply(w.Plan(w.Null().State, i))
	}
	create := func(w *chaosWorld, i acctest.Instance) (acctest.Instance, []*acctest.Diagnostic) {
		return w.Apply(w.Plan(w.Config(w.configOf("Hello!")), i))
	}
	change := func(w *chaosWorld, i acctest.Instance) (acctest.Instance, []*acctest.Diagnostic) {
		return w.Apply(w.Plan(w.Config(w.configOf("Bye!")), i))
	}
	read := func(w *chaosWorld, i acctest.Instance) (acctest.Instance, []*acctest.Diagnostic) { return w.Read(i) }
	imports := func(w *chaosWorld, i acctest.Instance) (acctest.Instance, []*acctest.Diagnostic) {
		imported, said := w.Import(emulator.AgentID + "/" + w.api.Instances()[0].ID)
		if acctest.Failed(said) {
			return i, said // A CLI keeps nothing of it.
		}
		return imported, said
	}
	data := func(w *chaosWorld, i acctest.Instance) (acctest.Instance, []*acctest.Diagnostic) {
		_, said := w.ReadData(map[string]any{"instance_id": w.api.Instances()[0].ID})
		return i, said
	}
	list := func(w *chaosWorld, i acctest.Instance) (acctest.Instance, []*acctest.Diagnostic) {
		l := newListing(w.t, w.api)
		_, said := l.Read(l.Config(set("ai_agent_id", emulator.AgentID)))
		return i, said
	}
	finishes := func(w *chaosWorld, i acctest.Instance) (acctest.Instance, []*acctest.Diagnostic) {
		w.KnownAtPlan("desired_status")
		return w.Apply(w.Plan(w.Config(with(w.configOf("Hello!"), set("desired_status", "finished"))), i))
	}
	bye := set("farewell", map[string]any{"text": canaryContent, "wait": "0s"})
	lost := emulator.Fault{Operation: emulator.OpStart, Kind: "reset", Executed: true}
	return []chaosStep{
		{name: "start", operation: emulator.OpStart, writes: true, new: true, act: create},
		{name: "read after the start", operation: emulator.OpDescribe, new: true, act: create},
		{name: "search for a lost start", operation: emulator.OpList, also: lost, new: true, act: create},
		{name: "refresh", operation: emulator.OpDescribe, act: read},
		{name: "update", operation: emulator.OpUpdate, writes: true, act: change},
		{name: "read after the update", operation: emulator.OpDescribe, act: change},
		{name: "look before the stop", operation: emulator.OpDescribe, act: destroy},
		{name: "stop", operation: emulator.OpStop, writes: true, act: destroy},
		{name: "look after the stop", operation: emulator.OpDescribe, skip: 1, act: destroy},
		{name: "farewell", operation: emulator.OpSpeech, writes: true, more: bye, joined: true, act: destroy},
		{name: "stop of a finish", operation: emulator.OpStop, writes: true, act: finishes},
		{name: "look after the stop of a finish", operation: emulator.OpDescribe, skip: 1, act: finishes},
		{name: "count", operation: emulator.OpConcurrency, more: set("max_concurrency", 1), new: true, act: create},
		{name: "import", operation: emulator.OpDescribe, act: imports},
		{name: "data source", operation: emulator.OpDescribe, act: data},
		{name: "list", operation: emulator.OpList, act: list},
	}
}

// run plays the cell. The row says what happened, the text is the message.
func (c cell) run(t *testing.T, results *chaosResults) (row, text string) {
	t.Helper()
	if c.step.other {
		return c.runAtOther(t, results)
	}
	var log bytes.Buffer
	api, block := withCanaries(t)
	c.hurry(block)
	p := acctest.ConfigureLogged(t, block, &log)
	w := c.world(&world{Resource: p.Resource(typeName), t: t, api: api, data: p.DataSource(typeName)})
	before := w.Null()
	if !c.step.new {
		before = w.start(w.configOf("Hello!"))
	}
	if c.step.joined {
		join(w.world, w.api.Instances()[0].ID)
		before = w.refresh(before)
	}
	w.api.Reset()
	if c.step.also.Operation != "" {
		w.api.Inject(c.step.also)
	}
	fault := emulator.Fault{Operation: c.step.operation, Kind: c.kind.Name, Skip: c.step.skip, Executed: c.executed}
	if c.forever {
		fault.Times = -1
	}
	w.api.Inject(fault)

	after, said := c.step.act(w, before)
	calls := w.api.Calls()
	text = steady(acctest.Text(said))
	w.api.ClearFaults()
	outcome := c.outcome(w, before, after, said)
	c.check(w, results, calls, before, after, said)
	c.recovers(w, results, after)
	c.leaks(t, results, text, log.String())
	if c.timed() {
		text = firstLine(text)
	}
	return short(calls, !c.timed()) + "; " + outcome + "; " + nameOf(text), text
}

// hurry shortens what a slow cell waits for.
func (c cell) hurry(block map[string]any) {
	if !c.slow() {
		return
	}
	block["client_read_timeout"] = 2000
	if c.forever {
		block["max_retry_timeout"] = 2
	}
}

// world is that of the cell: half of the cells have write-only secrets. Only what
// fails for ever uses up its time.
func (c cell) world(w *world) *chaosWorld {
	within := "20s"
	if c.timed() && c.kind.Name != "too-large" {
		within = "2s"
	}
	return &chaosWorld{w, within, hashOf(c.String())%2 == 0, c.step.more}
}

// outcome says what the state is.
func (c cell) outcome(w *chaosWorld, before, after acctest.Instance, said []*acctest.Diagnostic) string {
	result := "ok"
	switch {
	case acctest.Failed(said):
		result = "error"
	case len(said) > 0:
		result = "warning"
	}
	switch {
	case after.State.IsNull():
		return result + ", no state"
	case after.State.Equal(before.State):
		return result + ", the state as before"
	}
	status, _ := w.attribute(after, "status").(string)
	return result + ", a state in status " + status
}

// check asserts what holds in every cell.
func (c cell) check(w *chaosWorld, results *chaosResults, calls []emulator.Call, before, after acctest.Instance, said []*acctest.Diagnostic) {
	w.t.Helper()
	text := acctest.Text(said)
	started, sent := 0, 0
	for _, call := range calls {
		if call.Operation == emulator.OpStart {
			sent++
			if call.Executed {
				started++
			}
		}
	}
	if started > 1 || c.step.operation == emulator.OpStart && c.kind.Knowledge == emulator.MaybeExecuted && sent != 1 {
		results.bad(w.t, "doubled starts", c.String(), "%d starts were sent and %d executed", sent, started)
	}
	if c.step.operation == emulator.OpConcurrency && acctest.Failed(said) && sent > 0 {
		results.bad(w.t, "doubled starts", c.String(), "a start was sent although the calls were not counted")
	}
	if c.step.operation == emulator.OpSpeech && acctest.Failed(said) {
		results.bad(w.t, "orphans", c.String(), "the farewell keeps the call alive:\n%s", text)
	}
	running := 0
	for _, i := range w.api.Instances() {
		if len(i.Spoken) > 1 {
			results.bad(w.t, "doubled starts", c.String(), "the farewell was spoken %d times", len(i.Spoken))
		}
		if i.Status == emulator.StatusFinished {
			continue
		}
		running++
		known := !after.State.IsNull() && w.attribute(after, "id") == i.ID
		told := strings.Contains(text, "It is not known whether an instance was started") || strings.Contains(text, "An instance was started, as far as can be seen")
		switch {
		case c.step.new && !known && !told && !c.believed():
			results.bad(w.t, "lost ids", c.String(), "instance %s runs, no state: %t, and the message is:\n%s", i.ID, after.State.IsNull(), text)
		case !c.step.new && after.State.IsNull() && !before.State.IsNull() && !acctest.Failed(said):
			results.bad(w.t, "orphans", c.String(), "instance %s runs and is forgotten:\n%s", i.ID, text)
		}
	}
	if c.step.new && acctest.Failed(said) && started > 0 && running == 0 {
		results.bad(w.t, "lost ids", c.String(), "the started call was hung up:\n%s", text)
	}
	if !c.step.new && acctest.Failed(said) && !after.State.IsNull() && !after.State.Equal(before.State) && w.attribute(after, "status") != "Finished" {
		results.bad(w.t, "wrong states", c.String(), "after an error the state is\n%v\nand was\n%v", acctest.JSON(w.t, after.State), acctest.JSON(w.t, before.State))
	}
	if what := unclear(said); what != "" {
		results.bad(w.t, "unclear messages", c.String(), "%s:\n%s", what, text)
	}
}

// recovers asserts that without the fault everything goes on as if nothing had been:
// the state is read as it is, settles, and is destroyed.
func (c cell) recovers(w *chaosWorld, results *chaosResults, i acctest.Instance) {
	w.t.Helper()
	if i.State.IsNull() {
		return
	}
	i, said := w.Read(i)
	if acctest.Failed(said) {
		results.bad(w.t, "wrong states", c.String(), "a refresh without the fault fails:\n%s", acctest.Text(said))
		return
	}
	status := w.statusOf(i)
	if w.attribute(i, "status") != status {
		i, _ = w.Read(i) // What was delayed may be executed in between.
	}
	if got := w.attribute(i, "status"); got != status && !c.vanished() {
		results.bad(w.t, "wrong states", c.String(), "after a refresh without the fault the status is %v, and it is %s", got, status)
	}
	if said := w.destroyedAtLast(i); said != "" {
		results.bad(w.t, "wrong states", c.String(), "a destroy without the fault fails:\n%s", said)
	}
	for _, at := range w.api.Instances() {
		if at.Status != emulator.StatusFinished && at.ID == w.attribute(i, "id") {
			results.bad(w.t, "orphans", c.String(), "after a destroy without the fault instance %s runs", at.ID)
		}
	}
}

// believed reports whether a start is answered with the ID of another call that the
// service does not know: no client can know better.
func (c cell) believed() bool {
	return c.kind.Name == "other-instance" && c.step.operation == emulator.OpStart
}

// statusOf is the status at the service; Finished also of a call that it does not know.
func (w *chaosWorld) statusOf(i acctest.Instance) string {
	w.t.Helper()
	for _, at := range w.api.Instances() {
		if at.ID == w.attribute(i, "id") {
			return at.Status
		}
	}
	return emulator.StatusFinished
}

// destroyedAtLast destroys; a loaded machine may need more than the short time of the
// configuration.
func (w *chaosWorld) destroyedAtLast(i acctest.Instance) string {
	w.t.Helper()
	said := ""
	for range 5 {
		var after acctest.Instance
		if after, said = w.destroyed(i); after.State.IsNull() {
			return ""
		}
	}
	return said
}

// vanished reports whether the service said for as long as it takes that there is no
// such instance: then it has ended for good.
func (c cell) vanished() bool { return c.kind.Name == "not-found" && c.forever }

func (c cell) leaks(t *testing.T, results *chaosResults, text, log string) {
	t.Helper()
	for _, secret := range []string{canaryToken, canaryQuery, canarySecret, canarySession, emulator.AccessKeySecret, "canary-token", "canary-query", "canary-se"} {
		if strings.Contains(text, secret) || strings.Contains(log, secret) {
			results.bad(t, "leaks", c.String(), "%s is in the message or in the log:\n%s\n%s", secret, text, log)
			return
		}
	}
	if strings.Contains(text, canaryContent) {
		results.bad(t, "leaks", c.String(), "content of the request is in the message:\n%s", text)
	}
	if log == "" {
		t.Error("nothing was logged")
	}
}
