# The service does not return the agent's ID, so write it before the instance ID.
# If the instance is not in the provider's region, write the region first.
terraform import alicloud_ims_ai_agent_instance.support 39f8e0bc005e4f309379701645f4e0a1/7b117af52a16412cb127fa6175ed1ad0
terraform import alicloud_ims_ai_agent_instance.support cn-shanghai/39f8e0bc005e4f309379701645f4e0a1/7b117af52a16412cb127fa6175ed1ad0
