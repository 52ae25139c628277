package emulator

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// apiError is an error response of the service. It is not a Go error: to the
// emulator it is a result like any other.
type apiError struct {
	status  int
	code    string
	message string
	denied  map[string]any
}

const throttledMessage = "Request was denied due to user flow control."

func newError(status int, code, format string, values ...any) *apiError {
	return &apiError{status: status, code: code, message: fmt.Sprintf(format, values...)}
}

func invalid(format string, values ...any) *apiError {
	return newError(http.StatusBadRequest, "InvalidParameter", format, values...)
}

// Drop says what goes wrong on the connection while a response is sent. Where there
// is a response of the operation, it is what is sent or cut off.
type Drop int

// The ways to drop a connection. NoDrop sends the complete response.
const (
	NoDrop Drop = iota

	// DropConnection closes it without a response; the client sees EOF.
	DropConnection

	// ResetConnection closes it with RST.
	ResetConnection

	// TruncateBody sends the header and a part of the body, and closes it.
	TruncateBody

	// TruncateHeader sends a part of status line and headers, and closes it.
	TruncateHeader

	// TruncateChunks is TruncateBody with a chunked body, so that the length is not
	// known. There is no last chunk.
	TruncateChunks

	// LongLength sends a Content-Length that is larger than the body, and waits until
	// the client goes away.
	LongLength

	// LongLengthClose is LongLength, but closes the connection after the body.
	LongLengthClose

	// ShortLength sends a Content-Length that is as small as what TruncateBody would
	// send, and all of the body.
	ShortLength

	// DripBody sends the body one byte at a time, DripResponse the status line and the
	// headers too. The client cannot use the connection again.
	DripBody
	DripResponse

	// Hang sends nothing until the client goes away.
	Hang

	// NotHTTP sends the body without status line and headers, and closes it.
	NotHTTP

	// Unsolicited sends the response twice, and so once while the connection is idle.
	Unsolicited

	// DropReused closes a connection that was idle when the request arrived, without a
	// response. The fault does not hit the first request on a connection. It needs
	// ConnContext.
	DropReused
)

// complete reports whether the client gets the whole response.
func (d Drop) complete() bool {
	return d == NoDrop || d == DripBody || d == DripResponse || d == Unsolicited
}

// reply is the response to one request.
type reply struct {
	status int
	header http.Header
	body   []byte

	// drop, bytes and interval are those of Fault.
	drop     Drop
	bytes    int
	interval time.Duration
}

func success(requestID string, body map[string]any) reply {
	body["RequestId"] = requestID
	return jsonReply(http.StatusOK, requestID, body)
}

func failure(requestID, host string, e *apiError) reply {
	body := map[string]any{
		"RequestId": requestID,
		"HostId":    host,
		"Code":      e.code,
		"Message":   e.message,
		"Recommend": "https://api.aliyun.com/troubleshoot?q=" + url.QueryEscape(e.code) + "&product=ICE",
	}
	if e.denied != nil {
		body["AccessDeniedDetail"] = e.denied
	}
	return jsonReply(e.status, requestID, body)
}

func jsonReply(status int, requestID string, body map[string]any) reply {
	return reply{
		status: status,
		header: http.Header{
			"Content-Type":     {"application/json;charset=utf-8"},
			"X-Acs-Request-Id": {requestID},
		},
		body: encodeJSON(body),
	}
}

// sent reports whether the client gets a status.
func (r reply) sent() bool {
	unsent := []Drop{DropConnection, ResetConnection, TruncateHeader, Hang, NotHTTP, DropReused}
	return !slices.Contains(unsent, r.drop)
}

// cut returns the part of text that is sent.
func (r reply) cut(text []byte) []byte {
	switch {
	case r.bytes < 0:
		return nil
	case r.bytes == 0:
		return text[:len(text)/2]
	default:
		return text[:min(r.bytes, len(text))]
	}
}
