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

variable "artc_app_id" {
  description = "AppId of the ARTC application that the agent's page in the IMS console shows."
  type        = string
}

variable "artc_app_key" {
  description = "AppKey of the ARTC application."
  type        = string
  sensitive   = true
  ephemeral   = true
}

locals {
  channel = "lobby-screen-1"
  agent   = "agent-receptionist"
}

ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

# A digital human that also detects whether the user is still in front of the
# camera. The type of an agent is set in the console.
resource "alicloud_ims_ai_agent_instance" "receptionist" {
  ai_agent_id = "39f8e0bc005e4f309379701645f40002"

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
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
