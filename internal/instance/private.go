package instance

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

const (
	writtenKey = "written"
	adoptedKey = "adopted"
	guardKey   = "guard"
)

// adoption is the mark of an instance that was imported: fill until the first
// read has written its tree into state, yes until a change was applied.
type adoption string

const (
	adoptionFill adoption = "fill"
	adoptionYes  adoption = "yes"
)

// written is what Describe showed right after our own last write: a service that
// shows it otherwise than it was sent has not been changed by anybody.
type written struct {
	AgentConfig    map[string]any `json:"agent_config,omitempty"`
	TemplateConfig map[string]any `json:"template_config,omitempty"`
	UserData       *string        `json:"user_data,omitempty"`
}

func writtenOf(instance *ice.Instance) *written {
	return &written{
		AgentConfig:    agentConfig().LivePart(instance.AgentConfig),
		TemplateConfig: templateConfig().LivePart(instance.TemplateConfig),
		UserData:       instance.UserData,
	}
}

// see takes over what a refresh has shown, once the state has it. A service may
// show old values for a moment after a write; with these kept, somebody who puts
// one of them back later would not be noticed.
func (w *written) see(instance *ice.Instance) {
	now := writtenOf(instance)
	w.AgentConfig = field.Overlay(w.AgentConfig, now.AgentConfig)
	w.TemplateConfig = field.Overlay(w.TemplateConfig, now.TemplateConfig)
	if now.UserData != nil {
		w.UserData = now.UserData
	}
}

func (w *written) sameUserData(shown *string) bool {
	return w.UserData != nil && shown != nil && field.SameDocument(*w.UserData, *shown)
}

// privateReader and privateWriter are what requests and responses offer.
type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// readWritten is empty for a state that has none.
func readWritten(ctx context.Context, private privateReader) (*written, diag.Diagnostics) {
	w := &written{}
	raw, diags := private.GetKey(ctx, writtenKey)
	if diags.HasError() || len(raw) == 0 {
		return w, diags
	}
	document, err := field.Document(string(raw))
	if err != nil {
		return w, diags // Written by an older version: as good as none.
	}
	parts, _ := document.(map[string]any)
	w.AgentConfig, _ = parts["agent_config"].(map[string]any)
	w.TemplateConfig, _ = parts["template_config"].(map[string]any)
	if s, ok := parts["user_data"].(string); ok {
		w.UserData = &s
	}
	return w, diags
}

func saveWritten(ctx context.Context, private privateWriter, w *written) diag.Diagnostics {
	raw, err := json.Marshal(w)
	if err != nil {
		return diag.Diagnostics{problemBug("cannot keep what the service showed", err)}
	}
	return private.SetKey(ctx, writtenKey, raw)
}

func readAdoption(ctx context.Context, private privateReader) (adoption, diag.Diagnostics) {
	raw, diags := private.GetKey(ctx, adoptedKey)
	var mark adoption
	if len(raw) > 0 && json.Unmarshal(raw, &mark) != nil {
		mark = ""
	}
	return mark, diags
}

func saveAdoption(ctx context.Context, private privateWriter, mark adoption) diag.Diagnostics {
	if mark == "" {
		return private.SetKey(ctx, adoptedKey, nil)
	}
	return private.SetKey(ctx, adoptedKey, []byte(`"`+string(mark)+`"`))
}

// The guard is the mark that a live call of that id must not be interrupted. The
// first half of a plan sets it and the second half of a replacement sees it: so a
// replacement that only the command line asks for is noticed.
func saveGuard(ctx context.Context, private privateWriter, id string) diag.Diagnostics {
	if id == "" {
		return private.SetKey(ctx, guardKey, nil)
	}
	raw, err := json.Marshal(id)
	if err != nil {
		return diag.Diagnostics{problemBug("cannot keep the id of a guarded call", err)}
	}
	return private.SetKey(ctx, guardKey, raw)
}

func readGuard(ctx context.Context, private privateReader) (string, diag.Diagnostics) {
	raw, diags := private.GetKey(ctx, guardKey)
	var id string
	if len(raw) > 0 && json.Unmarshal(raw, &id) != nil {
		id = ""
	}
	return id, diags
}
