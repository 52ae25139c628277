package framework

import "context"

// Parent is the process that stores the results of operations: the CLI that
// started this one.
type Parent interface {
	// Working notes that an operation is in progress whose result must not get lost:
	// this process does not end before the returned function is called.
	Working() (done func())

	// Gone reports whether nobody is left who stores the result of an operation,
	// whose context tells whether there is reason for doubt.
	Gone(ctx context.Context) bool
}
