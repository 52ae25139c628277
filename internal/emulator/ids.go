package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// makeID returns 32 lower-case hex digits, the same in every run.
func makeID(kind string, n int) string {
	sum := sha256.Sum256([]byte(kind + " " + strconv.Itoa(n)))
	return hex.EncodeToString(sum[:16])
}

// makeRequestID returns an upper-case UUID, the same in every run.
func makeRequestID(n int) string {
	h := strings.ToUpper(makeID("request", n))
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}
