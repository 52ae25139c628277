package emulator

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
)

// apiError is an error response of the service. It is not a Go error: to the
// emulator it is a result like any other.
type apiError struct {
	status  int
	code    string
	message string
	denied  map[string]any
}

func newError(status int, code, format string, values ...any) *apiError {
	return &apiError{status: status, code: code, message: fmt.Sprintf(format, values...)}
}

func invalid(format string, values ...any) *apiError {
	return newError(http.StatusBadRequest, "InvalidParameter", format, values...)
}

// Drop says how a connection ends without a complete response.
type Drop int

// The ways to drop a connection. NoDrop sends the complete response.
const (
	NoDrop Drop = iota

	// DropConnection closes it without a response; the client sees EOF.
	DropConnection

	// ResetConnection closes it with RST.
	ResetConnection

	// TruncateBody sends the header and half of the body, and closes it.
	TruncateBody
)

// reply is the response to one request.
type reply struct {
	status int
	header http.Header
	body   []byte
	drop   Drop
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
func (r reply) sent() bool { return r.drop != DropConnection && r.drop != ResetConnection }

// write sends the response. Nothing else in this package writes HTTP.
func (r reply) write(w http.ResponseWriter) {
	if !r.sent() {
		hangUp(w, r.drop == ResetConnection)
		return
	}
	maps.Copy(w.Header(), r.header)
	w.Header().Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.status)
	if r.drop == TruncateBody {
		_, _ = w.Write(r.body[:len(r.body)/2])
		if err := http.NewResponseController(w).Flush(); err == nil {
			hangUp(w, false)
		}
		return
	}
	_, _ = w.Write(r.body)
}

// hangUp closes the connection without sending anything more. For a writer without
// a connection, such as a recorder, it panics with http.ErrAbortHandler.
func hangUp(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = wrapped.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
