package main

import (
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator" //nolint:depguard // This program is a test that prints.
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/provider" //nolint:depguard // As above.
)

// newProvider returns a provider that runs in this process.
var newProvider = provider.New("bench")

// What the emulator knows.
const (
	agentID         = emulator.AgentID
	accessKeyID     = emulator.AccessKeyID
	accessKeySecret = emulator.AccessKeySecret
)

// fewRequests lets an emulator admit few requests.
func fewRequests() emulator.Option { return emulator.Rate(admitted, time.Second) }
