package credentials

import (
	"context"
	"time"
)

// Order returns the names of the sources in the order in which they are checked.
func Order() []string {
	names := make([]string, len(chain))
	for i, s := range chain {
		names[i] = s.name
	}
	return names
}

// Refreshed returns a source for a function that returns an access key ID.
func Refreshed(name string, now func() time.Time, f func(context.Context) (string, error)) Source {
	c := Config{Now: now}.complete()
	return c.refreshed(name, func(ctx context.Context) (lease, error) {
		id, err := f(ctx)
		l := lease{}
		l.credentials.AccessKeyID = id
		return l, err
	})
}

// STSHost returns the host of the check of the account.
func (c *Chain) STSHost() string {
	host, _ := c.account.sts.host()
	return host
}
