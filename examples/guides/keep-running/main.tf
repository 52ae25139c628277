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

variable "hang_up" {
  description = "Whether destroying the resource hangs up the call."
  type        = bool
  default     = true
}

locals {
  channel = "hotline-1"
  agent   = "agent-hotline"
}

ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

# With hang_up = false, `terraform destroy` only removes the instance from the
# state. The call continues, and is billed, until it ends by itself. The two
# timeouts below limit that time.
resource "alicloud_ims_ai_agent_instance" "hotline" {
  ai_agent_id     = "39f8e0bc005e4f309379701645f4e0a1"
  stop_on_destroy = var.hang_up

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }

  agent_config = {
    max_idle_time        = 120
    user_offline_timeout = 5
  }
}
