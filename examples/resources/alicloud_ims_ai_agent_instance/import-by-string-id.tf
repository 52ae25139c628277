import {
  to = alicloud_ims_ai_agent_instance.support
  id = "39f8e0bc005e4f309379701645f4e0a1/7b117af52a16412cb127fa6175ed1ad0"
}
