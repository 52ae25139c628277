package instance

import (
	"math/rand/v2"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/field/fieldtest"
)

// fullAgentConfig is an agent_config in which every leaf of the API is set.
func fullAgentConfig(b *testing.B) attr.Value {
	b.Helper()
	value := fieldtest.Sample(agentConfig(), rand.New(rand.NewPCG(1, 1)), 1)
	expanded, err := agentConfig().Expand(value)
	if err != nil {
		b.Fatal(err)
	}
	leaves := map[string]bool{}
	if count(expanded, agentConfig().Key, leaves); len(leaves) != leavesOf(b, "AIAgentConfig") {
		b.Fatalf("the sample sets %d leaves, want all", len(leaves))
	}
	return value
}

func BenchmarkExpandOfAFullAgentConfig(b *testing.B) {
	value := fullAgentConfig(b)
	for b.Loop() {
		if _, err := agentConfig().Expand(value); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFlattenOfAFullAgentConfig(b *testing.B) {
	expanded, err := agentConfig().Expand(fullAgentConfig(b))
	if err != nil {
		b.Fatal(err)
	}
	text, err := field.Compact(expanded)
	if err != nil {
		b.Fatal(err)
	}
	response, err := field.Document(text)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := agentConfig().Flatten(field.Configured, response); err != nil {
			b.Fatal(err)
		}
	}
}
