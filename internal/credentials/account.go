package credentials

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// guard asks STS once whose keys these are. A failure is asked about again.
type guard struct {
	account Setting
	sts     sts

	// turn lets one ask at a time; others wait for the answer or their context.
	// It holds whether the answer was right already.
	turn chan bool
}

func newGuard(c Config, source Source) *guard {
	g := &guard{account: c.AccountID, sts: newSTS(c.STS, source), turn: make(chan bool, 1)}
	g.turn <- c.AccountID.Value == ""
	return g
}

func (g *guard) check(ctx context.Context) error {
	select {
	case right := <-g.turn:
		var err error
		if !right {
			err = g.ask(ctx)
		}
		g.turn <- err == nil
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *guard) ask(ctx context.Context) error {
	answer, err := g.sts.call(ctx, openapi.Request{Operation: "GetCallerIdentity"})
	if err != nil {
		return ofCall("the guard account_id", err)
	}
	var account string
	switch id := answer.Body["AccountId"].(type) {
	case string:
		account = id
	case json.Number:
		account = id.String()
	}
	if account == g.account.Value {
		return nil
	}
	return &Error{
		Source: "the guard account_id", Class: Mismatch,
		Detail: fmt.Sprintf("the keys belong to account %q, and %s wants %q", account, g.account.From, g.account.Value),
		Advice: "Use keys of that account, or correct account_id",
	}
}
