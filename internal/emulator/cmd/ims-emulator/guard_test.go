package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

func TestGuard_OnlyThisMachineAndTheEmulatorsOwnOrigin(t *testing.T) {
	t.Parallel()
	e, err := emulator.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		host, site, origin string
		status             int
	}{
		{"127.0.0.1:8080", "", "", 200},
		{"127.0.0.1", "", "", 200},
		{"127.8.9.10:1", "", "", 200},
		{"localhost", "", "", 200},
		{"LocalHost:65535", "", "", 200},
		{"[::1]", "", "", 200},
		{"[::1]:8080", "", "", 200},
		{"", "", "", 403},
		{"ice.example.com", "", "", 403},
		{"ice.example.com:8080", "", "", 403},
		{"127.0.0.1.example.com:8080", "", "", 403},
		{"localhost.example.com", "", "", 403},
		{"192.0.2.1:8080", "", "", 403},
		{"0.0.0.0:8080", "", "", 403},
		{"[2001:db8::1]:8080", "", "", 403},

		{"localhost:1", "same-origin", "", 200},
		{"localhost:1", "none", "", 200},
		{"localhost:1", "same-site", "", 403},
		{"localhost:1", "cross-site", "", 403},
		{"localhost:1", "Same-Origin", "", 403},

		{"localhost:1", "", "http://localhost:1", 200},
		{"localhost:1", "same-origin", "http://localhost:1", 200},
		{"localhost:1", "", "http://localhost:2", 403},
		{"localhost:1", "", "https://localhost:1", 403},
		{"localhost:1", "", "http://127.0.0.1:1", 403},
		{"localhost:1", "", "http://ice.example.com", 403},
		{"localhost:1", "same-origin", "http://ice.example.com", 403},
		{"localhost:1", "", "null", 403},
		{"ice.example.com", "same-origin", "http://ice.example.com", 403},
	} {
		for _, endpoint := range []string{"GET calls", "POST advance?by=1s", "GET nonsense"} {
			method, path, _ := strings.Cut(endpoint, " ")
			r := httptest.NewRequestWithContext(t.Context(), method, "http://127.0.0.1"+prefix+path, http.NoBody)
			r.Host = tc.host
			if tc.site != "" {
				r.Header.Set("Sec-Fetch-Site", tc.site)
			}
			if tc.origin != "" {
				r.Header.Set("Origin", tc.origin)
			}
			before := e.Now()
			w := httptest.NewRecorder()
			control(e).ServeHTTP(w, r)
			want := tc.status
			if path == "nonsense" && want == http.StatusOK {
				want = http.StatusNotFound
			}
			if w.Code != want {
				t.Errorf("%s, %+v: %d %s", endpoint, tc, w.Code, w.Body)
			}
			if moved := e.Now() != before; w.Code == http.StatusForbidden && moved {
				t.Errorf("%s, %+v: refused and yet done", endpoint, tc)
			}
		}
	}
}

// TestGuard_IsInFrontOfTheCommandsEndpoints goes over the network, as a browser.
func TestGuard_IsInFrontOfTheCommandsEndpoints(t *testing.T) {
	t.Parallel()
	url, _ := startFor(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+prefix+"calls", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Origin", "http://ice.example.com")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", res.StatusCode)
	}
}
