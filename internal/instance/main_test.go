package instance_test

import (
	"fmt"
	"io"
	"log"
	"os"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
)

func TestMain(m *testing.M) {
	// As main does: net/http prints what a server sends unasked.
	log.SetOutput(io.Discard) //nolint:forbidigo // Nothing is logged by it.
	code := m.Run()
	if err := acctest.CleanUp(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}
