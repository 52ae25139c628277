package instance

import (
	"context"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field/fieldtest"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

func FuzzImportID(f *testing.F) {
	for _, id := range []string{"i-1", "a/i", "cn-shanghai/a/i", "//", "a/b/c/d", "cn-shanghai/i", "cn-shanghai", "a/i\n"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		target, ok := parseImport(id)
		if !ok {
			if target != (importTarget{}) {
				t.Errorf("%q is refused and read as %+v", id, target)
			}
			return
		}
		parts := []string{target.region, target.aiAgentID, target.instanceID}
		for parts[0] == "" {
			parts = parts[1:]
		}
		if back := strings.Join(parts, "/"); back != id {
			t.Errorf("%q was read as %q", id, back)
		}
		if target.region != "" && !ice.ValidRegion(target.region) || target.aiAgentID == "" && target.region != "" {
			t.Errorf("%q was read as %+v", id, target)
		}
		again, ok := fromIdentity(identityModel{Region: types.StringValue(target.region), InstanceID: types.StringValue(target.instanceID)})
		if !ok || again.instanceID != target.instanceID || again.region != target.region {
			t.Errorf("the identity of %q was read as %+v", id, again)
		}
	})
}

// FuzzResponse flattens any document by each table, and expands what came out.
func FuzzResponse(f *testing.F) {
	f.Add(`{"Greeting":"a","TtsConfig":{"SpeechRate":0.3},"LlmConfig":{"LlmHistory":[{"Role":"user"}]}}`)
	f.Add(`{"VoiceChat":{"Volume":"7","AsrHotWords":[1,null]},"AgentUserId":1e3}`)
	f.Add(`{"TtsConfig":"{\"SpeechRate\":1e-20}","AvatarConfig":{"AvatarId":7},"WorkflowOverrideParams":{"a":[]},"Volume":1e1}`)
	f.Fuzz(func(t *testing.T, text string) {
		document, err := field.Document(text)
		if err != nil {
			return
		}
		for _, table := range []*field.Field{agentConfig(), templateConfig(), runtimeConfig(), callInfo()} {
			for _, v := range []field.View{field.Configured, field.Observed} {
				value, err := table.Flatten(v, document)
				if err != nil {
					checkMismatch(t, table, err)
					continue
				}
				if !value.Type(t.Context()).Equal(table.Type(v)) {
					t.Errorf("%s became %s", text, value.Type(t.Context()))
				}
				checkExpands(t, table, v, value)
			}
		}
	})
}

// checkMismatch requires a field of the table and a shape, and no value.
func checkMismatch(t *testing.T, table *field.Field, err error) {
	t.Helper()
	var mismatch *field.Mismatch
	if !errors.As(err, &mismatch) || !strings.HasPrefix(mismatch.Parameter, table.Key) || mismatch.Want == "" ||
		!slices.Contains([]string{"text", "a number", "a boolean", "a list", "an object"}, mismatch.Got) {
		t.Errorf("%T %v", err, err)
	}
}

// checkExpands requires that a value that came from a response can be sent, unless it
// has null elements, and means the same when it comes back.
func checkExpands(t *testing.T, table *field.Field, v field.View, value attr.Value) {
	t.Helper()
	sent, err := table.Expand(value)
	if err != nil {
		if !strings.HasSuffix(err.Error(), "is null") {
			t.Errorf("%s: %v", value, err)
		}
		return
	}
	again, err := table.Flatten(v, decoded(t, sent))
	if err != nil {
		t.Fatalf("%v: %v", sent, err)
	}
	resent, err := table.Expand(again)
	if err != nil || !cmp.Equal(sent, resent) {
		t.Errorf("%v became %v: %v", sent, resent, err)
	}
}

// decoded is a value after its way in JSON.
func decoded(t *testing.T, value any) any {
	t.Helper()
	text, err := field.Compact(value)
	if err != nil {
		t.Fatal(err)
	}
	document, err := field.Document(text)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// FuzzTree_ComesBackUnchanged puts any text and number into trees.
func FuzzTree_ComesBackUnchanged(f *testing.F) {
	f.Add(uint64(1), uint8(0), "a\u2028<&>\x00", int64(math.MinInt64), 0.1)
	f.Add(uint64(2), uint8(1), "", int64(0), math.Copysign(0, -1))
	f.Add(uint64(3), uint8(2), `{"a":"\u00e9"}`, int64(math.MaxInt64), 1e29)
	f.Add(uint64(4), uint8(3), "null", int64(7), 1e-20)
	f.Add(uint64(5), uint8(4), "\ufffd", int64(-1), 123456.789)
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, text string, whole int64, fraction float64) {
		if !utf8.ValidString(text) || math.IsNaN(fraction) || math.Abs(fraction) >= 1e30 || fraction != 0 && math.Abs(fraction) < 1e-20 {
			return // A CLI gives no such text, and the service no such number.
		}
		table := []*field.Field{agentConfig(), templateConfig(), runtimeConfig(), chatSyncConfig(), callInfo()}[n%5]
		r := rand.New(rand.NewPCG(seed, 1))
		value := rewritten(table, fieldtest.Sample(table, r, float64(seed%3)/2), r, leaves{text, whole, fraction})
		expanded, err := table.Expand(value)
		if err != nil {
			t.Fatal(err)
		}
		back, err := table.Flatten(field.Configured, decoded(t, expanded))
		if err != nil {
			t.Fatal(err)
		}
		if want := withoutSecrets(table, value); !back.Equal(want) {
			t.Fatalf("sent\n%s\ncame back as\n%s", want, back)
		}
		if found := table.Differences(path.Root("x"), value, value); len(found) > 0 {
			t.Errorf("a tree differs from itself: %v", found)
		}
	})
}

type leaves struct {
	text     string
	whole    int64
	fraction float64
}

// rewritten is a value with some of its leaves replaced.
func rewritten(f *field.Field, value attr.Value, r *rand.Rand, with leaves) attr.Value {
	if value.IsNull() {
		return value
	}
	switch v := value.(type) {
	case types.Object:
		values := v.Attributes()
		for _, c := range f.Fields {
			values[c.Name] = rewritten(c, values[c.Name], r, with)
		}
		return types.ObjectValueMust(f.AttributeTypes(field.Configured), values)
	case types.List:
		elements := v.Elements()
		for i := range elements {
			if object, ok := elements[i].(types.Object); ok {
				elements[i] = rewritten(f, object, r, with)
			} else {
				elements[i] = types.StringValue(with.text)
			}
		}
		return types.ListValueMust(v.ElementType(context.Background()), elements)
	}
	if r.IntN(2) == 0 {
		return value
	}
	switch f.Kind {
	case field.KindString:
		return types.StringValue(with.text)
	case field.KindInt:
		return types.NumberValue(new(big.Float).SetInt64(with.whole))
	case field.KindFloat:
		exact, _, err := big.ParseFloat(strconv.FormatFloat(with.fraction, 'f', -1, 64), 10, 512, big.ToNearestEven)
		if err != nil {
			panic(err)
		}
		return types.NumberValue(exact)
	case field.KindJSON, field.KindBool, field.KindStrings, field.KindObject, field.KindObjects:
	}
	return value
}

// FuzzReadAnswer refreshes any state by any response.
func FuzzReadAnswer(f *testing.F) {
	const full = `{"Status":"Executing","SessionId":"s","GmtCreate":"2026-01-02T03:04:05.000+00:00","GmtModified":"x","CallLogUrl":"u","UserData":"{\"a\":1}",
		"AgentConfig":{"Greeting":"hi","Volume":"7","TtsConfig":{"VoiceId":"v","SpeechRate":0.3},"LlmConfig":{"OpenAIExtraQuery":"canary","LlmHistory":[null]}},
		"TemplateConfig":{"VoiceChat":{"Greeting":"x","Volume":1e1}},"RuntimeConfig":{"ChannelId":"c","AgentUserId":"a","AuthToken":"canary"},
		"CallInfo":{"CallerNumber":"1"}}`
	f.Add(uint64(1), uint8(0), full, `{}`)
	f.Add(uint64(2), uint8(1), full, full)
	f.Add(uint64(3), uint8(2), full, `{"AgentConfig":{"Greeting":"hi"}}`)
	f.Add(uint64(4), uint8(3), `{"Status":"Finished","AgentConfig":{"Volume":[]}}`, `{}`)
	f.Add(uint64(5), uint8(4), `{"Status":"Executing","AgentConfig":{"Volume":[]}}`, `{}`)
	f.Add(uint64(8), uint8(4), `{"Status":"Finished","UserData":"[2]","AgentConfig":{"Greeting":"hi","Volume":8},"TemplateConfig":{"VoiceChat":{"Greeting":"x"}}}`, `{}`)
	f.Add(uint64(14), uint8(4), `{"Status":"Executing","UserData":" {\"a\": 1}"}`, `{}`)
	f.Add(uint64(20), uint8(4), `{"Status":"Executing","UserData":"[2]"}`, `{"UserData":"[2.0]"}`)
	f.Add(uint64(6), uint8(5), `{"AgentConfig":{"LlmConfig":"{\"OpenAIExtraQuer\\u0079\":\"canary\"}"}}`, full)
	f.Add(uint64(9), uint8(5), `{"AgentConfig":{"Greeting":"[{\"OpenAIExtraQuer\\u0079\":\"canary\"}]"}}`, full)
	schema := resourceSchema(f.Context())
	f.Fuzz(func(t *testing.T, seed uint64, kind uint8, response, shown string) {
		instance, ok := instanceOf(response)
		earlier, okEarlier := instanceOf(shown)
		if !ok || !okEarlier || !utf8.ValidString(response+" "+shown) {
			return
		}
		m, before := anyModel(t, seed, kind, earlier)
		was := *m
		after, err := m.readAnswer(instance, before)
		if err != nil {
			checkAnswerError(t, err)
			if before.phase != importFill && !running(instance.Status) {
				t.Errorf("a call that is over makes an error: %v", err)
			}
			return
		}
		state := tfsdk.State{Schema: schema, Raw: tftypes.NewValue(schema.Type().TerraformType(t.Context()), nil)}
		if diags := state.Set(t.Context(), m); diags.HasError() || !state.Raw.IsFullyKnown() {
			t.Fatalf("%v\n%s", diags, state.Raw)
		}
		checkKept(t, &was, m, before)
		checkUserData(t, &was, m, instance, before)
		checkNoSecret(t, m.EffectiveAgentConfig.ValueString())
		// A response that says the same again changes nothing.
		copied := *m
		if _, err := copied.readAnswer(instance, after); err != nil || !cmp.Equal(copied, *m, cmp.Comparer(func(a, b attr.Value) bool { return a.Equal(b) }), cmp.AllowUnexported(model{})) {
			t.Errorf("a second refresh is another: %v", err)
		}
	})
}

func checkAnswerError(t *testing.T, err error) {
	t.Helper()
	var mismatch *field.Mismatch
	if !errors.As(err, &mismatch) || mismatch.Parameter == "" {
		t.Errorf("%T %v", err, err)
	}
}

// instanceOf is what a client reads in a response.
func instanceOf(text string) (*ice.Instance, bool) {
	document, err := field.Document(text)
	body, ok := document.(map[string]any)
	if err != nil || !ok {
		return nil, false
	}
	words := func(key string) string { s, _ := body[key].(string); return s }
	object := func(key string) map[string]any { o, _ := body[key].(map[string]any); return o }
	i := &ice.Instance{
		Status: words("Status"), SessionID: words("SessionId"), CreateTime: words("GmtCreate"), UpdateTime: words("GmtModified"), CallLogURL: words("CallLogUrl"),
		AgentConfig: object("AgentConfig"), TemplateConfig: object("TemplateConfig"), RuntimeConfig: object("RuntimeConfig"), CallInfo: object("CallInfo"),
	}
	if data := words("UserData"); data != "" {
		i.UserData = &data
	}
	return i, true
}

// anyModel is a state in one of the moments of its life.
func anyModel(t *testing.T, seed uint64, kind uint8, earlier *ice.Instance) (*model, answer) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 2))
	m := &model{
		AIAgentID: types.StringValue("agent-1"), OnFinished: types.StringValue("keep"), WaitFor: types.StringValue("found"),
		StopOnDestroy: types.BoolValue(true), PreventInterrupt: types.BoolValue(false),
		Timeouts: timeouts.Value{Object: types.ObjectNull(map[string]attr.Type{
			"create": types.StringType, "read": types.StringType, "update": types.StringType, "delete": types.StringType,
		})},
	}
	for table, into := range map[*field.Field]*types.Object{
		agentConfig(): &m.AgentConfig, templateConfig(): &m.TemplateConfig, runtimeConfig(): &m.RuntimeConfig, chatSyncConfig(): &m.ChatSyncConfig,
		farewellArgument(): &m.Farewell,
	} {
		*into = types.ObjectNull(table.AttributeTypes(field.Configured))
	}
	if err := m.started("i-1", "cn-shanghai"); err != nil {
		t.Fatal(err)
	}
	if kind%6 == 0 {
		return m, answer{phase: importFill}
	}
	for _, part := range []struct {
		table *field.Field
		into  *types.Object
	}{{agentConfig(), &m.AgentConfig}, {templateConfig(), &m.TemplateConfig}, {runtimeConfig(), &m.RuntimeConfig}} {
		if object, ok := fieldtest.Sample(part.table, r, float64(seed%3)/2).(types.Object); ok {
			*part.into = writeOnlyNull(part.table, object)
		}
	}
	if seed%2 == 0 {
		m.UserData, m.SessionID = types.StringValue(`{"a":1.0}`), types.StringValue("s")
	}
	before := answer{shown: shownBy(earlier)}
	switch kind % 6 {
	case 1: // Its create was interrupted.
		return m, answer{}
	case 2:
		before.phase = importAccept
	}
	m.Status = types.StringValue([]string{ice.StatusCreated, ice.StatusExecuting, ice.StatusFinished, "Odd"}[r.IntN(4)])
	m.CreateTime = types.StringValue("2026-01-01T00:00:00Z")
	return m, before
}

// writeOnlyNull is the value as a state has it.
func writeOnlyNull(f *field.Field, object types.Object) types.Object {
	values := object.Attributes()
	for _, c := range f.Fields {
		if inner, ok := values[c.Name].(types.Object); ok && !inner.IsNull() {
			values[c.Name] = writeOnlyNull(c, inner)
		}
		if c.WriteOnly {
			values[c.Name] = c.Null(field.Configured)
		}
	}
	return types.ObjectValueMust(f.AttributeTypes(field.Configured), values)
}

// checkKept requires that a refresh changes nothing but what can have changed.
func checkKept(t *testing.T, was, now *model, before answer) {
	t.Helper()
	for name, pair := range map[string][2]attr.Value{
		"id": {was.ID, now.ID}, "instance_id": {was.InstanceID, now.InstanceID}, "region": {was.Region, now.Region},
		"ai_agent_id": {was.AIAgentID, now.AIAgentID}, "on_finished": {was.OnFinished, now.OnFinished}, "chat_sync_config": {was.ChatSyncConfig, now.ChatSyncConfig},
	} {
		if !pair[0].Equal(pair[1]) {
			t.Errorf("%s was %s and is %s", name, pair[0], pair[1])
		}
	}
	if before.phase == importFill {
		if secrets := append(runtimeConfig().Secrets(now.RuntimeConfig), agentConfig().Secrets(now.AgentConfig)...); len(secrets) > 0 {
			t.Errorf("an import reads the secrets %q", secrets)
		}
		return
	}
	if !was.RuntimeConfig.Equal(now.RuntimeConfig) || !was.SessionID.IsNull() && !was.SessionID.Equal(now.SessionID) {
		t.Errorf("runtime_config or session_id changed")
	}
	found := agentConfig().Differences(path.Root("agent_config"), was.AgentConfig, now.AgentConfig)
	found = append(found, templateConfig().Differences(path.Root("template_config"), was.TemplateConfig, now.TemplateConfig)...)
	for _, d := range found {
		if d.Effect == field.EffectReplace || !now.running() {
			t.Errorf("%s changed to %s", d.Path, d.Value)
		}
	}
}

// checkUserData requires that user data changes only for another meaning, which no
// earlier response had.
func checkUserData(t *testing.T, was, now *model, instance *ice.Instance, before answer) {
	t.Helper()
	shown := before.shown.UserData
	if was.neverSeen() {
		shown = instance.UserData
	}
	want := was.UserData
	switch {
	case before.phase == importFill:
		want = types.StringPointerValue(instance.UserData)
	case !now.running() || instance.UserData == nil || was.UserData.IsNull():
	case shown == nil || !field.SameText(*shown, *instance.UserData):
		if !field.SameText(was.UserData.ValueString(), *instance.UserData) {
			want = types.StringValue(*instance.UserData)
		}
	}
	if !now.UserData.Equal(want) {
		t.Errorf("user_data is %s, want %s", now.UserData, want)
	}
}

// checkNoSecret requires that a document has no key of a secret, at any depth.
func checkNoSecret(t *testing.T, text string) {
	t.Helper()
	if text == "" {
		return
	}
	document, err := field.Document(text)
	if err != nil {
		t.Errorf("%q: %v", text, err)
	}
	var secret []string
	for _, rows := range agentConfig().Leaves() {
		if leaf := rows[len(rows)-1]; leaf.Secret() {
			secret = append(secret, leaf.Key)
		}
	}
	var search func(any)
	search = func(value any) {
		switch v := value.(type) {
		case map[string]any:
			for key, inner := range v {
				if slices.Contains(secret, key) {
					t.Errorf("%s is shown: %s", key, text)
				}
				search(inner)
			}
		case []any:
			for _, inner := range v {
				search(inner)
			}
		case string:
			if inner, err := field.Document(v); err == nil {
				search(inner)
			}
		}
	}
	search(document)
}

// FuzzExplain puts any error into words.
func FuzzExplain(f *testing.F) {
	f.Add(uint8(ice.Answered), 400, "InvalidParameter", "AgentConfig.TtsConfig.VoiceId is wrong", "")
	f.Add(uint8(ice.Answered), 400, "MissingRuntimeConfig", "AgentConfig.LlmConfig.LlmHistory[3].Role", "")
	f.Add(uint8(ice.Answered), 400, "Invalid", "AgentConfig.AsrConfig.AsrHotWords[1][2] TemplateConfig.VoiceChat[0].Volume", "")
	f.Add(uint8(ice.Answered), 400, "InvalidParameter", "AgentConfig.LlmConfig.LlmHistory.Role", "")
	f.Add(uint8(ice.Answered), 404, "AgentNotFound", "", "")
	f.Add(uint8(ice.Answered), 403, "NoPermission", "m", "")
	f.Add(uint8(ice.Answered), 502, "", "", "HTML instead of JSON")
	f.Add(uint8(ice.Lost), 0, "", "", "été")
	f.Add(uint8(ice.NoCredentials), 0, "", "", "")
	schema := resourceSchema(f.Context())
	f.Fuzz(func(t *testing.T, reason uint8, status int, code, message, detail string) {
		if !utf8.ValidString(code + " " + message + " " + detail) {
			return // What comes from outside is made valid where it comes in.
		}
		e := &ice.Error{Reason: ice.Reason(reason % (uint8(ice.Bug) + 1)), Status: status, Code: code, Message: message, Detail: detail, Host: "h"}
		const summary, meaning = "Cannot start the AI agent instance", "No instance was started."
		d := about("cn-shanghai", "timeouts.create").Explain(summary, e, meaning)
		if d.Summary() != summary || !utf8.ValidString(d.Detail()) || !strings.Contains(d.Detail(), meaning) || strings.Contains(d.Detail(), "\n\n\n\n") && !strings.Contains(message+detail+code, "\n") {
			t.Errorf("%+v is explained by %q", e, d.Detail())
		}
		if code != "" && !strings.Contains(d.Detail(), code) {
			t.Errorf("the code %q is not shown: %q", code, d.Detail())
		}
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			if _, unknown := schema.TypeAtPath(t.Context(), at.Path()); unknown.HasError() {
				t.Errorf("%q leads to %s: %v", message, at.Path(), unknown)
			}
		}
	})
}

// source makes values of the bytes of a fuzz test.
type source struct {
	data []byte
	r    *rand.Rand
}

func (s *source) next(n int) int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b) % n
}

func (s *source) text() string {
	n := min(s.next(12), len(s.data))
	text := strings.ToValidUTF8(string(s.data[:n]), "?")
	s.data = s.data[n:]
	return text
}

const fuzzSecret = "canary of the fuzz test\n"

// value is any value in the place of a row.
func (s *source) value(f *field.Field, depth int) attr.Value {
	if f.Secret() && s.next(2) == 0 {
		return types.StringValue(fuzzSecret)
	}
	switch s.next(14) {
	case 1:
		return types.StringValue(s.text())
	case 2:
		return types.NumberValue(big.NewFloat(float64(s.next(256)) / 4))
	case 3:
		return types.BoolValue(s.next(2) == 0)
	case 4:
		return types.StringNull()
	case 5:
		return types.DynamicUnknown()
	case 6:
		value := s.value(f, depth+1)
		if _, nested := value.(types.Dynamic); nested {
			return value // Which no CLI nests.
		}
		return types.DynamicValue(value)
	case 7:
		return types.MapValueMust(types.StringType, map[string]attr.Value{s.text(): types.StringValue(s.text())})
	case 8:
		return types.SetValueMust(types.StringType, []attr.Value{types.StringValue(s.text())})
	case 9, 10:
		return s.tuple(f, depth)
	case 11:
		return types.StringUnknown()
	}
	if len(f.Fields) > 0 && f.Kind == field.KindObject && depth < 8 {
		return s.object(f, depth)
	}
	return fieldtest.Sample(f, s.r, 0.5)
}

// object has some of the names of a row, and others.
func (s *source) object(f *field.Field, depth int) attr.Value {
	values, kinds := map[string]attr.Value{}, map[string]attr.Type{}
	for range s.next(6) {
		row := f.Fields[s.next(len(f.Fields))]
		values[row.Name] = s.value(row, depth+1)
	}
	for range max(s.next(8)-4, 0) {
		values[s.text()] = types.BoolValue(true)
	}
	for name, v := range values {
		kinds[name] = v.Type(context.Background())
	}
	return types.ObjectValueMust(kinds, values)
}

func (s *source) tuple(f *field.Field, depth int) attr.Value {
	var elements []attr.Value
	var kinds []attr.Type
	for range s.next(4) {
		var element attr.Value = types.StringValue(s.text())
		if depth < 8 && s.next(2) == 0 {
			if element = s.value(f, depth+1); f.Kind == field.KindObjects {
				element = s.object(f, depth+1)
			}
		}
		elements, kinds = append(elements, element), append(kinds, element.Type(context.Background()))
	}
	return types.TupleValueMust(kinds, elements)
}

// FuzzFromDynamic gives the function agent_config any value.
func FuzzFromDynamic(f *testing.F) {
	f.Add(uint64(1), []byte{0})
	f.Add(uint64(2), []byte{12, 5, 1, 12, 2, 9, 3, 1, 2, 65, 66, 3, 9, 4, 5, 5, 6, 6, 1, 3, 97, 98, 99})
	f.Add(uint64(3), []byte{13, 3, 4, 12, 4, 7, 2, 12, 8, 4, 9, 3, 0, 1, 65, 1, 0, 11, 3, 2, 120, 121})
	f.Add(uint64(4), []byte{6, 6, 6, 9, 2, 1, 1, 0})
	f.Add(uint64(5), []byte("\x0c\x00\x07\x02aa\x02bb\x02cc"))
	for i := range agentConfig().Fields {
		f.Add(uint64(6), []byte{12, 1, byte(i), 1, 2, 'x', 'y', 0})
		f.Add(uint64(6), []byte{12, 1, byte(i), 2, 255, 0})
		f.Add(uint64(6), []byte{12, 1, byte(i), 12, 1, byte(i), 2, 255, 0, 0})
	}
	root := path.Root("agent_config")
	f.Fuzz(func(t *testing.T, seed uint64, data []byte) {
		s := &source{data: data, r: rand.New(rand.NewPCG(seed, 3))}
		given := s.value(agentConfig(), 0)
		value, problems := agentConfig().FromDynamic(root, given)
		again, same := agentConfig().FromDynamic(root, given)
		if !slices.Equal(problems, same) || !again.Equal(value) {
			t.Fatalf("%q and then %q", problems, same)
		}
		if !value.Type(t.Context()).Equal(agentConfig().Type(field.Configured)) {
			t.Fatalf("%s became %s", given, value.Type(t.Context()))
		}
		for _, problem := range problems {
			if !strings.Contains(problem, "`agent_config") || strings.Contains(problem, "canary") || strings.Contains(problem, "basetypes") || !strings.ContainsAny(problem[len(problem)-1:], ".?") {
				t.Errorf("the problem %q", problem)
			}
		}
		if len(problems) == 0 {
			checkAccepted(t, root, value)
			checkRules(t, agentConfig(), value)
		}
	})
}

// checkAccepted requires that what the function returns needs no further check.
func checkAccepted(t *testing.T, at path.Path, value attr.Value) {
	t.Helper()
	again, problems := agentConfig().FromDynamic(at, value)
	if len(problems) > 0 || !again.Equal(value) {
		t.Errorf("%s became %s: %q", value, again, problems)
	}
	raw, err := value.ToTerraformValue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := agentConfig().Expand(value); (err == nil) != raw.IsFullyKnown() {
		t.Errorf("%s: %v", value, err)
	}
}

// checkRules requires what the rows say of known values.
func checkRules(t *testing.T, f *field.Field, value attr.Value) {
	t.Helper()
	if f.Required && value.IsNull() {
		t.Errorf("%s is missing", f.Name)
	}
	if value.IsNull() || value.IsUnknown() {
		return
	}
	switch v := value.(type) {
	case types.String:
		length, blank := utf8.RuneCountInString(v.ValueString()), strings.ContainsFunc(v.ValueString(), unicode.IsSpace)
		if length < f.MinLength || f.MaxLength > 0 && length > f.MaxLength || f.NoBlanks && blank ||
			len(f.Values) > 0 && !f.Catalogue && !slices.Contains(f.Values, v.ValueString()) {
			t.Errorf("%s is %s", f.Name, v)
		}
	case types.Number:
		n, _ := v.ValueBigFloat().Float64()
		if f.Min != nil && (n < *f.Min || n > *f.Max) && !slices.Contains(f.Also, n) || f.Kind == field.KindInt && !v.ValueBigFloat().IsInt() {
			t.Errorf("%s is %s", f.Name, v)
		}
	case types.List:
		if f.MaxItems > 0 && len(v.Elements()) > f.MaxItems {
			t.Errorf("%s has %d elements", f.Name, len(v.Elements()))
		}
		for _, element := range v.Elements() {
			if f.Kind == field.KindObjects {
				checkRules(t, f, element)
			}
		}
	case types.Object:
		for _, c := range f.Fields {
			checkRules(t, c, v.Attributes()[c.Name])
		}
	}
}
