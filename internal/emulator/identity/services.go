package identity

import (
	"net/http"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// Account is the account that all keys belong to.
const Account = "1234567890123456"

// StartSTS starts an STS. It knows the keys of Know, gives keys for any role, and
// takes the given OIDC token only. Keys that it gave may sign further requests.
func StartSTS(tb emulator.TB, name, oidcToken string) *Server {
	tb.Helper()
	return start(tb, name, func(s *Server, r *Request) reply {
		if r.Header.Get("X-Acs-Version") != "2015-04-01" {
			return refused(http.StatusNotFound, "InvalidAction.NotFound", "Specified api is not found")
		}
		switch r.Operation {
		case "AssumeRole", "GetCallerIdentity":
			if r.AccessKeyID == "" {
				return refused(http.StatusBadRequest, "IncompleteSignature", "The request is not signed")
			}
		case "AssumeRoleWithOIDC":
			if r.AccessKeyID != "" || r.Form["OIDCToken"] != oidcToken {
				return refused(http.StatusBadRequest, "AuthenticationFail.OIDCToken.Invalid", "The OIDC token "+r.Form["OIDCToken"]+" is not valid")
			}
		default:
			return refused(http.StatusNotFound, "InvalidAction.NotFound", "Specified api is not found")
		}
		if r.Operation == "GetCallerIdentity" {
			return reply{http.StatusOK, map[string]any{"AccountId": Account, "RequestId": "00000000-IDENTITY"}}
		}
		for _, needed := range []string{"RoleArn", "RoleSessionName", "DurationSeconds"} {
			if r.Form[needed] == "" {
				return refused(http.StatusBadRequest, "Missing"+needed, needed+" is mandatory for this action")
			}
		}
		granted := s.grant()
		k := Issued(s.name, s.issued)
		s.gate.Add(k.AccessKeyID, k.AccessKeySecret, k.SecurityToken)
		return reply{http.StatusOK, map[string]any{
			"Credentials": granted, "RequestId": "00000000-IDENTITY",
			"AssumedRoleUser": map[string]any{"Arn": r.Form["RoleArn"] + "/" + r.Form["RoleSessionName"]},
		}}
	})
}

// StartMetadata starts the metadata server of an ECS instance with one RAM role.
// Without v2 it gives no tokens, as old ones do; with it, nothing is told without
// one.
func StartMetadata(tb emulator.TB, name, role string, v2 bool) *Server {
	tb.Helper()
	const (
		path  = "/latest/meta-data/ram/security-credentials/"
		token = "metadata-token"
	)
	return start(tb, name, func(s *Server, r *Request) reply {
		if r.Operation == "PUT /latest/api/token" && v2 {
			return reply{http.StatusOK, token}
		}
		rest, ok := strings.CutPrefix(r.Operation, "GET "+path)
		switch {
		case !ok:
			return reply{http.StatusNotFound, "not found"}
		case v2 && r.Header.Get("X-Aliyun-Ecs-Metadata-Token") != token:
			return reply{http.StatusForbidden, "no token"}
		case rest == "":
			return reply{http.StatusOK, role + "\n"}
		case rest != role:
			return reply{http.StatusNotFound, "not found"}
		}
		granted := s.grant()
		granted["Code"] = "Success"
		return reply{http.StatusOK, granted}
	})
}

// StartURI starts what a credentials_uri leads to. It answers at any path.
func StartURI(tb emulator.TB, name string) *Server {
	tb.Helper()
	return start(tb, name, func(s *Server, _ *Request) reply {
		granted := s.grant()
		granted["Code"] = "Success"
		return reply{http.StatusOK, granted}
	})
}

// StartCloudSSO starts a CloudSSO that takes one access token.
func StartCloudSSO(tb emulator.TB, name, token string) *Server {
	tb.Helper()
	return start(tb, name, func(s *Server, r *Request) reply {
		if r.Operation != "POST /cloud-credentials" || r.Header.Get("Authorization") != "Bearer "+token {
			return refused(http.StatusUnauthorized, "Unauthorized", "The token is not valid: "+r.Header.Get("Authorization"))
		}
		return reply{http.StatusOK, map[string]any{"CloudCredential": s.grant(), "RequestId": "00000000-IDENTITY"}}
	})
}

// StartOAuth starts what changes OAuth access tokens into keys; it takes one.
func StartOAuth(tb emulator.TB, name, token string) *Server {
	tb.Helper()
	return start(tb, name, func(s *Server, r *Request) reply {
		if r.Operation != "POST /v1/exchange" || r.Header.Get("Authorization") != "Bearer "+token {
			return refused(http.StatusUnauthorized, "Unauthorized", "The token is not valid: "+r.Header.Get("Authorization"))
		}
		answer := map[string]any{"requestId": "00000000-IDENTITY"}
		for name, value := range s.grant() {
			answer[strings.ToLower(name[:1])+name[1:]] = value
		}
		return reply{http.StatusOK, answer}
	})
}
