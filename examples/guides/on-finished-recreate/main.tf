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
  channel = "kiosk-1"
  agent   = "agent-kiosk"
}

ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

# A kiosk that should always have an agent. When the call has ended, the next
# apply starts a new one. Until then no call runs and nothing is billed. The
# token is used only at the start, so set a new token before each apply.
resource "alicloud_ims_ai_agent_instance" "kiosk" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"
  on_finished = "recreate"

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }

  agent_config = {
    greeting            = "Welcome! What are you looking for?"
    user_online_timeout = 600
  }
}
