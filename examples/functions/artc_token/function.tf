terraform {
  required_providers {
    alicloud = {
      source = "alicloud-ims/alicloud"
    }
  }
}

variable "artc_app_id" {
  description = "AppId of the ARTC application that the agent's page in the IMS console shows."
  type        = string
}

# Not ephemeral, because an output cannot be.
variable "artc_app_key" {
  description = "AppKey of the ARTC application."
  type        = string
  sensitive   = true
}

variable "joins_until" {
  description = "Time at which the person's token expires."
  type        = string
  default     = "2027-01-02T15:04:05Z"
}

# A token with which a person joins the channel. It is stored in the state, so let it
# expire soon.
output "join" {
  value     = provider::alicloud::artc_token(var.artc_app_id, var.artc_app_key, "support-call-1", "user-1", var.joins_until)
  sensitive = true
}
