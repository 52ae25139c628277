package emulator_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

func TestJournal_HoldsWhatWasSent(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	id := c.start(t, map[string]string{
		"AgentConfig": `{"Volume":0,"TtsConfig":{"SpeechRate":1.50}}`, "UserData": `{"not":"decoded"}`,
	})
	c.describe(t, unknownInstance)
	calls := s.Calls()
	want := []emulator.Call{
		{
			Operation: emulator.OpStart, Host: s.Endpoint(), Path: "/", Status: 200, AccessKeyID: emulator.AccessKeyID,
			InstanceID: id, Executed: true,
			Params: map[string]any{
				"AIAgentId":     emulator.AgentID,
				"AgentConfig":   map[string]any{"Volume": json.Number("0"), "TtsConfig": map[string]any{"SpeechRate": json.Number("1.50")}},
				"RuntimeConfig": map[string]any{"AgentUserId": "agent-1", "AuthToken": "token-canary", "ChannelId": "channel-1"},
				"UserData":      `{"not":"decoded"}`,
			},
		},
		{
			Operation: emulator.OpDescribe, Host: s.Endpoint(), Path: "/", Status: 404, Code: "ResourceNotFound",
			AccessKeyID: emulator.AccessKeyID, InstanceID: unknownInstance,
			Params: map[string]any{"InstanceId": unknownInstance},
		},
	}
	ignored := cmpopts.IgnoreFields(emulator.Call{}, "Time", "Query", "RawQuery", "RequestID")
	if diff := cmp.Diff(want, calls, ignored); diff != "" {
		t.Error(diff)
	}
	if got := calls[0].Query.Get("RuntimeConfig"); got != runtimeConfig {
		t.Errorf("query %s", got)
	}
	if !strings.Contains(calls[0].RawQuery, "AIAgentId="+emulator.AgentID) {
		t.Errorf("raw query %s", calls[0].RawQuery)
	}
	if s.Count(emulator.OpStart) != 1 || s.Count(emulator.OpStop) != 0 || len(s.Calls(emulator.OpStart, emulator.OpDescribe)) != 2 {
		t.Error("the counts are wrong")
	}
	s.Reset()
	if got := s.Calls(); len(got) != 0 || len(s.Instances()) != 1 {
		t.Errorf("after the reset: %v", got)
	}
}

func TestJournal_ACopyCanBeChanged(t *testing.T) {
	t.Parallel()
	s, c := emulate(t)
	c.start(t, nil)
	copied := s.Calls()[0]
	copied.Params["AIAgentId"] = "changed"
	copied.Query.Set("AIAgentId", "changed")
	again := s.Calls()[0]
	if again.Params["AIAgentId"] != emulator.AgentID || again.Query.Get("AIAgentId") != emulator.AgentID {
		t.Error("it changed")
	}
}

func TestJournal_NothingPrintedShowsASecret(t *testing.T) {
	t.Parallel()
	const secret = "canary-of-a-key"
	s := emulator.Start(t, emulator.Key("id", secret), emulator.App("app", secret))
	c := clientOf(s)
	c.start(t, map[string]string{"AgentConfig": `{"LlmConfig":{"OpenAIExtraQuery":"api-key=token-canary"}}`})
	c.start(t, map[string]string{
		"RuntimeConfig": `{"VoiceChat":"{\"AgentUserId\":\"a\",\"AuthToken\":\"token-canary\",\"ChannelId\":\"c\"}"}`,
	})
	broken := c.call(t, emulator.OpStart, map[string]string{
		"AIAgentId": emulator.AgentID, "RuntimeConfig": `{"AuthToken":"token-canary`,
	})
	texts := []string{broken.text}
	for _, form := range []string{"%v", "%+v", "%#v", "%s"} {
		texts = append(texts, fmt.Sprintf(form, s.Calls()), fmt.Sprintf(form, s.Emulator), fmt.Sprintf(form, s.Instances()))
	}
	for _, call := range s.Calls() {
		texts = append(texts, fmt.Sprint(call.Redacted()))
	}
	for _, text := range texts {
		if strings.Contains(text, "token-canary") || strings.Contains(text, secret) {
			t.Errorf("a secret shows: %s", text)
		}
	}
}

func TestEmulator_ServesManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	s, c := emulate(t, emulator.Log(func(call emulator.Call) { _ = call.Redacted() }))
	var all sync.WaitGroup
	for n := range 32 {
		all.Go(func() {
			data := strconv.Itoa(n)
			a, err := c.send(t.Context(), emulator.OpStart, map[string]string{
				"AIAgentId": emulator.AgentID, "RuntimeConfig": runtimeConfig, "UserData": data,
			})
			id, _ := a.at("InstanceId").(string)
			if err != nil || id == "" {
				t.Errorf("start: %v %s", err, a.text)
				return
			}
			for _, operation := range []string{emulator.OpUpdate, emulator.OpDescribe, emulator.OpStop} {
				a, err := c.send(t.Context(), operation, map[string]string{"InstanceId": id})
				if err != nil || a.status != 200 {
					t.Errorf("%s: %v %s", operation, err, a.text)
				}
				if operation == emulator.OpDescribe && a.at("Instance.UserData") != data {
					t.Errorf("describe %s: %s", data, a.text)
				}
			}
			s.Advance(1)
			_, _ = s.Calls(), s.Instances()
		})
	}
	all.Wait()
	if got := len(s.Calls()); got != 4*32 || len(s.Instances()) != 32 {
		t.Errorf("%d calls", got)
	}
}
