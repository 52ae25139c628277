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
  description = "AppId of the ARTC application of the agent."
  type        = string
}

variable "artc_app_key" {
  description = "AppKey of the ARTC application."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "open" {
  description = "Whether the shop is open. A scheduled pipeline sets it in the morning and in the evening."
  type        = bool
  default     = true
}

locals {
  channel = "kiosk-1"
  agent   = "agent-kiosk"
}

ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

# A kiosk with opening hours. While the shop is open, each apply starts a new call
# if the last one has ended. In the evening the apply ends the call, and until
# the morning no apply starts one.
resource "alicloud_ims_ai_agent_instance" "kiosk" {
  ai_agent_id    = "39f8e0bc005e4f309379701645f4e0a1"
  desired_status = var.open ? "running" : "finished"
  on_finished    = "recreate"

  farewell = {
    text = "We are closing now. Thank you for your visit."
    wait = "6s"
  }

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }
}

output "record" {
  description = "How the last call went, once it has ended."
  value = {
    status       = alicloud_ims_ai_agent_instance.kiosk.status
    ended_reason = alicloud_ims_ai_agent_instance.kiosk.ended_reason
    seconds      = try(alicloud_ims_ai_agent_instance.kiosk.call_info.call_duration, null)
  }
}
