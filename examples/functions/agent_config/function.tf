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

resource "alicloud_ims_ai_agent_instance" "support" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-support-1"
    channel_id    = "support-call-1"
    auth_token_wo = var.agent_token
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
