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

# Starts a call: the agent joins the channel and waits for a user.
resource "alicloud_ims_ai_agent_instance" "support" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }

  agent_config = {
    greeting = "Hello, how can I help you?"
  }
}
