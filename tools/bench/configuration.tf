terraform {
  required_providers {
    alicloud = {
      source = "alicloud-ims/alicloud"
    }
  }
}

variable "instances" { type = number }
variable "endpoint" { type = string }
variable "access_key" { type = string }
variable "secret_key" { type = string }
variable "ai_agent_id" { type = string }

provider "alicloud" {
  access_key = var.access_key
  secret_key = var.secret_key
  region     = "cn-shanghai"
  protocol   = "HTTP"

  endpoints {
    ice = var.endpoint
  }
}

resource "alicloud_ims_ai_agent_instance" "desk" {
  count       = var.instances
  ai_agent_id = var.ai_agent_id

  runtime_config = {
    agent_user_id = "agent-${count.index}"
    channel_id    = "service-desk-${count.index}"
    auth_token    = "token-${count.index}"
  }

  agent_config = {
    greeting             = "Hello, this is service desk ${count.index} of Example Travel. How can I help you?"
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
        biz_params = { booking = "EX${count.index}" }
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

  user_data = jsonencode({ customer = tostring(count.index), channel = "phone" })
}
