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

variable "model_query" {
  description = "URL parameters of the language model, with its API key."
  type        = string
  sensitive   = true
  ephemeral   = true
}

locals {
  channel = "call-full"
  agent   = "agent-full"
}

ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

# Every setting of the API, to look up the syntax. Leave out a setting to use the
# agent's setting in the console.
resource "alicloud_ims_ai_agent_instance" "full" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"
  session_id  = "conversation-0815"

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }

  chat_sync_config = {
    im_ai_agent_id = "39f8e0bc005e4f309379701645f40009"
    receiver_id    = "customer-0815"
  }

  agent_config = {
    greeting                   = "Good morning!"
    wake_up_query              = "What is the weather like today?"
    volume                     = 120
    enable_push_to_talk        = false
    enable_intelligent_segment = true
    graceful_shutdown          = true
    max_idle_time              = 300
    user_online_timeout        = 120
    user_offline_timeout       = 10
    avatar_url                 = "https://example.com/agent.jpg"
    avatar_url_type            = "USER"
    experimental_config        = jsonencode({})
    workflow_override_params   = jsonencode({})

    ambient_sound_config = {
      resource_id = "f67901c595834f30937970164a000000"
      volume      = 20
    }

    asr_config = {
      asr_language_id = "zh_en"
      asr_max_silence = 500
      asr_hot_words   = ["Terraform", "OpenTofu"]
      custom_params   = "mode=fast&sample=16000"
      vad_duration    = 300
      vad_level       = 5
    }

    auto_speech_config = {
      llm_pending = {
        mode      = "random"
        wait_time = 2000
        messages = [
          { text = "One moment, please.", probability = 0.6 },
          { text = "Let me look.", probability = 0.4 },
        ]
      }
      user_idle = {
        wait_time       = 8000
        max_repeats     = 3
        hangup_end_word = "Goodbye."
        messages = [
          { text = "Are you still there?", probability = 1 },
        ]
      }
    }

    avatar_config = {
      avatar_id = "5257"
    }

    back_channeling_configs = [
      {
        enabled       = true
        probability   = 0.3
        trigger_stage = "pause_detected"
        words = [
          { text = "mm-hm", probability = 0.7 },
          { text = "I see", probability = 0.3 },
        ]
      },
    ]

    interrupt_config = {
      enable_voice_interrupt       = true
      interrupt_words              = ["stop"]
      keep_interrupt_words_for_llm = false
      no_interrupt_mode            = "discard"
    }

    llm_config = {
      llm_system_prompt     = "You are friendly and brief."
      llm_history_limit     = 15
      llm_complete_reply    = false
      history_sync_with_tts = true
      output_min_length     = 5
      output_max_delay      = 2000
      openai_extra_query_wo = var.model_query
      bailian_app_params    = jsonencode({ memory_id = "customer-0815" })
      llm_history = [
        { role = "user", content = "Good evening." },
        { role = "assistant", content = "Good evening, how are you?" },
      ]
      function_map = [
        { function = "hangup", match_function = "end_call" },
      ]
    }

    tts_config = {
      voice_id      = "longcheng_v2"
      voice_id_list = ["longcheng_v2:Cheng", "longxiaochun_v2:Xiaochun"]
      speech_rate   = 1.2
      model_id      = "speech-02-turbo"
      language_id   = "English"
      emotion       = "calm"
      pronunciation_rules = [
        { type = "replacement", word = "一一零", pronunciation = "幺幺零" },
      ]
    }

    turn_detection_config = {
      mode                   = "Semantic"
      eagerness              = "Medium"
      semantic_wait_duration = -1
      turn_end_words         = ["over"]
    }

    vcr_config = {
      equipment            = { enabled = true }
      head_motion          = { enabled = true }
      look_away            = { enabled = false }
      people_count         = { enabled = true }
      invalid_frame_motion = { enabled = true, callback_delay = 1000 }
      still_frame_motion   = { enabled = true, callback_delay = 3000 }
    }

    voiceprint_config = {
      use_voiceprint    = true
      registration_mode = "Explicit"
      voiceprint_id     = "customer-0815"
    }
  }

  user_data = jsonencode({ customer = "0815" })

  timeouts = {
    create = "2m"
    delete = "1m"
  }
}
