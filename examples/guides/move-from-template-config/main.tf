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
  old = { channel = "call-old", agent = "agent-old" }
  new = { channel = "call-new", agent = "agent-new" }
}

ephemeral "alicloud_ims_artc_token" "old" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.old.channel
  user_id    = local.old.agent
}

ephemeral "alicloud_ims_artc_token" "new" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.new.channel
  user_id    = local.new.agent
}

# The deprecated arguments, as in a configuration of 2024.
resource "alicloud_ims_ai_agent_instance" "old" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    voice_chat = {
      agent_user_id = local.old.agent
      channel_id    = local.old.channel
      auth_token_wo = ephemeral.alicloud_ims_artc_token.old.token
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
    agent_user_id = local.new.agent
    channel_id    = local.new.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.new.token
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
