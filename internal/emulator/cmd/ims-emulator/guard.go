package main

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// guard keeps other web sites away from the control endpoints, which need no
// signature: a page in the user's browser could send requests to a loopback
// address, or let its own host name resolve to one.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if reason := foreign(r); reason != "" {
			respond(w, http.StatusForbidden, map[string]any{"error": reason})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// foreign returns why a request comes from another web site, "" if it does not.
func foreign(r *http.Request) string {
	if !loopback(r.Host) {
		return "the Host must be localhost or a loopback address"
	}
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "none" {
			return "requests of other web sites are not allowed (Sec-Fetch-Site)"
		}
	}
	for _, origin := range r.Header.Values("Origin") {
		if origin != "http://"+r.Host {
			return "requests of other web sites are not allowed (Origin)"
		}
	}
	return ""
}

// loopback reports whether a host, with or without a port, is this machine.
func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	} else if inner, ok := strings.CutPrefix(host, "["); ok {
		host = strings.TrimSuffix(inner, "]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
