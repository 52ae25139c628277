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

locals {
  channel = "survey-1"
  agent   = "agent-survey"
}

ephemeral "alicloud_ims_artc_token" "agent" {
  app_id     = var.artc_app_id
  app_key    = var.artc_app_key
  channel_id = local.channel
  user_id    = local.agent
}

# A call as a job: the apply is over when the call is.
resource "alicloud_ims_ai_agent_instance" "survey" {
  ai_agent_id     = "39f8e0bc005e4f309379701645f4e0a1"
  wait_for        = "finished"
  max_concurrency = 20

  timeouts = {
    create = "30m"
  }

  runtime_config = {
    agent_user_id = local.agent
    channel_id    = local.channel
    auth_token_wo = ephemeral.alicloud_ims_artc_token.agent.token
  }
}

# The telephone numbers in call_info are sensitive, so an output names what it needs.
output "seconds" {
  description = "How long the call lasted, if the service says so."
  value       = try(alicloud_ims_ai_agent_instance.survey.call_info.call_duration, null)
}
