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
	known := false
	for _, w := range words {
		if i, err := strconv.Atoi(w); err == nil && known && (f.Kind == KindObjects || f.Kind == KindStrings) {
			at = at.AtListIndex(i)
			continue
		}
		child := f.childByKey(w)
		if child == nil {
			break
		}
		at, f, known = at.AtName(child.Name), child, true
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
