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
  description = "ID of a running or finished instance."
  type        = string
}

data "alicloud_ims_ai_agent_instance" "call" {
  instance_id = var.instance_id
}

output "call" {
  value = {
    status   = data.alicloud_ims_ai_agent_instance.call.status
    since    = data.alicloud_ims_ai_agent_instance.call.create_time
    greeting = try(data.alicloud_ims_ai_agent_instance.call.agent_config.greeting, null)
  }
}
