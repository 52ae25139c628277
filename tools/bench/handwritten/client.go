package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// client sends signed requests to one host.
type client struct {
	host, region, id, secret string
	http                     *http.Client
}

// newHTTP keeps as many connections as the CLI has operations at once; with
// net/http's two it would connect anew for most requests.
func newHTTP() *http.Client {
	return &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
}

// call sends one request and decodes its answer.
func (c *client) call(ctx context.Context, operation string, query url.Values, answer any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+c.host+"/?"+query.Encode(), http.NoBody)
	if err != nil {
		return fmt.Errorf("%s: the host is no host", operation)
	}
	c.sign(request, operation, query)
	response, err := c.http.Do(request)
	if err != nil {
		return fmt.Errorf("%s: no answer", operation)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("%s: read the answer: %w", operation, err)
	}
	if response.StatusCode != http.StatusOK {
		var failure struct{ Code, Message string }
		if err := json.Unmarshal(body, &failure); err != nil {
			return fmt.Errorf("%s: HTTP %d", operation, response.StatusCode)
		}
		return fmt.Errorf("%s: HTTP %d %s: %s", operation, response.StatusCode, failure.Code, failure.Message)
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(answer); err != nil {
		return fmt.Errorf("%s: the answer: %w", operation, err)
	}
	return nil
}

// sign adds the headers of ACS3-HMAC-SHA256.
func (c *client) sign(r *http.Request, operation string, query url.Values) {
	nonce := make([]byte, 16)
	_, _ = rand.Read(nonce) // It never fails.
	payload := hex.EncodeToString(digest(""))
	headers := map[string]string{
		"host":                  r.URL.Host,
		"x-acs-action":          operation,
		"x-acs-content-sha256":  payload,
		"x-acs-date":            time.Now().UTC().Format("2006-01-02T15:04:05Z"),
		"x-acs-signature-nonce": hex.EncodeToString(nonce),
		"x-acs-version":         "2020-11-09",
	}
	names := make([]string, 0, len(headers))
	for name, value := range headers {
		names = append(names, name)
		r.Header.Set(name, value)
	}
	r.Header.Del("host")
	slices.Sort(names)
	var canonical strings.Builder
	canonical.WriteString("POST\n/\n" + canonicalQuery(query) + "\n")
	for _, name := range names {
		canonical.WriteString(name + ":" + headers[name] + "\n")
	}
	signed := strings.Join(names, ";")
	canonical.WriteString("\n" + signed + "\n" + payload)

	mac := hmac.New(sha256.New, []byte(c.secret))
	mac.Write([]byte("ACS3-HMAC-SHA256\n" + hex.EncodeToString(digest(canonical.String()))))
	r.Header.Set("Authorization", "ACS3-HMAC-SHA256 Credential="+c.id+",SignedHeaders="+signed+
		",Signature="+hex.EncodeToString(mac.Sum(nil)))
}

// canonicalQuery is sorted by key and percent-encoded by RFC 3986.
func canonicalQuery(query url.Values) string {
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	pairs := make([]string, len(names))
	for i, name := range names {
		pairs[i] = name + "=" + strings.ReplaceAll(url.QueryEscape(query.Get(name)), "+", "%20")
	}
	return strings.Join(pairs, "&")
}

func digest(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}
