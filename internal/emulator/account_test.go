package emulator_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

const (
	accountA = "1000000000000001"
	accountB = "1000000000000002"
)

func TestAccounts_AnotherAccountFindsNothing(t *testing.T) {
	t.Parallel()
	s, a := emulate(t,
		emulator.Key("key-b", "secret-b"), emulator.InAccount("key-b", accountB),
		emulator.STSKey("STS.a", "secret-a", "token-a"),
		emulator.WithAgentOf(accountB, otherAgent, emulator.VoiceChat, nil),
	)
	b := client{url: s.URL(), id: "key-b", secret: "secret-b", http: s.Client()}
	sts := client{url: s.URL(), id: "STS.a", secret: "secret-a", token: "token-a", http: s.Client()}
	id := a.start(t, nil)
	other := b.start(t, map[string]string{"AIAgentId": otherAgent})

	for situation, got := range map[string]string{
		"start with the agent of another": outcome(b.call(t, emulator.OpStart, startParams)),
		"list the agent of another":       outcome(b.call(t, emulator.OpList, map[string]string{"AIAgentId": emulator.AgentID})),
	} {
		if got != "404 AgentNotFound" {
			t.Errorf("%s: %s", situation, got)
		}
	}
	for situation, got := range map[string]string{
		"describe": outcome(b.describe(t, id)),
		"update":   outcome(b.update(t, id, map[string]string{"UserData": "x"})),
		"stop":     outcome(b.stop(t, id)),
		"reverse":  outcome(a.describe(t, other)),
	} {
		if got != "404 ResourceNotFound" {
			t.Errorf("%s: %s", situation, got)
		}
	}
	for situation, got := range map[string]string{
		"its own":                outcome(b.describe(t, other)),
		"a key of the same":      outcome(sts.describe(t, id)),
		"the others did no harm": fmt.Sprint(outcome(a.describe(t, id)), a.describe(t, id).at("Instance.UserData")),
	} {
		if got != "200" && got != "200<nil>" {
			t.Errorf("%s: %s", situation, got)
		}
	}
	var owners []string
	for _, i := range s.Instances() {
		owners = append(owners, i.Account)
	}
	if diff := cmp.Diff([]string{emulator.AccountID, accountB}, owners); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{emulator.AccountID, accountB, emulator.AccountID}, []string{
		s.AccountOf(emulator.AccessKeyID), s.AccountOf("key-b"), s.AccountOf("STS.a"),
	}); diff != "" {
		t.Error(diff)
	}
}

func TestAccounts_AgentsWithoutAnAccountFollowTheBuiltInKey(t *testing.T) {
	t.Parallel()
	s, a := emulate(t, emulator.InAccount(emulator.AccessKeyID, accountA), emulator.Key("key-b", "secret-b"))
	a.start(t, nil)
	if got := s.Instances()[0].Account; got != accountA {
		t.Errorf("account %s", got)
	}
	b := client{url: s.URL(), id: "key-b", secret: "secret-b", http: s.Client()}
	if got := outcome(b.call(t, emulator.OpStart, startParams)); got != "404 AgentNotFound" {
		t.Error(got)
	}
}
