import {
  to = alicloud_ims_ai_agent_instance.support
  identity = {
    instance_id = "7b117af52a16412cb127fa6175ed1ad0"
    region      = "cn-shanghai" # optional, default: the provider's region
  }
}
