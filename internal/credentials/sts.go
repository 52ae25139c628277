package credentials

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"

	darabonba "github.com/alibabacloud-go/darabonba-openapi/v2/client"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

const (
	stsVersion = "2015-04-01"

	defaultSessionName = "terraform"
	defaultExpiration  = 3600

	// stsTimeout limits one call with everything that is sent again. It leaves a
	// refresh the time to report the error of STS.
	stsTimeout = refreshTimeout / 2
)

// sts calls STS with the credentials of a source.
type sts struct {
	STS
	source Source
	client func() (*openapi.Client, error)
}

// newSTS makes no request. Without a source only anonymous calls can be made.
func newSTS(c STS, source Source) sts {
	if source == nil {
		source = fixed(openapi.Credentials{})
	}
	if c.Endpoint == "" {
		c.Protocol = "HTTPS"
	}
	return sts{STS: c, source: source, client: sync.OnceValues(func() (*openapi.Client, error) { return openapi.New(c.options(source)) })}
}

// options returns the options of the client. The credentials of the source that STS
// refuses are forgotten like those that the API refuses.
func (s STS) options(source Source) openapi.Options {
	return openapi.Options{
		New: generic, Credentials: source.Credentials, Forget: source.Forget, Protocol: s.Protocol,
		ConnectTimeout: s.ConnectTimeout, ReadTimeout: s.ReadTimeout, RetryFor: s.RetryFor,
		Parameters: s.Parameters, UserAgent: s.UserAgent, Clock: s.Clock,
	}
}

func generic(config *darabonba.Config) (darabonba.Client, error) {
	client, err := darabonba.NewClient(config)
	if err != nil {
		return darabonba.Client{}, err
	}
	return *client, nil
}

// host returns the host of STS, and how it was chosen.
func (s sts) host() (host, from string) {
	if s.Endpoint != "" {
		return s.Endpoint, "endpoints.sts"
	}
	prefix := "sts."
	if s.VPC {
		prefix = "sts-vpc."
	}
	return prefix + s.Region + ".aliyuncs.com", "region " + s.Region
}

// call makes one call. Its parameters go into the body, because proxies and
// servers log URLs.
func (s sts) call(ctx context.Context, r openapi.Request) (*openapi.Response, error) {
	client, err := s.client()
	if err != nil {
		return nil, err
	}
	r.Version = stsVersion
	r.Host, r.HostFrom = s.host()
	// The time of the call does not begin before there are credentials for it.
	if _, err := s.source.Credentials(ctx); err != nil {
		return nil, &openapi.Error{Reason: openapi.NoCredentials, Operation: r.Operation, Cause: err}
	}
	bounded, cancel := context.WithTimeout(ctx, stsTimeout)
	defer cancel()
	response, err := client.Do(bounded, r)
	return response, timedOut(ctx, err)
}

// timedOut makes the end of a call a time-out, unless it was the caller that stopped.
func timedOut(caller context.Context, err error) error {
	var failed *openapi.Error
	if errors.As(err, &failed) && failed.Reason == openapi.Stopped && caller.Err() == nil {
		failed.Reason = openapi.TimedOut
	}
	return err
}

// assumed reads the response to AssumeRole and AssumeRoleWithOIDC.
func assumed(name string, response *openapi.Response) (lease, error) {
	var body struct{ Credentials document }
	text, err := json.Marshal(response.Body["Credentials"])
	if err == nil {
		err = json.Unmarshal(text, &body.Credentials)
	}
	if err != nil {
		return lease{}, &Error{Source: name, Class: Unreadable, Detail: "the response of STS has no Credentials"}
	}
	return body.Credentials.lease(name)
}

// role is a role to assume.
type role struct {
	hidden

	arn, sessionName, policy, externalID string
	expiration                           int
}

func (r role) form() map[string]string {
	form := map[string]string{
		"RoleArn": r.arn, "RoleSessionName": r.sessionName, "DurationSeconds": strconv.Itoa(r.expiration),
	}
	if r.sessionName == "" {
		form["RoleSessionName"] = defaultSessionName
	}
	if r.expiration == 0 {
		form["DurationSeconds"] = strconv.Itoa(defaultExpiration)
	}
	if r.policy != "" {
		form["Policy"] = r.policy
	}
	if r.externalID != "" {
		form["ExternalId"] = r.externalID
	}
	return form
}

// fromRole returns the fetch for a role that is assumed with the credentials of
// another source.
func fromRole(c STS, base Source, baseName string, r role) (string, fetch) {
	name := "role " + readable(r.arn) + ", assumed with the credentials from " + baseName
	s := newSTS(c, base)
	return name, func(ctx context.Context) (lease, error) {
		response, err := s.call(ctx, openapi.Request{
			Operation: "AssumeRole", Form: r.form(), Secrets: []string{r.externalID},
		})
		if err != nil {
			return lease{}, stsError("role "+readable(r.arn), err)
		}
		return assumed(name, response)
	}
}
