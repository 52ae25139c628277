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

# With "null", an instance that the service has forgotten is no error.
data "alicloud_ims_ai_agent_instance" "call" {
  instance_id = var.instance_id
  on_missing  = "null"
}

output "call" {
  value = {
    status = data.alicloud_ims_ai_agent_instance.call.status
    since  = data.alicloud_ims_ai_agent_instance.call.create_time
    voice  = try(data.alicloud_ims_ai_agent_instance.call.agent_config.tts_config.voice_id, null)
  }
}
