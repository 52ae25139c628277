package identity

import (
	"net/http"
	"strings"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// StartSTS starts an STS. It accepts the access keys of Know, issues credentials for
// any role, and accepts one OIDC token. Requests may be signed with the credentials
// that it issued.
func StartSTS(tb emulator.TB, name, oidcToken string) *Server {
	tb.Helper()
	return start(tb, name, func(s *Server, r *Request) reply {
		if r.Header.Get("X-Acs-Version") != "2015-04-01" {
			return failure(http.StatusNotFound, "InvalidAction.NotFound", "Specified api is not found")
		}
		switch r.Operation {
		case "AssumeRole", "GetCallerIdentity":
			if r.AccessKeyID == "" {
				return failure(http.StatusBadRequest, "IncompleteSignature", "The request is not signed")
			}
		case "AssumeRoleWithOIDC":
			if r.AccessKeyID != "" || r.Form["OIDCToken"] != oidcToken {
				return failure(http.StatusBadRequest, "AuthenticationFail.OIDCToken.Invalid", "The OIDC token "+r.Form["OIDCToken"]+" is not valid")
			}
		default:
			return failure(http.StatusNotFound, "InvalidAction.NotFound", "Specified api is not found")
		}
		if r.Operation == "GetCallerIdentity" {
			return reply{http.StatusOK, map[string]any{"AccountId": s.accounts(r.AccessKeyID), "RequestId": "00000000-IDENTITY"}}
		}
		for _, needed := range []string{"RoleArn", "RoleSessionName", "DurationSeconds"} {
			if r.Form[needed] == "" {
				return failure(http.StatusBadRequest, "Missing"+needed, needed+" is mandatory for this action")
			}
		}
		credentials := s.issue()
		k := Issued(s.name, s.issued)
		s.gate.Add(k.AccessKeyID, k.AccessKeySecret, k.SecurityToken)
		return reply{http.StatusOK, map[string]any{
			"Credentials": credentials, "RequestId": "00000000-IDENTITY",
			"AssumedRoleUser": map[string]any{"Arn": r.Form["RoleArn"] + "/" + r.Form["RoleSessionName"]},
		}}
	})
}

// StartMetadata starts the metadata server of an ECS instance with one RAM role.
// With v2 (security hardening), requests need a token; without, there are none.
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
		credentials := s.issue()
		credentials["Code"] = "Success"
		return reply{http.StatusOK, credentials}
	})
}

// StartURI starts the server of a credentials_uri. It responds at any path.
func StartURI(tb emulator.TB, name string) *Server {
	tb.Helper()
	return start(tb, name, func(s *Server, _ *Request) reply {
		credentials := s.issue()
		credentials["Code"] = "Success"
		return reply{http.StatusOK, credentials}
	})
}

// StartCloudSSO starts a CloudSSO that accepts one access token.
func StartCloudSSO(tb emulator.TB, name, token string) *Server {
	tb.Helper()
	return start(tb, name, func(s *Server, r *Request) reply {
		if r.Operation != "POST /cloud-credentials" || r.Header.Get("Authorization") != "Bearer "+token {
			return failure(http.StatusUnauthorized, "Unauthorized", "The token is not valid: "+r.Header.Get("Authorization"))
		}
		return reply{http.StatusOK, map[string]any{"CloudCredential": s.issue(), "RequestId": "00000000-IDENTITY"}}
	})
}

// StartOAuth starts the service that exchanges OAuth access tokens for credentials.
// It accepts one token.
func StartOAuth(tb emulator.TB, name, token string) *Server {
	tb.Helper()
	return start(tb, name, func(s *Server, r *Request) reply {
		if r.Operation != "POST /v1/exchange" || r.Header.Get("Authorization") != "Bearer "+token {
			return failure(http.StatusUnauthorized, "Unauthorized", "The token is not valid: "+r.Header.Get("Authorization"))
		}
		body := map[string]any{"requestId": "00000000-IDENTITY"}
		for name, value := range s.issue() {
			body[strings.ToLower(name[:1])+name[1:]] = value
		}
		return reply{http.StatusOK, body}
	})
}
