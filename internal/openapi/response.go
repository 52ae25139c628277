package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// responded returns the result of an exchange with a complete response.
func (c *call) responded(x *exchange) (*Response, *Error) {
	body, readable := object(x.body)
	id := text(body, "RequestId", "requestId")
	if id == "" {
		id = x.header.Get(requestIDHeader)
	}
	id = c.mask.word(id)

	if x.status/100 == 2 && (readable || c.EmptySuccess && len(bytes.TrimSpace(x.body)) == 0) {
		return &Response{Body: body, Status: x.status, RequestID: id, Attempts: c.attempt, call: c}, nil
	}
	e := c.failed(Answered, "")
	if x.status < http.StatusBadRequest {
		e.Reason = Unreadable
		e.Detail = "a redirect, which is not followed"
	}
	if !readable && x.status/100 != 3 {
		e.Detail = c.mask.message(unreadable(x))
	}
	e.Status = x.status
	e.RequestID = id
	e.RetryAfter = retryAfter(x.header)
	if e.Reason == Answered {
		e.Code = c.mask.word(text(body, "Code", "code"))
		e.Message = c.mask.message(c.withoutRequest(text(body, "Message", "message")))
		e.AccessDenied = c.accessDenied(body)
	}
	e.MaybeReceived = !c.refused(e)
	return nil, e
}

// salvaged returns what a response that broke off already said.
func (c *call) salvaged(x *exchange) (*Response, bool) {
	if c.Salvage == "" || x.status/100 != 2 {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(x.body))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, false
	}
	for {
		key, err := decoder.Token()
		if err != nil {
			return nil, false
		}
		var value any
		if err := decoder.Decode(&value); err != nil {
			return nil, false
		}
		if text, ok := value.(string); ok && key == c.Salvage && text != "" {
			id := c.mask.word(x.header.Get(requestIDHeader))
			return &Response{Body: map[string]any{c.Salvage: text}, Status: x.status, RequestID: id, Attempts: c.attempt, call: c}, true
		}
	}
}

// tooLarge are the statuses of servers that do not read or pass on a request for
// its size. Other statuses of a gateway do not show whether the service executed
// the request.
var tooLarge = []int{
	http.StatusLengthRequired, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge,
}

// refused reports whether the service certainly did not execute the call.
func (c *call) refused(e *Error) bool {
	switch {
	case slices.Contains(tooLarge, e.Status):
		return true
	case e.Throttled():
		return true
	case e.Code == nonceUsed && c.Once:
		// Nonces are random: if the service has seen one before, something on the way
		// has sent the request twice, and the first copy may have been executed.
		return false
	default:
		return e.Status/100 == 4 && e.Code != ""
	}
}

func (c *call) accessDenied(body map[string]any) *AccessDenied {
	detail, ok := body["AccessDeniedDetail"].(map[string]any)
	if !ok {
		return nil
	}
	part := func(name string) string { return c.mask.word(text(detail, name)) }
	return &AccessDenied{
		Action:        part("AuthAction"),
		Principal:     part("AuthPrincipalDisplayName"),
		PrincipalType: part("AuthPrincipalType"),
		PolicyType:    part("PolicyType"),
		Kind:          part("NoPermissionType"),
	}
}

// object decodes a body that is one JSON object and nothing else.
func object(body []byte) (map[string]any, bool) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var o map[string]any
	if err := decoder.Decode(&o); err != nil || o == nil {
		return nil, false
	}
	// More takes a closing bracket for the end.
	_, err := decoder.Token()
	return o, errors.Is(err, io.EOF)
}

// text returns the first of the values that is a string or a number.
func text(o map[string]any, names ...string) string {
	for _, name := range names {
		switch v := o[name].(type) {
		case string:
			return v
		case json.Number:
			return v.String()
		}
	}
	return ""
}

func unreadable(x *exchange) string {
	if len(bytes.TrimSpace(x.body)) == 0 {
		return "an empty response"
	}
	kind, _, err := mime.ParseMediaType(x.header.Get("Content-Type"))
	switch {
	case err != nil, len(kind) > 60, kind == "application/json":
		return "not a JSON object"
	case kind == "text/html":
		return "HTML instead of JSON"
	}
	return kind + " instead of JSON"
}

// retryAfter reads the gateway's header (milliseconds), or else the standard one
// (seconds or a date).
func retryAfter(h http.Header) time.Duration {
	if ms, err := strconv.ParseInt(h.Get("X-Acs-Retry-After"), 10, 64); err == nil && ms > 0 {
		return time.Duration(min(ms, int64(time.Hour/time.Millisecond))) * time.Millisecond
	}
	standard := h.Get("Retry-After")
	if s, err := strconv.ParseInt(standard, 10, 64); err == nil {
		return time.Duration(min(max(s, 0), int64(time.Hour/time.Second))) * time.Second
	}
	if date, err := http.ParseTime(standard); err == nil {
		return min(max(time.Until(date), 0), time.Hour)
	}
	return 0
}
