package credentials

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// accountCheck asks STS for the account of the credentials. It keeps the result;
// after a failure of the request the next caller asks again.
type accountCheck struct {
	account Setting
	sts     sts

	mu       sync.Mutex
	decided  bool
	result   error // The wrong account, or nil.
	inFlight *accountRequest
}

// accountRequest is a request in progress. Those who wait for it share its error.
type accountRequest struct {
	done chan struct{}
	err  error
}

func newAccountCheck(c Config, source Source) *accountCheck {
	return &accountCheck{account: c.AccountID, sts: newSTS(c.STS, source), decided: c.AccountID.Value == ""}
}

func (a *accountCheck) check(ctx context.Context) error {
	for {
		a.mu.Lock()
		if a.decided {
			defer a.mu.Unlock()
			return a.result
		}
		r := a.inFlight
		if r == nil {
			r = &accountRequest{done: make(chan struct{})}
			a.inFlight = r
			a.mu.Unlock()
			return a.finish(r, a.ask(ctx))
		}
		a.mu.Unlock()
		select {
		case <-r.done:
			// A caller that left says nothing about the account.
			if left := errors.Is(r.err, context.Canceled) || errors.Is(r.err, context.DeadlineExceeded); r.err != nil && !left {
				return r.err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// finish ends a request and returns its error. The right and the wrong account are
// results; anything else is a failure.
func (a *accountCheck) finish(r *accountRequest, err error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var wrong *Error
	if err == nil || errors.As(err, &wrong) && wrong.Class == Mismatch {
		a.decided, a.result = true, err
	}
	a.inFlight, r.err = nil, err
	close(r.done)
	return err
}

func (a *accountCheck) ask(ctx context.Context) error {
	const name = "check of account_id"
	response, err := a.sts.call(ctx, openapi.Request{Operation: "GetCallerIdentity"})
	if err != nil {
		return stsError(name, err)
	}
	var account string
	switch id := response.Body["AccountId"].(type) {
	case string:
		account = id
	case json.Number:
		account = id.String()
	}
	if account == a.account.Value {
		return nil
	}
	return &Error{
		Source: name, Class: Mismatch,
		Detail: fmt.Sprintf("the credentials belong to account %q, but %s requires %q", account, a.account.From, a.account.Value),
		Advice: "Use credentials of that account, or correct account_id",
	}
}
