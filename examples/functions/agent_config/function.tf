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
  channel = "support-call-1"
  agent   = "agent-support-1"
}

ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

resource "alicloud_ims_ai_agent_instance" "support" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }

  # A misspelled name, such as `volum`, is an error. Without the function it is
  # dropped, and the call starts with the volume that is set in the console.
  agent_config = provider::alicloud::agent_config({
    greeting = "Hello, how can I help you?"
    volume   = 80

    tts_config = {
      voice_id    = "longcheng_v2"
      speech_rate = 1.1
    }
  })
}
