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

# The agent waits ten minutes for a user, and is billed from the start.
resource "alicloud_ims_ai_agent_instance" "consultation" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-consultation-7"
    channel_id    = "consultation-7"
    auth_token_wo = var.agent_token
  }

  agent_config = {
    user_online_timeout = 600
  }
}

output "channel_id" {
  description = "Channel that the user's app joins."
  value       = alicloud_ims_ai_agent_instance.consultation.runtime_config.channel_id
}
