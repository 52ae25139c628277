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
  description = "Id of a running instance that something else has started."
  type        = string
}

import {
  to = alicloud_ims_ai_agent_instance.call
  id = "39f8e0bc005e4f309379701645f4e0a1/${var.instance_id}"
}

# What the configuration says beyond the running call counts for the next one;
# the call itself is not interrupted.
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
