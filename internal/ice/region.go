package ice

import (
	"net"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

var (
	regionPattern   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z]{2}(?:-[a-z0-9]+)+$`) })
	endpointPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$`)
	})
)

// Regions lists the regions for which the service documents an endpoint.
var Regions = []string{"cn-shanghai", "cn-beijing", "cn-hangzhou", "cn-shenzhen", "ap-southeast-1", "us-west-1"}

// ValidRegion reports whether a text has the form of a region ID, such as
// cn-shanghai. It is the one rule about regions: as part of a host name, a region
// decides who receives a signed request.
func ValidRegion(region string) bool { return regionPattern().MatchString(region) }

// ValidEndpoint reports whether a text is a host name or an IP address with an
// optional port.
func ValidEndpoint(endpoint string) bool {
	if !endpointPattern().MatchString(endpoint) {
		return false
	}
	_, err := url.Parse("https://" + endpoint) // Checks what is in brackets.
	return err == nil
}

// Loopback reports whether an endpoint is on this machine: localhost or a loopback
// IP address, with or without a port.
func Loopback(endpoint string) bool {
	host := endpoint
	if h, _, err := net.SplitHostPort(endpoint); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
