package emulator

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// longer is by how much LongLength exceeds the length of the body.
const longer = 100

// deliver sends the response. Nothing else in this package writes HTTP. It panics with
// http.ErrAbortHandler if it has to drop the connection of a writer that has none,
// such as a recorder.
func deliver(w http.ResponseWriter, r reply, closed <-chan struct{}) {
	if r.drop != NoDrop {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		send(openLine(conn, closed), r)
		return
	}
	maps.Copy(w.Header(), r.header)
	if r.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(r.body)))
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body)
}

// send sends a response that a fault spoils, and closes the connection.
func send(l *line, r reply) {
	defer l.close()
	switch r.drop {
	case NoDrop, DropConnection, DropReused:
	case ResetConnection:
		l.reset()
	case TruncateHeader:
		l.write(r.cut(r.head(r.length(0))))
	case TruncateBody:
		l.write(r.head(r.length(0)), r.cut(r.body))
	case TruncateChunks:
		part := r.cut(r.body)
		l.write(r.head("Transfer-Encoding: chunked"))
		if len(part) > 0 {
			l.write(fmt.Appendf(nil, "%x\r\n%s\r\n", len(part), part))
		}
	case LongLength:
		l.write(r.head(r.length(longer)), r.body)
		l.await()
	case LongLengthClose:
		l.write(r.head(r.length(longer)), r.body)
	case ShortLength:
		l.write(r.head(r.length(len(r.cut(r.body))-len(r.body))), r.body)
		l.await()
	case DripBody:
		l.write(r.head(r.length(0), "Connection: close"))
		l.drip(r.body, r.interval)
	case DripResponse:
		l.drip(slices.Concat(r.head(r.length(0), "Connection: close"), r.body), r.interval)
	case Hang:
		l.await()
	case NotHTTP:
		l.write(r.body, []byte("\r\n\r\n"))
	case Unsolicited:
		whole := slices.Concat(r.head(r.length(0)), r.body)
		l.write(whole)
		l.write(whole)
		l.await()
	}
}

// length is the header Content-Length, off by some bytes.
func (r reply) length(off int) string {
	return "Content-Length: " + strconv.Itoa(len(r.body)+off)
}

// head returns the status line and the headers.
func (r reply) head(more ...string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", r.status, http.StatusText(r.status))
	_ = r.header.Write(&b)
	for _, header := range more {
		b.WriteString(header + "\r\n")
	}
	return []byte(b.String() + "\r\n")
}

// line is a connection that the HTTP server has given away.
type line struct {
	net.Conn

	// gone is closed when the client goes away, or sends something else.
	gone chan struct{}

	// closed is closed when nobody reads responses any more.
	closed <-chan struct{}
}

func openLine(conn net.Conn, closed <-chan struct{}) *line {
	l := &line{Conn: conn, gone: make(chan struct{}), closed: closed}
	go func() {
		defer close(l.gone)
		_, _ = conn.Read(make([]byte, 1))
	}()
	return l
}

func (l *line) write(parts ...[]byte) {
	_, _ = l.Write(slices.Concat(parts...))
}

// await returns when the client needs nothing more of the connection.
func (l *line) await() {
	select {
	case <-l.gone:
	case <-l.closed:
	}
}

func (l *line) drip(text []byte, interval time.Duration) {
	ticker := time.NewTicker(max(interval, 1))
	defer ticker.Stop()
	for i := range text {
		l.write(text[i : i+1])
		select {
		case <-ticker.C:
		case <-l.gone:
			return
		case <-l.closed:
			return
		}
	}
}

// tcp returns the connection below TLS. Closing it does not tell the client that
// the response is over.
func (l *line) tcp() net.Conn {
	if wrapped, ok := l.Conn.(interface{ NetConn() net.Conn }); ok {
		return wrapped.NetConn()
	}
	return l.Conn
}

// reset makes close send RST.
func (l *line) reset() {
	if tcp, ok := l.tcp().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}

func (l *line) close() { _ = l.tcp().Close() }
