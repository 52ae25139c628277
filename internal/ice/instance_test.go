package ice_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// The documented sample of DescribeAIAgentInstance, with shorter values: user
// data is an object, a digital human's id a number, two parameters that are
// text are objects, there is an undocumented block, and a line feed stands
// behind one channel id (to be cut) and one greeting (to be kept).
const documented = `{
  "Instance": {
    "CallLogUrl": "https://example.com/call_logs/12345",
    "RuntimeConfig": {
      "VoiceChat": {"AuthToken": "tok-v", "AgentUserId": "user-1", "ChannelId": "channel-1"},
      "AuthToken": "tok", "AgentUserId": "user-1",
      "VisionChat": {"AuthToken": "tok-s", "AgentUserId": "user-1", "ChannelId": "channel-1\n"},
      "ChannelId": "channel-1\n",
      "AvatarChat3D": {"AuthToken": "tok-a", "AgentUserId": "user-1", "ChannelId": "channel-1"}
    },
    "Status": "Finished",
    "TemplateConfig": {
      "VoiceChat": {
        "Greeting": "", "LlmHistory": [{"Role": "user", "Content": ""}], "UserOnlineTimeout": 60,
        "WorkflowOverrideParams": {}, "EnableIntelligentSegment": true, "AvatarUrlType": "USER",
        "BailianAppParams": {}, "AppId": "", "Volume": 100, "UseVoiceprint": false
      },
      "MessageChat": {"AppId": ""},
      "VisionChat": {"Greeting": "Good morning, my friend!\n", "MaxIdleTime": 600},
      "AvatarChat3D": {"Greeting": "", "AvatarId": 1231, "GracefulShutdown": true}
    },
    "UserData": {"Preferences": {"Language": "en"}, "Email": "johndoe@example.com"},
    "SessionId": ""
  },
  "RequestId": "7B117AF5-2A16-412C-B127-FA6175ED1AD0"
}`

func TestTheDocumentedAnswerOfDescribeIsRead(t *testing.T) {
	t.Parallel()
	c, _ := against(t, 200, documented)
	got, err := c.Describe(t.Context(), "", "i-1")
	if err != nil {
		t.Fatal(err)
	}
	block := func(token string) map[string]any {
		return map[string]any{"AuthToken": token, "AgentUserId": "user-1", "ChannelId": "channel-1"}
	}
	want := &ice.Instance{
		Status: ice.StatusFinished, CallLogURL: "https://example.com/call_logs/12345",
		UserData:  pointer(`{"Email":"johndoe@example.com","Preferences":{"Language":"en"}}`),
		RequestID: "7B117AF5-2A16-412C-B127-FA6175ED1AD0",
		RuntimeConfig: map[string]any{
			"AuthToken": "tok", "AgentUserId": "user-1", "ChannelId": "channel-1",
			"VoiceChat": block("tok-v"), "VisionChat": block("tok-s"), "AvatarChat3D": block("tok-a"),
		},
		TemplateConfig: map[string]any{
			"VoiceChat": map[string]any{
				"Greeting": "", "LlmHistory": []any{map[string]any{"Role": "user", "Content": ""}},
				"UserOnlineTimeout": json.Number("60"), "WorkflowOverrideParams": map[string]any{},
				"EnableIntelligentSegment": true, "AvatarUrlType": "USER", "BailianAppParams": map[string]any{},
				"AppId": "", "Volume": json.Number("100"), "UseVoiceprint": false,
			},
			"MessageChat":  map[string]any{"AppId": ""},
			"VisionChat":   map[string]any{"Greeting": "Good morning, my friend!\n", "MaxIdleTime": json.Number("600")},
			"AvatarChat3D": map[string]any{"Greeting": "", "AvatarId": json.Number("1231"), "GracefulShutdown": true},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("instance (-want +got):\n%s", diff)
	}
}

func TestAnswersAreReadLeniently(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		body string
		want ice.Instance
	}{
		"nothing":             {`{}`, ice.Instance{}},
		"unknown key":         {`{"Status":"Executing","New":[{}]}`, ice.Instance{Status: ice.StatusExecuting}},
		"unknown status":      {`{"Status":"Paused"}`, ice.Instance{Status: "Paused"}},
		"number for text":     {`{"Status":3,"GmtCreate":1700000000000}`, ice.Instance{Status: "3", CreateTime: "1700000000000"}},
		"times":               {`{"GmtCreate":"a","GmtModified":"b"}`, ice.Instance{CreateTime: "a", UpdateTime: "b"}},
		"null everywhere":     {`{"Status":null,"AgentConfig":null,"UserData":null,"SessionId":null}`, ice.Instance{}},
		"empty text":          {`{"AgentConfig":"","UserData":"","SessionId":""}`, ice.Instance{}},
		"text of user data":   {`{"UserData":"{\"a\": 1}"}`, ice.Instance{UserData: pointer(`{"a": 1}`)}},
		"user data with <":    {`{"UserData":{"b":1.50,"a":"<&>"}}`, ice.Instance{UserData: pointer(`{"a":"<&>","b":1.50}`)}},
		"number as user data": {`{"UserData":7}`, ice.Instance{UserData: pointer("7")}},
		"documents as text": {
			`{"AgentConfig":"{\"Volume\":9007199254740993}","TemplateConfig":"null","CallInfo":"{}"}`,
			ice.Instance{AgentConfig: map[string]any{"Volume": json.Number("9007199254740993")}, CallInfo: map[string]any{}},
		},
		"blocks as text": {
			`{"RuntimeConfig":{"VoiceChat":"{\"ChannelId\":\"c\\n\"}"},"TemplateConfig":{"VisionChat":"{\"Volume\":1}","AvatarChat3D":""}}`,
			ice.Instance{
				RuntimeConfig:  map[string]any{"VoiceChat": map[string]any{"ChannelId": "c"}},
				TemplateConfig: map[string]any{"VisionChat": map[string]any{"Volume": json.Number("1")}, "AvatarChat3D": map[string]any(nil)},
			},
		},
		"id of the instance": {`{"InstanceId":"i-1"}`, ice.Instance{InstanceID: "i-1"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := against(t, 200, `{"Instance":`+tc.body+`,"RequestId":"RID-1"}`)
			got, err := c.Describe(t.Context(), "", "i-1")
			if err != nil {
				t.Fatal(err)
			}
			tc.want.RequestID = "RID-1"
			if diff := cmp.Diff(&tc.want, got); diff != "" {
				t.Errorf("instance (-want +got):\n%s", diff)
			}
		})
	}
}

func TestARealMismatchNamesThePath(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ body, want string }{
		{`{}`, "the response has no Instance"},
		{`{"Instance":null}`, "the response has no Instance"},
		{`{"Instance":[]}`, "Instance must be an object, got a list"},
		{`{"Instance":{"InstanceId":"i-2","Status":"Finished"}}`, "the response is about another instance"},
		{`{"Instance":{"Status":{}}}`, "Instance.Status must be a string, got an object"},
		{`{"Instance":{"AgentConfig":[]}}`, "Instance.AgentConfig must be an object, got a list"},
		{`{"Instance":{"AgentConfig":1}}`, "Instance.AgentConfig must be an object, got a number"},
		{`{"Instance":{"Status":true}}`, "Instance.Status must be a string, got a boolean"},
		{`{"Instance":{"AgentConfig":"canary"}}`, "Instance.AgentConfig must be an object, got a string"},
		{`{"Instance":{"RuntimeConfig":{"VoiceChat":"canary"}}}`, "Instance.RuntimeConfig.VoiceChat must be an object, got a string"},
		{`{"Instance":{"TemplateConfig":{"VisionChat":"[]canary"}}}`, "Instance.TemplateConfig.VisionChat must be an object, got a string"},
	} {
		c, _ := against(t, 200, strings.Replace(`{"RequestId":"RID-1",`+tc.body[1:], ",}", "}", 1))
		_, err := c.Describe(t.Context(), "", "i-1")
		if want := "DescribeAIAgentInstance: " + tc.want + " (HTTP 200, request ID RID-1, 3 attempts in 1 s)"; err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", tc.body, err, want)
		}
		if ice.NotFound(err) {
			t.Errorf("%s passes for an unknown instance", tc.body)
		}
	}
}

func TestInstance_AnOddFieldThatDecidesNothingIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		body string
		odd  []string
	}{
		{`"CallInfo":[]`, []string{"CallInfo"}},
		{`"CallInfo":4,"CallLogUrl":{}`, []string{"CallInfo", "CallLogUrl"}},
		{`"SessionId":true,"GmtCreate":[1],"GmtModified":{}`, []string{"GmtCreate", "GmtModified", "SessionId"}},
	} {
		c, _ := against(t, 200, `{"RequestId":"RID-1","Instance":{"Status":"Executing",`+tc.body+`}}`)
		got, err := c.Describe(t.Context(), "", "i-1")
		if err != nil {
			t.Fatal(err)
		}
		want := &ice.Instance{Status: ice.StatusExecuting, RequestID: "RID-1", Odd: tc.odd}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", tc.body, diff)
		}
	}
}

func TestAListIsReadItemByItem(t *testing.T) {
	t.Parallel()
	c, _ := against(t, 200, `{"RequestId":"RID-1","Instances":[
		{"Status":"Created","RuntimeConfig":{"ChannelId":"c1 "}}, {"Status":"Finished","InstanceId":"i-2","UserData":"u"}]}`)
	got, err := c.List(t.Context(), ice.ListRequest{AIAgentID: "a"})
	if err != nil {
		t.Fatal(err)
	}
	want := []ice.Instance{
		{Status: ice.StatusCreated, RuntimeConfig: map[string]any{"ChannelId": "c1"}, RequestID: "RID-1"},
		{Status: ice.StatusFinished, InstanceID: "i-2", UserData: pointer("u"), RequestID: "RID-1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("instances (-want +got):\n%s", diff)
	}
	for body, want := range map[string]string{
		`{"Instances":{}}`:                      "ListAIAgentInstance: Instances must be a list, got an object (HTTP 200, 3 attempts in 1 s)",
		`{"Instances":[{},null]}`:               "ListAIAgentInstance: Instances[1] must be an object, got null (HTTP 200, 3 attempts in 1 s)",
		`{"Instances":[{},{"Status":[]}]}`:      "ListAIAgentInstance: Instances[1].Status must be a string, got a list (HTTP 200, 3 attempts in 1 s)",
		`{"Instances":[{"AgentConfig":false}]}`: "ListAIAgentInstance: Instances[0].AgentConfig must be an object, got a boolean (HTTP 200, 3 attempts in 1 s)",
	} {
		c, _ := against(t, 200, body)
		if _, err := c.List(t.Context(), ice.ListRequest{AIAgentID: "a"}); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", body, err, want)
		}
	}
	for _, body := range []string{`{}`, `{"Instances":null}`, `{"Instances":[]}`} {
		c, _ := against(t, 200, body)
		if got, err := c.List(t.Context(), ice.ListRequest{AIAgentID: "a"}); err != nil || len(got) != 0 {
			t.Errorf("%s: got %v, %v", body, got, err)
		}
	}
}
