package provider

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
)

// maxDuration keeps durations far from an overflow; nothing waits that long.
const maxDuration = 24 * time.Hour

// values reads single arguments: from the provider block, or else from the
// environment. It collects what is wrong with them.
type values struct {
	block map[string]attr.Value
	env   func(string) string
	diags diag.Diagnostics
}

func (v *values) unknown(name string) bool {
	value, ok := v.block[name]
	return ok && value.IsUnknown()
}

// text returns the argument, or else the first variable that is set, with the
// sources that were checked.
func (v *values) text(name string) credentials.Setting {
	s := v.variable(name)
	s.Checked = append([]string{argumentSource(name)}, s.Checked...)
	value, ok := v.block[name].(types.String)
	switch {
	case v.unknown(name):
		return credentials.Setting{Checked: s.Checked}
	case ok && strings.TrimSpace(value.ValueString()) != "":
		s.Value, s.From = strings.TrimSpace(value.ValueString()), argumentSource(name)
	}
	return s
}

// variable returns the first variable that is set.
func (v *values) variable(name string) credentials.Setting {
	var s credentials.Setting
	for _, variable := range variables[name] {
		from := variableSource(variable)
		s.Checked = append(s.Checked, from)
		if value := strings.TrimSpace(v.env(variable)); value != "" && s.Value == "" {
			s.Value, s.From = value, from
		}
	}
	return s
}

// credential is text for a value that no blank, line feed or other control
// character can be part of.
func (v *values) credential(name string) credentials.Setting {
	s := v.text(name)
	if what := credentials.Malformed(s.Value); what != "" {
		v.diags.Append(malformedCredential(name, s.From, what))
	}
	return s
}

// require reports an argument that has no value although its block is set.
func (v *values) require(name string, s credentials.Setting) {
	if s.Value == "" && !v.unknown(name) {
		v.diags.Append(missingArgument(name, s.Checked))
	}
}

// number returns a whole number within bounds, 0 if none is set.
func (v *values) number(name string, b bounds) int64 {
	argument, ok := v.block[name].(types.Number)
	switch {
	case v.unknown(name):
		return 0
	case ok && !argument.IsNull():
		return v.whole(name, argumentSource(name), argument.ValueBigFloat(), b)
	}
	s := v.variable(name)
	if s.Value == "" {
		return 0
	}
	n, err := strconv.ParseInt(s.Value, 10, 64)
	if err != nil {
		v.diags.Append(notWhole(name, s.From, strconv.Quote(s.Value), b))
		return 0
	}
	return v.whole(name, s.From, new(big.Float).SetInt64(n), b)
}

// whole checks a number. 0 is the default of every number, and always valid.
func (v *values) whole(name, from string, f *big.Float, b bounds) int64 {
	n, accuracy := f.Int64()
	switch {
	case n == 0 && accuracy == big.Exact:
	case !f.IsInt():
		v.diags.Append(notWhole(name, from, f.Text('g', 20), b))
		return 0
	case n < b.min || n > b.max: // What is beyond 64 bits became their end.
		v.diags.Append(outOfRange(name, from, f.Text('g', 20), b))
		return 0
	}
	return n
}

func (v *values) duration(name string, unit time.Duration, b bounds) time.Duration {
	return time.Duration(min(v.number(name, b), int64(maxDuration/unit))) * unit
}

// flag returns a boolean. A variable that is not a boolean counts as false.
func (v *values) flag(name string) bool {
	if value, ok := v.block[name].(types.Bool); ok && !value.IsNull() {
		return value.ValueBool()
	}
	on, err := strconv.ParseBool(v.variable(name).Value)
	return err == nil && on
}

// endpoint returns a host with an optional port.
func (v *values) endpoint(name string, valid func(string) bool) string {
	s := v.text(name)
	if s.Value != "" && !valid(s.Value) {
		v.diags.Append(invalidEndpoint(name, s.From))
	}
	return s.Value
}
