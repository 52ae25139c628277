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
	"os/signal"
	"syscall"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/provider"
)

// version is set by the linker.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger and print how to attach Terraform to it")
	flag.Parse()

	outlive(syscall.SIGTERM)
	// net/http prints what a server sends unasked, which may quote a request, by the
	// standard logger; the CLI puts it into the user's log.
	log.SetOutput(io.Discard) //nolint:forbidigo // Nothing is logged by it.

	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/alicloud-ims/alicloud",
		Debug:   *debug,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// outlive keeps a signal from ending this process. A SIGTERM to the process group
// must not end the plugin while it waits for the response to a start request: the
// ID of the running call would be lost. Terraform ends its plugins itself.
//
// It is not signal.Ignore: commands inherit an ignored signal, so that nothing that
// an External profile starts could be ended by it.
func outlive(sig os.Signal) {
	received := make(chan os.Signal, 1)
	signal.Notify(received, sig)
	go func() {
		for range received {
		}
	}()
}
