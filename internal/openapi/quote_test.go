package openapi_test

import (
	"encoding/json"
	"net/http"
	"testing"
)

// TestMessage_QuotesNothingOfTheRequest lets the service quote the request as
// gateways do when a signature does not match.
func TestMessage_QuotesNothingOfTheRequest(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"Specified signature is not matched with our calculation. server string to sign is:POST\n/?AgentName=canary-1&AgentConfig=canary-2": "Specified signature is not matched with our calculation. server string to sign …",
		"StringToSign: POST&%2F&AgentName%3Dcanary-1":                                 "StringToSign …",
		"The CanonicalRequest is 'POST / AgentName=canary-1'":                         "The CanonicalRequest …",
		"bad parameters: AgentName=canary-1&UserData=canary-3, see the documentation": "bad parameters: AgentName=***&UserData=***, see the documentation",
		"AgentName=canary-1":              "AgentName=***",
		"AgentName=&UserData=canary-3":    "AgentName=***&UserData=***",
		"UserData is not valid: Length=7": "UserData is not valid: Length=7",
	} {
		t.Run(message, func(t *testing.T) {
			t.Parallel()
			body, err := json.Marshal(map[string]string{"Code": "SignatureDoesNotMatch", "Message": message, "RequestId": "RID-1"})
			if err != nil {
				t.Fatal(err)
			}
			host := serve(t, func(w http.ResponseWriter, _ *http.Request) { respond(w, 400, string(body)) })
			r := request(host)
			r.Query = map[string]string{"AgentName": "canary-1", "AgentConfig": "canary-2", "UserData": "canary-3"}
			_, err = client(t, options()).Do(t.Context(), r)
			if got := typed(t, err).Message; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
