package field

import (
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// PathOf returns the attribute below at that stands for an API parameter, such as
// TtsConfig.SpeechRate, LlmConfig.LlmHistory[2].Role or LlmHistory.2.Role. It
// goes down as far as the table knows the words, and reports whether it knew any.
func (f *Field) PathOf(at path.Path, parameter string) (path.Path, bool) {
	words := strings.FieldsFunc(parameter, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	known, indexed := false, false
	for _, w := range words {
		if i, err := strconv.Atoi(w); err == nil && known && !indexed && (f.Kind == KindObjects || f.Kind == KindStrings) {
			at, indexed = at.AtListIndex(i), true
			continue
		}
		child := f.childByKey(w)
		if child == nil || known && f.Kind == KindObjects && !indexed {
			break // Below a list there are elements first.
		}
		at, f, known, indexed = at.AtName(child.Name), child, true, false
	}
	return at, known
}

func (f *Field) childByKey(key string) *Field {
	for _, c := range f.Fields {
		if c.Key != "" && !c.WriteOnly && strings.EqualFold(c.Key, key) {
			return c
		}
	}
	return nil
}
