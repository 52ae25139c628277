terraform {
  required_providers {
    alicloud = {
      source  = "alicloud-ims/alicloud"
      version = "~> 0.1"
    }
  }
}

# Credentials come from the environment variables ALIBABA_CLOUD_ACCESS_KEY_ID
# and ALIBABA_CLOUD_ACCESS_KEY_SECRET.
provider "alicloud" {
  region = "cn-shanghai"
}

variable "agent_token" {
  description = "ARTC token of the agent's user ID, generated with the AppKey of the ARTC application."
  type        = string
  sensitive   = true
  ephemeral   = true
}

# Starts a call: the agent joins the channel and waits for a user.
resource "alicloud_ims_ai_agent_instance" "support" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-support-1"
    channel_id    = "support-call-1"
    auth_token_wo = var.agent_token
  }

  agent_config = {
    greeting = "Hello, how can I help you?"
  }
}
