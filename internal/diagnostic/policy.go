package diagnostic

import (
	"slices"
	"strings"
)

// Policy returns a RAM policy that allows operations, as a resource of
// aliyun/alicloud. Its lines begin with a blank: CLIs do not wrap such lines.
func Policy(operations []string, more ...string) string {
	return `  resource "alicloud_ram_policy" "ims_agents" {
    policy_name     = "ims-agents"
    policy_document = jsonencode({
      Version = "1"
      Statement = [{
        Effect   = "Allow"
        Action   = ["` + strings.Join(actions(operations, more), `", "`) + `"]
        Resource = "*"
      }]
    })
  }`
}

// PolicyDocument returns the same policy as the JSON document that the RAM
// console takes.
func PolicyDocument(operations []string) string {
	return `{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "` + strings.Join(actions(operations, nil), "\",\n        \"") + `"
      ],
      "Resource": "*"
    }
  ]
}`
}

// actions are the RAM actions of operations, each once.
func actions(operations, more []string) []string {
	var all []string
	for _, o := range slices.Concat(operations, more) {
		if a := "ice:" + o; !slices.Contains(all, a) {
			all = append(all, a)
		}
	}
	return all
}
