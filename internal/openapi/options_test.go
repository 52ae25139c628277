package openapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*openapi.Options)
		want   string
	}{
		"no constructor": {func(o *openapi.Options) { o.New = nil }, "openapi: the options New and Credentials are required"},
		"no credentials": {func(o *openapi.Options) { o.Credentials = nil }, "openapi: the options New and Credentials are required"},
		"protocol":       {func(o *openapi.Options) { o.Protocol = "ftp" }, `protocol must be HTTPS or HTTP, got "ftp"`},
		"a constructor that fails": {func(o *openapi.Options) {
			o.New = func(*darabonba.Config) (darabonba.Client, error) { return darabonba.Client{}, errors.New("no region") }
		}, "create the SDK client: no region"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options()
			tc.change(&o)
			if _, err := openapi.New(o); err == nil || err.Error() != tc.want {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

func TestProtocolsAreAcceptedInAnyCase(t *testing.T) {
	t.Parallel()
	host := serve(t, func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, `{}`) })
	o := options()
	o.Protocol = "http"
	if _, err := client(t, o).Do(t.Context(), request(host)); err != nil {
		t.Error(err)
	}
	for _, protocol := range []string{"", "https"} {
		o.Protocol = protocol
		if e := failure(t, client(t, o), request(host)); e.Detail != "the server speaks plain HTTP, not TLS" {
			t.Errorf("%q: %v", protocol, e)
		}
	}
}

func TestCredentialsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "credentials", temporary, "nested", map[string]any{"k": temporary})
	text, err := json.Marshal(map[string]any{"credentials": temporary, "pointer": &temporary})
	if err != nil {
		t.Fatal(err)
	}
	nested := struct{ C []openapi.Credentials }{[]openapi.Credentials{temporary}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		leaksNothing(t, fmt.Sprintf(verb+verb+verb, temporary, &temporary, nested))
		if got, want := fmt.Sprintf(verb, temporary), "credentials from a test (***)"; got != want {
			t.Errorf("%s: got %q, want %q", verb, got, want)
		}
	}
	leaksNothing(t, string(text)+log.String()+temporary.String()+temporary.GoString())
}
