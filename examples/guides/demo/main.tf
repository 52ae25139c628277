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

variable "agent_token" {
  description = "ARTC token of the agent's user ID."
  type        = string
  sensitive   = true
  ephemeral   = true
}

# A customer-service voice agent. It greets the user, can be interrupted, knows
# the chat before the call, recognises the company's own words, and hangs up if
# the user says nothing.
resource "alicloud_ims_ai_agent_instance" "service_desk" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-service-desk"
    channel_id    = "service-desk-4711"
    auth_token_wo = var.agent_token
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
