terraform {
  required_providers {
    alicloud = {
      source = "alicloud-ims/alicloud"
    }
  }
}

variable "person_token" {
  description = "Token that another program has made for a person."
  type        = string
  sensitive   = true
}

locals {
  claims = provider::alicloud::artc_token_claims(var.person_token)
}

check "the_token_is_for_this_call" {
  assert {
    condition     = local.claims.channel_id == "support-call-1"
    error_message = "The token is for another channel."
  }
}

output "the_token_expires_at" {
  value = nonsensitive(local.claims.expires_at)
}
