# The user of the demo, who joins with a token of its own. An output cannot be
# ephemeral, so this token is in the state of the demo.

variable "user_app_key" {
  type      = string
  sensitive = true
}

variable "joins_until" {
  type = string
}

output "user_token" {
  value     = provider::alicloud::artc_token(var.artc_app_id, var.user_app_key, local.channel, "user-ada", var.joins_until)
  sensitive = true
}
