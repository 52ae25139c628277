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

variable "agent_token" {
  description = "ARTC token of the agent's user ID."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "guard" {
  description = "Whether a plan that would hang up the running call is an error."
  type        = bool
  default     = false
}

# An interview that a change of the configuration must not interrupt.
resource "alicloud_ims_ai_agent_instance" "interview" {
  ai_agent_id       = "39f8e0bc005e4f309379701645f4e0a1"
  prevent_interrupt = var.guard

  runtime_config = {
    agent_user_id = "agent-interview"
    channel_id    = "interview-1"
    auth_token_wo = var.agent_token
  }
}
