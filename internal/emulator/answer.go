package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// refusal is an answer other than success. It is no error: the emulator did
// what it is for.
type refusal struct {
	status  int
	code    string
	message string
	denied  map[string]any
}

func refuse(status int, code, format string, values ...any) *refusal {
	return &refusal{status: status, code: code, message: fmt.Sprintf(format, values...)}
}

func invalid(format string, values ...any) *refusal {
	return refuse(http.StatusBadRequest, "InvalidParameter", format, values...)
}

// reply is all that goes over the wire for one request.
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

func failure(requestID, host string, r *refusal) reply {
	body := map[string]any{
		"RequestId": requestID,
		"HostId":    host,
		"Code":      r.code,
		"Message":   r.message,
		"Recommend": "https://api.aliyun.com/troubleshoot?q=" + url.QueryEscape(r.code) + "&product=ICE",
	}
	if r.denied != nil {
		body["AccessDeniedDetail"] = r.denied
	}
	return jsonReply(r.status, requestID, body)
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

// write is the only place that speaks HTTP.
func (a reply) write(w http.ResponseWriter) {
	if a.drop == DropConnection || a.drop == ResetConnection {
		hangUp(w, a.drop == ResetConnection)
		return
	}
	maps.Copy(w.Header(), a.header)
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	if a.drop == TruncateBody {
		_, _ = w.Write(a.body[:len(a.body)/2])
		if err := http.NewResponseController(w).Flush(); err == nil {
			hangUp(w, false)
		}
		return
	}
	_, _ = w.Write(a.body)
}

// hangUp ends the connection without a further byte. A writer that has no
// connection, such as a recorder, gets the panic that net/http has for this.
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

// instanceID is 32 lower-case hex digits, the same in every run.
func instanceID(n int) string {
	sum := sha256.Sum256([]byte("instance " + strconv.Itoa(n)))
	return hex.EncodeToString(sum[:16])
}

// requestID has the form of an upper-case UUID, the same in every run.
func requestID(n int) string {
	sum := sha256.Sum256([]byte("request " + strconv.Itoa(n)))
	h := strings.ToUpper(hex.EncodeToString(sum[:16]))
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

func encodeJSON(v any) []byte {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic("an answer that JSON cannot hold: " + err.Error())
	}
	return []byte(strings.TrimSuffix(b.String(), "\n"))
}

// decodeJSON reads one JSON value and keeps numbers as they are written.
func decodeJSON(text string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	if decoder.More() {
		return nil, fmt.Errorf("read JSON: text behind the value")
	}
	return v, nil
}

// plain turns Go values into what decodeJSON gives.
func plain(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	return decodeJSON(string(text))
}
