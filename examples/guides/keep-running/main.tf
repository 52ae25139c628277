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

variable "agent_token" {
  description = "ARTC token of the agent's user ID."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "hang_up" {
  description = "Whether destroying the resource hangs up the call."
  type        = bool
  default     = true
}

# With hang_up = false, `terraform destroy` only removes the instance from the
# state. The call continues, and is billed, until it ends by itself. The two
# timeouts below limit that time.
resource "alicloud_ims_ai_agent_instance" "hotline" {
  ai_agent_id     = "39f8e0bc005e4f309379701645f4e0a1"
  stop_on_destroy = var.hang_up

  runtime_config = {
    agent_user_id = "agent-hotline"
    channel_id    = "hotline-1"
    auth_token_wo = var.agent_token
  }

  agent_config = {
    max_idle_time        = 120
    user_offline_timeout = 5
  }
}
