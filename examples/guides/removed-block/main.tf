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

# Removes yesterday's call from the state. Terraform does not stop it or read it.
removed {
  from = alicloud_ims_ai_agent_instance.yesterday

  lifecycle {
    destroy = false
  }
}

resource "alicloud_ims_ai_agent_instance" "today" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-today"
    channel_id    = "today-1"
    auth_token_wo = var.agent_token
  }
}
