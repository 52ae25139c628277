package emulator

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
)

// operation declares one operation of the API. Everything that the emulator knows
// about it is here.
type operation struct {
	name   string
	params []param

	// run executes the operation on the locked service and returns the response
	// without RequestId. All parameters are checked before.
	run func(s *service, account string, v values) (map[string]any, *apiError)
}

// operations holds what declare was called with. It does not change after the
// start of the program.
var operations = map[string]operation{}

// declare adds operations. Each concept calls it once, in the init function of its
// file.
func declare(declared ...operation) {
	for _, o := range declared {
		if _, taken := operations[o.name]; taken || o.name == "" || o.run == nil {
			panic("operation " + o.name + " is declared twice or not completely")
		}
		for _, p := range o.params {
			if p.typ == documentType && p.fact() == nil {
				panic("document " + p.name + " of " + o.name + " has no schema")
			}
		}
		operations[o.name] = o
	}
}

// Operations returns the names of all operations, sorted.
func Operations() []string { return slices.Sorted(maps.Keys(operations)) }

// mustKnow panics for an unknown operation: a hook or fault would never apply.
func mustKnow(name string) {
	if _, known := operations[name]; !known {
		panic("the emulator has no operation " + name)
	}
}

// gatewayParams are accepted with every operation.
var gatewayParams = []param{{name: "SecureTransport"}, {name: "SourceIp"}}

// param returns a declared parameter.
func (o operation) param(name string) (param, bool) {
	for _, list := range [][]param{o.params, gatewayParams} {
		for _, p := range list {
			if p.name == name {
				return p, true
			}
		}
	}
	return param{}, false
}

// decode checks what was sent: unknown and repeated parameters, missing ones, then
// each value in the order of the declaration.
func (o operation) decode(sent url.Values, chosen settings) (values, *apiError) {
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if _, known := o.param(name); !known && !chosen.is(unknownField, valueIgnored) {
			return nil, invalid("%s is not a parameter of %s", name, o.name)
		}
		if len(sent[name]) > 1 {
			return nil, invalid("%s is given more than once", name)
		}
	}
	for _, p := range o.params {
		if p.required && sent.Get(p.name) == "" {
			return nil, newError(http.StatusBadRequest, "Missing"+p.name, "%s is mandatory for this action.", p.name)
		}
	}
	decoded := values{}
	for _, p := range o.params {
		if !sent.Has(p.name) {
			continue
		}
		value, err := p.decode(sent.Get(p.name), chosen)
		if err != nil {
			return nil, err
		}
		decoded[p.name] = value
	}
	return decoded, nil
}

// declarations returns what is known about a parameter: the declaration of the
// operation, else those of all operations that have a parameter of this name.
func declarations(operation, name string) []param {
	if p, ok := operations[operation].param(name); ok {
		return []param{p}
	}
	var found []param
	for _, other := range Operations() {
		if p, ok := operations[other].param(name); ok {
			found = append(found, p)
		}
	}
	return found
}

// redact replaces the secrets in the parameters of a request. A parameter that no
// operation declares is hidden: nobody knows what it is.
func redact(operation string, params map[string]any) {
	for name, value := range params {
		known := declarations(operation, name)
		if len(known) == 0 {
			params[name] = masked
			continue
		}
		for _, p := range known {
			value = p.redact(value)
		}
		params[name] = value
	}
}
