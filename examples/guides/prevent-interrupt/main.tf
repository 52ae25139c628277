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

variable "guard" {
  description = "Whether a plan that would hang up the running call is an error."
  type        = bool
  default     = false
}

locals {
  channel = "interview-1"
  agent   = "agent-interview"
}

ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

# An interview that a change of the configuration must not interrupt.
resource "alicloud_ims_ai_agent_instance" "interview" {
  ai_agent_id       = "39f8e0bc005e4f309379701645f4e0a1"
  prevent_interrupt = var.guard

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }
}
