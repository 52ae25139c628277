package credentials

import (
	"context"
	"time"
)

// Refreshed makes a source of a function that gives an access key id.
func Refreshed(name string, now func() time.Time, f func(context.Context) (string, error)) Source {
	return refreshed(name, now, patience, func(ctx context.Context) (lease, error) {
		id, err := f(ctx)
		l := lease{}
		l.keys.AccessKeyID = id
		return l, err
	})
}
