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

variable "shift" {
  description = "Name of the working shift. Changing it starts a new call."
  type        = string
  default     = "morning"
}

resource "terraform_data" "shift" {
  input = var.shift
}

# One call for each shift. When the shift changes, Terraform hangs up the running
# call and starts a new one, even if no argument of the instance has changed.
resource "alicloud_ims_ai_agent_instance" "desk" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-desk"
    channel_id    = "desk-1"
    auth_token_wo = var.agent_token
  }

  lifecycle {
    replace_triggered_by = [terraform_data.shift]
  }
}
