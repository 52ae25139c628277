package emulator

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// echo returns an instance as Describe shows it: without its ids.
func (i *instance) echo(chosen settings, now time.Time) map[string]any {
	shown := i.entry(chosen, now)
	shown["GmtCreate"] = stamp(i.created)
	shown["GmtModified"] = stamp(i.modified)
	if i.session != "" || !chosen.is(sessionIDUnset, valueLeftOut) {
		shown["SessionId"] = i.session
	}
	if info := i.callInfo(chosen); info != nil {
		shown["CallInfo"] = info
	}
	if chosen.is(numberTypes, valueNumbers) {
		retype(shown)
	}
	return shown
}

// entry returns an instance as List shows it: the fields of its model.
func (i *instance) entry(chosen settings, now time.Time) map[string]any {
	visible := i.sent
	if now.Before(i.oldUntil) {
		visible = i.old
	}
	shown := map[string]any{"Status": i.status, "RuntimeConfig": i.runtimeEcho(chosen)}
	i.echoConfigs(shown, visible, chosen)
	if visible.userData != nil {
		shown["UserData"] = *visible.userData
		if object, ok := decodeObject(*visible.userData); ok && chosen.is(userDataEcho, valueObject) {
			shown["UserData"] = object
		}
	}
	if i.status == StatusFinished || !chosen.is(callLogURL, valueUntilFinished) {
		shown["CallLogUrl"] = i.logURL(chosen)
	}
	if chosen.is(numberTypes, valueNumbers) {
		retype(shown)
	}
	return shown
}

func (i *instance) logURL(chosen settings) string {
	url := "https://example.com/call_logs/" + i.id + ".json"
	if chosen.is(callLogURL, valueChangesAlways) {
		url += "?Signature=" + strconv.Itoa(i.described)
	}
	return url
}

// echoConfigs adds the settings in the current and in the deprecated form.
func (i *instance) echoConfigs(shown map[string]any, visible sent, chosen settings) {
	merged := i.effective(visible, chosen)
	kind := string(i.agent.kind)

	config := merged
	if chosen.is(agentConfigEcho, valueSentOnly) {
		config = clone(visible.agent)
	}
	template := map[string]any{}
	if block := loadFacts()["TemplateConfig"].Fields[kind]; block != nil {
		template[kind] = toTemplate(merged, block)
		if value, ok := get(visible.template, kind+".CharBreak"); ok {
			put(template, kind+".CharBreak", value)
		}
	}
	if chosen.is(templateConfigEcho, valueSentOnly) {
		template = clone(visible.template)
	}
	if chosen.is(undocumentedKeys, valueSampleKeys) {
		put(template, kind+".AppId", "")
		put(template, "MessageChat.AppId", "")
	}
	if chosen.is(normalise, valueTrims) {
		tidy(config)
		tidy(template)
	}
	if !chosen.is(agentConfigEcho, valueLeftOut) {
		shown["AgentConfig"] = config
	}
	if !chosen.is(templateConfigEcho, valueLeftOut) {
		shown["TemplateConfig"] = template
	}
}

// runtimeEcho returns RuntimeConfig: the ids and the token.
func (i *instance) runtimeEcho(chosen settings) map[string]any {
	shown := clone(i.runtime)
	if chosen.is(runtimeEcho, valueTrioOnly) || chosen.is(runtimeEcho, valueTrioAndBlocks) {
		shown = clone(i.trio)
	}
	if chosen.is(runtimeEcho, valueTrioAndBlocks) {
		for _, kind := range []AgentType{VoiceChat, VisionChat, AvatarChat3D} {
			shown[string(kind)] = clone(i.trio)
		}
	}
	echoTokens(shown, chosen)
	if channel, ok := shown["ChannelId"].(string); ok && chosen.is(undocumentedKeys, valueSampleKeys) {
		shown["ChannelId"] = channel + "\n"
	}
	return shown
}

func echoTokens(shown map[string]any, chosen settings) {
	for name, value := range shown {
		if block, ok := value.(map[string]any); ok {
			echoTokens(block, chosen)
		}
		if name != "AuthToken" {
			continue
		}
		switch {
		case chosen.is(authTokenEcho, valueMasked):
			shown[name] = masked
		case chosen.is(authTokenEcho, valueLeftOut):
			delete(shown, name)
		}
	}
}

// tidy trims greetings and rounds numbers to one decimal.
func tidy(document map[string]any) {
	for name, value := range document {
		switch value := value.(type) {
		case map[string]any:
			tidy(value)
		case []any:
			for _, item := range value {
				if object, ok := item.(map[string]any); ok {
					tidy(object)
				}
			}
		case string:
			if name == "Greeting" {
				document[name] = strings.TrimSpace(value)
			}
		case json.Number:
			document[name] = rounded(value)
		}
	}
}

func rounded(number json.Number) json.Number {
	x, err := number.Float64()
	if err != nil || x == math.Trunc(x) {
		return number
	}
	return json.Number(decimal(math.Round(x*10) / 10))
}

// retype turns ids that are numerals into numbers, and documents that are text into
// objects, as in a sample of the documentation.
func retype(document map[string]any) {
	for name, value := range document {
		switch value := value.(type) {
		case map[string]any:
			// The caller's own data stays as it was sent.
			if name != "UserData" {
				retype(value)
			}
		case string:
			if name == "WorkflowOverrideParams" || name == "BailianAppParams" {
				if object, ok := decodeObject(value); ok {
					document[name] = object
				}
				continue
			}
			if n, err := strconv.ParseInt(value, 10, 64); err == nil && strings.HasSuffix(name, "Id") &&
				strconv.FormatInt(n, 10) == value {
				document[name] = json.Number(value)
			}
		}
	}
}
