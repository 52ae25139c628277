package emulator

import (
	"context"
	"sync/atomic"
)

// requestCount is the key of the number of requests of a connection.
type requestCount struct{}

// countRequests returns the context of a new connection.
func countRequests(ctx context.Context) context.Context {
	return context.WithValue(ctx, requestCount{}, new(atomic.Int64))
}

// countRequest counts a request; ctx is its context.
func countRequest(ctx context.Context) {
	if count, ok := ctx.Value(requestCount{}).(*atomic.Int64); ok {
		count.Add(1)
	}
}

// reused reports whether a request is not the first one on its connection.
func reused(ctx context.Context) bool {
	count, ok := ctx.Value(requestCount{}).(*atomic.Int64)
	return ok && count.Load() > 1
}
