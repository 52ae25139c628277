// Command terraform-provider-alicloud is the plugin that Terraform and OpenTofu
// start.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"syscall"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/parent"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/provider"
)

// version is set by the linker.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger and print how to attach Terraform to it")
	flag.Parse()

	cli := started(*debug)
	// net/http prints what a server sends unasked, which may quote a request, by the
	// standard logger; the CLI puts it into the user's log.
	log.SetOutput(io.Discard) //nolint:forbidigo // Nothing is logged by it.

	err := providerserver.Serve(context.Background(), provider.NewChild(version, cli), providerserver.ServeOpts{
		Address: "registry.terraform.io/alicloud-ims/alicloud",
		Debug:   *debug,
	})
	cli.Leave()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// started returns the process that started this one. Of a process that is debugged
// that is a shell or a debugger, whose end says nothing.
//
// A SIGTERM or SIGHUP to the process group must not end the plugin while it waits
// for the response to a start request: the ID of the running call would be lost.
// Terraform ends its plugins itself.
func started(debug bool) *parent.Process {
	parent.Outlive(syscall.SIGTERM)
	if debug {
		return &parent.Process{}
	}
	parent.Outlive(syscall.SIGHUP)
	return parent.Watch()
}
