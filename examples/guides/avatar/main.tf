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

# A digital human that also detects whether the user is still in front of the
# camera. The type of an agent is set in the console.
resource "alicloud_ims_ai_agent_instance" "receptionist" {
  ai_agent_id = "39f8e0bc005e4f309379701645f40002"

  runtime_config = {
    agent_user_id = "agent-receptionist"
    channel_id    = "lobby-screen-1"
    auth_token_wo = var.agent_token
  }

  agent_config = {
    greeting = "Welcome! Whom would you like to visit?"

    avatar_config = {
      avatar_id = "5257"
    }

    vcr_config = {
      people_count = { enabled = true }
      look_away    = { enabled = true }
      still_frame_motion = {
        enabled        = true
        callback_delay = 3000
      }
    }
  }

  timeouts = {
    delete = "3m"
  }
}
