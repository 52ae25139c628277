// Package artctoken makes and reads the tokens that let an agent or a person into an
// ARTC channel. A token is computed here from the key of the ARTC application: nothing
// in this package sends a request. It does not know what a token is used for.
package artctoken
