// Package instance is everything that Terraform says about an AI agent instance,
// which is one call: the tables of its fields, the resource and the data sources,
// what a change does to a running call, what the end of a call means, and the
// words for every problem. It owns the mapping between HCL and the ICE
// operations; how a request reaches the service it does not know.
//
// Read fields.go for what there is to configure, change.go for what a change
// does, state.go for what a response does to the state, wait.go for when a call
// counts as over, resource.go for the steps of each operation.
package instance
