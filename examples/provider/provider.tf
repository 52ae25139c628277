terraform {
  required_providers {
    alicloud = {
      source = "alicloud-ims/alicloud"
    }
  }
}

# Keys come from the environment: ALIBABA_CLOUD_ACCESS_KEY_ID and
# ALIBABA_CLOUD_ACCESS_KEY_SECRET.
provider "alicloud" {
  region = "cn-shanghai"
}
