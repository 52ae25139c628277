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

variable "instance_id" {
  description = "ID of a running instance that was started outside Terraform."
  type        = string
}

import {
  to = alicloud_ims_ai_agent_instance.call
  id = "39f8e0bc005e4f309379701645f4e0a1/${var.instance_id}"
}

# Settings that differ from those of the running call take effect with the next
# call if they cannot be changed on it. The import does not interrupt the call.
resource "alicloud_ims_ai_agent_instance" "call" {
  ai_agent_id = "39f8e0bc005e4f309379701645f4e0a1"

  runtime_config = {
    agent_user_id = "agent-import"
    channel_id    = "call-import"
  }

  agent_config = {
    greeting = "Hello again!"
  }
}
