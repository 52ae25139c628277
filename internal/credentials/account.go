package credentials

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// accountCheck asks STS once for the account of the credentials; after a failure
// it asks again.
type accountCheck struct {
	account Setting
	sts     sts

	// passed lets one goroutine ask at a time; others wait for the result or
	// their context. It holds whether a check has passed already.
	passed chan bool
}

func newAccountCheck(c Config, source Source) *accountCheck {
	a := &accountCheck{account: c.AccountID, sts: newSTS(c.STS, source), passed: make(chan bool, 1)}
	a.passed <- c.AccountID.Value == ""
	return a
}

func (a *accountCheck) check(ctx context.Context) error {
	select {
	case passed := <-a.passed:
		var err error
		if !passed {
			err = a.ask(ctx)
		}
		a.passed <- err == nil
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
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
