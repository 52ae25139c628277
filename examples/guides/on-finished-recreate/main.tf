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

# A kiosk that should always have an agent. When the call has ended, the next
# apply starts a new one. Until then no call runs and nothing is billed. The
# token is used only at the start, so set a new token before each apply.
resource "alicloud_ims_ai_agent_instance" "kiosk" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"
  on_finished = "recreate"

  runtime_config = {
    agent_user_id = "agent-kiosk"
    channel_id    = "kiosk-1"
    auth_token_wo = var.agent_token
  }

  agent_config = {
    greeting            = "Welcome! What are you looking for?"
    user_online_timeout = 600
  }
}
