// Package diagnostic turns a failed call of the service into words: what the
// service said, what that means now, what to do, and the facts that support asks
// for, always in this order.
//
// It knows the errors of package ice and no concept. A concept hands in the
// region, its RAM actions and the attributes behind the API's parameters
// (Context), and a sentence about what the failure means for its objects.
package diagnostic

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// Context is what a concept knows about a call.
type Context struct {
	// Region is the region that the call was sent to.
	Region string
	// Operations are those that the concept needs, such as
	// DescribeAIAgentInstance: a refusal by RAM shows the policy for all of them.
	Operations []string
	// Timeout names the setting that bounds the operation, such as
	// timeouts.create; empty where there is none.
	Timeout string
	// Attribute returns the attribute that stands for a parameter of the API,
	// such as AgentConfig.TtsConfig.VoiceId, and false if there is none. Nil
	// stands for a concept without such attributes.
	Attribute func(parameter string) (path.Path, bool)
}

// Explain returns the error for a failed call, on the attribute that the service
// names if it names one. The summary is a verb and an object, such as "Cannot
// start the AI agent instance"; meaning says what the failure means now.
func (c Context) Explain(summary string, err error, meaning string) diag.Diagnostic {
	var e *ice.Error
	if !errors.As(err, &e) {
		return diag.NewErrorDiagnostic(summary, Paragraphs(said(err, c.Timeout), meaning))
	}
	detail := Paragraphs(said(err, c.Timeout), meaning, advice(e, c.Region, c.Operations), facts(e))
	if at, ok := c.attributeOf(e); ok {
		return diag.NewAttributeErrorDiagnostic(at, summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// Warn is Explain as a warning: the failure leaves everything in order.
func (c Context) Warn(summary string, err error, meaning string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(summary, c.Explain(summary, err, meaning).Detail())
}

// Explained is Explain without advice, for a failure whose meaning says it all.
func (c Context) Explained(summary string, err error, meaning string) diag.Diagnostic {
	var e *ice.Error
	if !errors.As(err, &e) {
		return diag.NewErrorDiagnostic(summary, meaning)
	}
	return diag.NewErrorDiagnostic(summary, Paragraphs(said(err, c.Timeout), meaning, facts(e)))
}

// Said returns what the service, or what stands before it, said about a failed
// call: one or two sentences without secrets.
func Said(err error) string { return said(err, "") }

// parameter finds what looks like the name of a request parameter.
var parameter = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[A-Z][A-Za-z0-9]*(?:[.\[]+[A-Za-z0-9]+\]?)*`)
})

// attributeOf returns the attribute that stands for the parameter which the
// service names, in its message or in a code such as MissingRuntimeConfig.
func (c Context) attributeOf(e *ice.Error) (path.Path, bool) {
	if c.Attribute == nil {
		return path.Path{}, false
	}
	if ice.AgentNotFound(e) {
		return c.Attribute("AIAgentId")
	}
	if e.Status < 400 || e.Status >= 500 || !strings.Contains(e.Code, "Invalid") && !strings.Contains(e.Code, "Missing") {
		return path.Path{}, false
	}
	words := parameter().FindAllString(strings.TrimPrefix(e.Code, "Missing")+" "+e.Message, -1)
	for _, w := range words {
		if at, ok := c.Attribute(w); ok {
			return at, true
		}
	}
	return path.Path{}, false
}
