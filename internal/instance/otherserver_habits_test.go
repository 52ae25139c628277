package instance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"strings"
)

// services are the services that the provider has to work with.
func services() map[string]habits {
	return map[string]habits{
		"shows what it was sent": {},
		"forgets at once":        {forgets: true, want: gone},
		"shows nothing but the status": {
			shape: func(instance map[string]any) {
				maps.DeleteFunc(instance, func(k string, _ any) bool { return k != "Status" })
			},
			forgets: true, want: "a foreign change in agent_config is not seen; a foreign change in template_config is not seen; " + gone,
		},
		"shows old values for some time": {lag: 2, shape: func(instance map[string]any) { instance["SessionId"] = "made by the service" }},
		"numbers and objects where texts are": {numbers: true, tidy: looseTypes, shape: func(instance map[string]any) {
			if object := parsed(instance["UserData"]); object != nil {
				instance["UserData"] = object
			}
		}},
		"texts where objects are": {tidy: asText, shape: textDocuments},
		"trims, rounds and adds":  {tidy: tidyUp, shape: addDefaults, want: "create names asr_hot_words; create names back_channeling_configs; create names greeting; create names interrupt_words; create names llm_history; create names speech_rate; create names voice_id_list"},
		"fills in all the blocks": {shape: fillBlocks},
		"is behind a bad gateway": {gateway: []response{
			{http.StatusNotFound, "<html><h1>404 Not Found</h1></html>"},
			{http.StatusNotFound, `{"message":"no route"}`},
			{http.StatusNotFound, `{"Code":"InvalidAction.NotFound","Message":"Specified api is not found."}`},
			{http.StatusNotFound, `{"Code":"InvalidAccessKeyId.NotFound","Message":"Specified access key is not found."}`},
			{http.StatusNotFound, ""},
			{http.StatusBadGateway, "Instance not found"},
			{http.StatusOK, "<html>Log in to the network</html>"},
		}},
	}
}

func parsed(value any) any {
	text, ok := value.(string)
	if !ok || !strings.HasPrefix(text, "{") {
		return nil
	}
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

// looseTypes writes numerals as numbers and documents as objects.
func looseTypes(_ string, value any) any {
	if object := parsed(value); object != nil {
		return object
	}
	if text, ok := value.(string); ok && text != "" && strings.Trim(text, "0123456789") == "" {
		return json.Number(text)
	}
	return value
}

// asText writes numbers and booleans as texts, and documents in its own way.
func asText(_ string, value any) any {
	switch v := value.(type) {
	case json.Number, bool:
		return fmt.Sprint(v)
	case string:
		if object := parsed(v); object != nil {
			return backwards(object)
		}
	}
	return value
}

func textDocuments(instance map[string]any) {
	for _, name := range []string{"AgentConfig", "TemplateConfig", "RuntimeConfig"} {
		if document, ok := instance[name]; ok {
			instance[name] = backwards(document)
		}
	}
}

// tidyUp trims texts, rounds numbers and puts something into every list.
func tidyUp(key string, value any) any {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(fmt.Sprint(asText(key, v)))
	case json.Number:
		x, _, err := big.ParseFloat(v.String(), 10, 64, big.ToNearestEven)
		if err == nil && !x.IsInt() {
			return json.Number(x.Text('f', 1))
		}
	case []any:
		if len(v) > 0 {
			return append(v, v[0])
		}
	}
	return value
}

// addDefaults shows what nobody asked for.
func addDefaults(instance map[string]any) {
	fillBlocks(instance)
	config, _ := instance["AgentConfig"].(map[string]any)
	instance["AgentConfig"] = laid(map[string]any{
		"Volume": 100, "EnablePushToTalk": false, "FutureConfig": map[string]any{"Level": []any{1, "x", nil}},
		"TtsConfig": map[string]any{"Emotion": "", "FutureRate": 0.5}, "AvatarConfig": map[string]any{},
	}, config)
	instance["GmtCreate"], instance["Region"], instance["CallInfo"] = "2026-08-01T00:00:00Z", nil, nil
}

// fillBlocks shows the settings and the ids in every form that there is.
func fillBlocks(instance map[string]any) {
	config, _ := instance["AgentConfig"].(map[string]any)
	template, _ := instance["TemplateConfig"].(map[string]any)
	runtime, _ := instance["RuntimeConfig"].(map[string]any)
	block := map[string]any{"AppId": "", "Greeting": "another one", "Volume": 55, "AsrMaxSilence": nil}
	if config["Greeting"] != nil {
		block["Greeting"] = config["Greeting"]
	}
	all := map[string]any{"MessageChat": map[string]any{"AppId": ""}}
	for _, name := range []string{"VoiceChat", "VisionChat", "AvatarChat3D"} {
		all[name] = block
		runtime = laid(map[string]any{name: map[string]any{"AgentUserId": 1, "ChannelId": "c\n", "AuthToken": "***"}}, runtime)
	}
	instance["TemplateConfig"], instance["RuntimeConfig"], instance["SessionId"] = laid(all, template), runtime, nil
}
