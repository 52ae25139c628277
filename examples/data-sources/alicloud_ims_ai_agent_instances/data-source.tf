terraform {
  required_providers {
    alicloud = {
      source = "alicloud-ims/alicloud"
    }
  }
}

provider "alicloud" {
  region = "cn-shanghai"
}

variable "ai_agent_id" {
  description = "ID of the agent, as its page in the IMS console shows it."
  type        = string
  default     = "39f8e0bc005e4f309379701645f4e0a1"
}

data "alicloud_ims_ai_agent_instances" "running" {
  ai_agent_id = var.ai_agent_id
  status      = "Executing"
}

# Warns in each plan and apply while many calls run.
check "few_calls" {
  assert {
    condition     = length(data.alicloud_ims_ai_agent_instances.running.instances) < 40
    error_message = "The agent has many running calls."
  }
}
