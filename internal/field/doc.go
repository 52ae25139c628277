// Package field is the table language of the provider: one row says what an API
// field is, and schemas, validation, documentation, conversion to and from the
// API's JSON, and the meaning of a change all follow from the row.
//
// It knows the Terraform plugin framework and nothing of this project: no API
// operation, no resource. What cannot be said in a row does not belong here.
package field
