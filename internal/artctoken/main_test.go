package artctoken_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if err := acctest.CleanUp(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}
