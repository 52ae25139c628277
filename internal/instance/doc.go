// Package instance is everything that Terraform says about an AI agent instance:
// the tables of its fields, the resource, the data source, what a change does
// to a live call, what the end of a call means, and the words for every
// problem. It owns the mapping between HCL and the ICE operations; how a
// request reaches the service it does not know.
package instance
