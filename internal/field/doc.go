// Package field is the provider's table language: one row describes an API
// field, and schemas, validators, documentation, the conversion to and from the
// API's JSON, and the effect of a change all follow from the row.
//
// It knows the Terraform plugin framework and no concept of this provider: what
// a change does to an object of the API is given by the root row (OnChange). What
// cannot be said in a row does not belong here.
package field
