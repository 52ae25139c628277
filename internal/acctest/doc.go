// Package acctest holds what tests need to drive the provider from outside: in
// process by the plugin protocol, or by a real CLI. Only tests import it.
package acctest
