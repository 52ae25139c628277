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

# Another program changes the greeting and the user data while the call runs.
# Terraform sends both at the start and does not change them afterwards.
resource "alicloud_ims_ai_agent_instance" "shared" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-shared"
    channel_id    = "shared-1"
    auth_token_wo = var.agent_token
  }

  agent_config = {
    greeting = "Hello!"
    volume   = 100
  }

  user_data = jsonencode({ step = "start" })

  lifecycle {
    ignore_changes = [agent_config.greeting, user_data]
  }
}
