terraform {
  required_version = ">= 1.11"
  required_providers {
    alicloud = {
      source  = "alicloud-ims/alicloud"
      version = "~> 0.1"
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
  channel = "hotline-1"
  agent   = "agent-hotline-1"
}

ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

resource "alicloud_ims_ai_agent_instance" "hotline" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }

  agent_config = {
    greeting            = "Hello, you have reached the hotline."
    user_online_timeout = 600
  }
}

# Warns in each plan and apply after the call has ended. It never makes a plan
# non-empty, unlike an output of the status.
check "the_call_is_running" {
  assert {
    condition     = alicloud_ims_ai_agent_instance.hotline.status != "Finished"
    error_message = "The call of the hotline has ended."
  }
}
