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

variable "greeting" {
  description = "First sentence of the agent."
  type        = string
  default     = "Hello, this is the service desk of Example Travel. How can I help you?"
}

variable "finished" {
  description = "Whether the call is to end."
  type        = bool
  default     = false
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
  channel = "service-desk-4711"
  agent   = "agent-service-desk"
}

# The agent's token. It is stored nowhere.
ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

# A customer-service voice agent. It greets the user, can be interrupted, knows
# the chat before the call, recognises the company's own words, and hangs up if
# the user says nothing. It says good bye before it is hung up.
resource "alicloud_ims_ai_agent_instance" "service_desk" {
  ai_agent_id    = "39f8e0bc005e4f309379701645f4e0a1"
  desired_status = var.finished ? "finished" : "running"

  farewell = {
    text = "We have to close now. Thank you for calling Example Travel."
    wait = "1s"
  }

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }

  agent_config = {
    greeting             = var.greeting
    volume               = 100
    graceful_shutdown    = true
    max_idle_time        = 300
    user_online_timeout  = 120
    user_offline_timeout = 10
    enable_push_to_talk  = false
    wake_up_query        = "I would like to change my booking."

    tts_config = {
      voice_id    = "longcheng_v2"
      speech_rate = 1.1
    }

    asr_config = {
      asr_language_id = "en"
      asr_max_silence = 500
      asr_hot_words   = ["Example Travel", "rebooking", "boarding pass"]
    }

    interrupt_config = {
      enable_voice_interrupt = true
      interrupt_words        = ["stop", "wait a moment"]
    }

    llm_config = {
      llm_system_prompt = "You answer questions about bookings of Example Travel, in short sentences."
      llm_history_limit = 20
      llm_history = [
        { role = "user", content = "My flight tomorrow is cancelled." },
        { role = "assistant", content = "I am sorry. Shall I call you to find another one?" },
      ]
      bailian_app_params = jsonencode({
        biz_params = { booking = "EX4711" }
        memory_id  = "customer-0815"
      })
    }

    auto_speech_config = {
      user_idle = {
        wait_time       = 10000
        max_repeats     = 2
        hangup_end_word = "I hang up now. Goodbye."
        messages = [
          { text = "Are you still there?", probability = 0.5 },
          { text = "Can you hear me?", probability = 0.5 },
        ]
      }
    }
  }

  user_data = jsonencode({ customer = "0815", channel = "phone" })
}

output "instance_id" {
  value = alicloud_ims_ai_agent_instance.service_desk.instance_id
}

output "record" {
  description = "How the call went, once it has ended."
  value = {
    status       = alicloud_ims_ai_agent_instance.service_desk.status
    ended_reason = alicloud_ims_ai_agent_instance.service_desk.ended_reason
    started      = try(alicloud_ims_ai_agent_instance.service_desk.call_info.call_start_time, null)
    ended        = try(alicloud_ims_ai_agent_instance.service_desk.call_info.call_end_time, null)
    seconds      = try(alicloud_ims_ai_agent_instance.service_desk.call_info.call_duration, null)
  }
}
