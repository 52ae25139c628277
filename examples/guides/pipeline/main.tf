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

# Null where no call is started: a plan without changes and a destroy need no token.
variable "agent_token" {
  description = "ARTC token of the agent's user ID. Needed only where a call is started."
  type        = string
  sensitive   = true
  ephemeral   = true
  default     = null
}

resource "alicloud_ims_ai_agent_instance" "hotline" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-hotline-1"
    channel_id    = "hotline-1"
    auth_token_wo = var.agent_token
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
