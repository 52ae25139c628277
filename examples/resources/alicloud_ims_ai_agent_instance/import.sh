# The id of the agent cannot be read from the service: give it before the id of
# the instance, and the region before both if it is not the provider's.
terraform import alicloud_ims_ai_agent_instance.support 39f8e0bc005e4f309379701645f4e0a1/7b117af52a16412cb127fa6175ed1ad0
terraform import alicloud_ims_ai_agent_instance.support cn-shanghai/39f8e0bc005e4f309379701645f4e0a1/7b117af52a16412cb127fa6175ed1ad0
