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

# The deprecated arguments, as in a configuration of 2024.
resource "alicloud_ims_ai_agent_instance" "old" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    voice_chat = {
      agent_user_id = "agent-old"
      channel_id    = "call-old"
      auth_token_wo = var.agent_token
    }
  }

  template_config = {
    voice_chat = {
      greeting               = "Hello!"
      voice_id               = "zhixiaoxia"
      enable_voice_interrupt = true
      asr_max_silence        = 600
      llm_history_limit      = 10
      volume                 = 80
    }
  }
}

# The same with the current arguments: the IDs and the token are set directly in
# runtime_config, and the settings are grouped in agent_config. A running
# instance cannot be moved, so this starts a new call.
resource "alicloud_ims_ai_agent_instance" "new" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-new"
    channel_id    = "call-new"
    auth_token_wo = var.agent_token
  }

  agent_config = {
    greeting = "Hello!"
    volume   = 80

    tts_config       = { voice_id = "zhixiaoxia" }
    interrupt_config = { enable_voice_interrupt = true }
    asr_config       = { asr_max_silence = 600 }
    llm_config       = { llm_history_limit = 10 }
  }
}
