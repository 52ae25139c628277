package emulator

import (
	"net/http"
	"slices"
	"time"
)

// FaultKind is a fault with a name, for Fault.Kind.
type FaultKind struct {
	Name string

	// Text says what the client gets.
	Text string

	Knowledge Knowledge
}

// Knowledge is what a client knows of a request that a fault hit, if it believes the
// response.
type Knowledge int

const (
	// MaybeExecuted means that the request may have been executed or not.
	MaybeExecuted Knowledge = iota

	// NotExecuted means that the service refused the request.
	NotExecuted

	// HasResponse means that the response of the operation arrives in the end, so that
	// the fault executes it in any case.
	HasResponse
)

// kind is a row of the catalog of faults.
type kind struct {
	FaultKind
	fault Fault
}

// FaultKinds returns the catalog of faults. Every name can be a Fault.Kind, for every
// operation, before and after the operation was executed.
func FaultKinds() []FaultKind {
	all := make([]FaultKind, len(kinds))
	for i, k := range kinds {
		all[i] = k.FaultKind
	}
	return all
}

// faultKind returns the kind with a name.
func faultKind(name string) (kind, error) {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		if k.Name == name {
			return k, nil
		}
		names[i] = k.Name
	}
	return kind{}, unknownName("kind of fault", name, names)
}

var kinds = slices.Concat(refusals(), serverErrors(), unreadables(), redirects(), connectionFaults())

func row(name, text string, knowledge Knowledge, fault Fault) kind {
	return kind{FaultKind{name, text, knowledge}, fault}
}

// refusals are error responses of the service that say that nothing was executed.
func refusals() []kind {
	const (
		user = "Throttling.User"
		api  = "Throttling.Api"
	)
	acsWait, wait := http.Header{"X-Acs-Retry-After": {"1000"}}, http.Header{"Retry-After": {"1"}}
	refuse := func(name, text string, status int, code, message string, header http.Header) kind {
		return row(name, text, NotExecuted, Fault{Status: status, Code: code, Message: message, Header: header})
	}
	mismatch := refuse("signature-mismatch", "400 SignatureDoesNotMatch, quoting what was signed, with its secrets", 400,
		"SignatureDoesNotMatch", "Specified signature is not matched with our calculation. server string to sign is:", nil)
	mismatch.fault.Quote = true
	used := refuse("nonce-used", "400 SignatureNonceUsed", 400, "SignatureNonceUsed", "Specified signature nonce was used already.", nil)
	// A proxy may have sent the request twice.
	used.Knowledge = MaybeExecuted
	return []kind{
		refuse("throttled", "400 Throttling.User", 400, user, throttledMessage, nil),
		refuse("throttled-wait", "400 Throttling.User with X-Acs-Retry-After of a second", 400, user, throttledMessage, acsWait),
		refuse("throttled-503", "503 Throttling.Api", 503, api, throttledMessage, nil),
		refuse("throttled-503-wait", "503 Throttling.Api with Retry-After of a second", 503, api, throttledMessage, wait),
		refuse("429", "429 without a body", 429, "", "", nil),
		refuse("429-wait", "429 without a body, with Retry-After of a second", 429, "", "", wait),
		refuse("too-frequent", "403 RequestsTooFrequent", 403, "RequestsTooFrequent", throttledMessage, nil),
		refuse("denied", "403 NoPermission", 403, "NoPermission", "You are not authorized to do this action.", nil),
		refuse("not-found", "404 ResourceNotFound", 404, "ResourceNotFound", "The specified resource does not exist.", nil),
		refuse("unknown-action", "404 InvalidAction.NotFound", 404, "InvalidAction.NotFound",
			"Specified api is not found, please check your url and method.", nil),
		refuse("token-expired", "400 InvalidSecurityToken.Expired", 400, "InvalidSecurityToken.Expired",
			"Specified SecurityToken is expired.", nil),
		refuse("timestamp-expired", "400 InvalidTimeStamp.Expired", 400, "InvalidTimeStamp.Expired",
			"Specified time stamp or date value is expired.", nil),
		mismatch,
		used,
	}
}

const html = "text/html;charset=utf-8"

// page is what a gateway sends.
func page(title string) string {
	return "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>"
}

// serverErrors are responses of the service and of what is in front of it, which do
// not say whether the request was executed.
func serverErrors() []kind {
	internal, unavailable := "InternalError", "ServiceUnAvailable"
	fault := func(status int, code, message string) Fault {
		return Fault{Status: status, Code: code, Message: message}
	}
	web := func(status int, title string) Fault {
		return Fault{Status: status, Body: page(title), ContentType: html}
	}
	return []kind{
		row("500", "500 InternalError", MaybeExecuted, fault(500, internal, "The request processing has failed.")),
		row("502", "502 ServiceUnAvailable", MaybeExecuted, fault(502, unavailable, "The service is unavailable.")),
		row("503", "503 ServiceUnAvailable", MaybeExecuted, fault(503, unavailable, "The service is unavailable.")),
		row("504", "504 InternalError", MaybeExecuted, fault(504, internal, "The request has timed out.")),
		row("500-empty", "500 without a body", MaybeExecuted, fault(500, "", "")),
		row("502-empty", "502 without a body", MaybeExecuted, fault(502, "", "")),
		row("503-empty", "503 without a body", MaybeExecuted, fault(503, "", "")),
		row("504-empty", "504 without a body", MaybeExecuted, fault(504, "", "")),
		row("502-html", "502 with HTML of a gateway", MaybeExecuted, web(502, "502 Bad Gateway")),
		row("503-html", "503 with HTML of a gateway", MaybeExecuted, web(503, "503 Service Temporarily Unavailable")),
		row("504-html", "504 with HTML of a gateway", MaybeExecuted, web(504, "504 Gateway Time-out")),
		row("404-html", "404 with HTML of a gateway", MaybeExecuted, web(404, "404 Not Found")),
	}
}

// unreadables are complete responses that are no errors and not what the operation
// returns.
func unreadables() []kind {
	body := func(name, text, body string) kind { return row(name, text, MaybeExecuted, Fault{Body: body}) }
	page := row("200-html", "200 with HTML, as a captive portal", MaybeExecuted, Fault{Body: page("Log in"), ContentType: html})
	gzip := body("not-gzip", "200 with Content-Encoding: gzip and a body that is no gzip", "not compressed")
	gzip.fault.Header = http.Header{"Content-Encoding": {"gzip"}}
	return []kind{
		row("empty", "200 without a body", MaybeExecuted, Fault{Status: 200}),
		row("204", "204 No Content", MaybeExecuted, Fault{Status: 204}),
		body("not-json", "200 with text that is no JSON", "The service is fine."),
		page,
		body("list", "200 with a JSON list", "[{}]"),
		body("null", "200 with null", "null"),
		body("no-instance", "200 with a RequestId and nothing else", `{"RequestId":"`+makeRequestID(0)+`"}`),
		gzip,
		row("too-large", "200, with 8 MiB of blanks before the response", MaybeExecuted, Fault{Pad: 8 << 20}),
		body("wrong-types", "200 with values of other types", `{"RequestId":1,"InstanceId":["a"],"Instance":"a","Instances":{"a":1}}`),
		body("other-instance", "200 about another instance, which has ended", otherInstance()),
	}
}

// otherInstance is a response to every operation, about an instance that does not
// exist.
func otherInstance() string {
	id := makeID("other instance", 0)
	other := map[string]any{
		"InstanceId": id, "Status": StatusFinished, "GmtCreate": "2026-01-02T03:04:05.000+00:00",
		"RuntimeConfig": map[string]any{"AgentUserId": "other-agent", "ChannelId": "other-channel"},
	}
	return string(encodeJSON(map[string]any{
		"RequestId": makeRequestID(0), "InstanceId": id, "Instance": other, "Instances": []any{other},
	}))
}

// redirects lead to a path of the emulator itself, so that its journal shows a client
// that follows them.
func redirects() []kind {
	redirect := func(name, text string, status int) kind {
		return row(name, text+" to the Location /moved", MaybeExecuted, Fault{Status: status, Header: http.Header{"Location": {"/moved"}}})
	}
	return []kind{
		redirect("301", "301 Moved Permanently", 301),
		redirect("302", "302 Found", 302),
		redirect("307", "307 Temporary Redirect", 307),
		redirect("308", "308 Permanent Redirect", 308),
	}
}

// connectionFaults go wrong on the connection.
func connectionFaults() []kind {
	drop := func(name, text string, drop Drop) kind { return row(name, text, MaybeExecuted, Fault{Drop: drop}) }
	drip := func(name, text string, drop Drop) kind {
		return row(name, text, HasResponse, Fault{Drop: drop, Interval: time.Second})
	}
	return []kind{
		row("delay", "the response, 5 seconds late", HasResponse, Fault{Delay: 5 * time.Second}),
		drip("drip", "the response, its body one byte a second", DripBody),
		drip("drip-all", "the response, one byte a second from its first byte", DripResponse),
		drop("hang", "no response until the client goes away", Hang),
		drop("close", "connection closed without a response", DropConnection),
		drop("reset", "connection reset (RST) without a response", ResetConnection),
		drop("idle-race", "connection closed when a request arrives that is not the first one on it", DropReused),
		drop("half-header", "connection closed in the middle of the headers", TruncateHeader),
		drop("half-body", "connection closed in the middle of the body", TruncateBody),
		drop("half-chunked", "connection closed in the middle of a chunked body", TruncateChunks),
		drop("length-too-large", "Content-Length larger than the body, connection stays open", LongLength),
		drop("length-too-large-close", "Content-Length larger than the body, connection closed", LongLengthClose),
		drop("length-too-small", "Content-Length smaller than the body", ShortLength),
		drop("not-http", "JSON without status line and headers, connection closed", NotHTTP),
		row("unsolicited", "the response, and once again on the idle connection", HasResponse, Fault{Drop: Unsolicited}),
	}
}
