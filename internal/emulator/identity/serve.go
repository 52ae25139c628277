package identity

import (
	"io"
	"net/http"
	"net/url"
	"strings"
)

// ServeHTTP serves one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	request := &Request{
		Operation: r.Header.Get("X-Acs-Action"), Header: r.Header.Clone(), Query: flat(r.URL.Query()), Form: map[string]string{},
	}
	if request.Operation == "" {
		request.Operation = r.Method + " " + r.URL.Path
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		if form, err := url.ParseQuery(string(body)); err == nil {
			request.Form = flat(form)
		}
	} else if len(body) > 0 {
		request.Form["body"] = string(body)
	}
	response, fault := s.handle(r, body, request)
	if fault == Hang {
		select {
		case <-s.closed:
		case <-r.Context().Done():
		}
	}
	if fault == Hang || fault == Drop {
		panic(http.ErrAbortHandler)
	}
	response.write(w)
}

// handle handles one request at a time.
func (s *Server) handle(r *http.Request, body []byte, request *Request) (reply, Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, request)
	if len(s.next) > 0 {
		defer func(standing Fault) { s.fault = standing }(s.fault)
		s.fault, s.next = s.next[0], s.next[1:]
	}
	response, broken := s.fault.reply()
	if !broken {
		response = s.admit(r, body, request)
	}
	if s.fault != Hang && s.fault != Drop {
		request.Status = response.status
	}
	return response, s.fault
}

// admit checks the signature, if there is one, and returns the response.
func (s *Server) admit(r *http.Request, body []byte, request *Request) reply {
	if r.Header.Get("Authorization") != "" && r.Header.Get("X-Acs-Action") != "" {
		id, status, code, message := s.gate.Check(r, body)
		if status != 0 {
			return failure(status, code, message)
		}
		request.AccessKeyID = id
	}
	return s.respond(s, request)
}

// reply returns the response of a fault and reports whether it replaces that of the
// service.
func (f Fault) reply() (reply, bool) {
	switch f {
	case Healthy, Expired, NoExpiration, BadDate, Repeat:
		return reply{}, false
	case HTML:
		return reply{http.StatusOK, "<html><body>Sign in to the network</body></html>"}, true
	case ServerError:
		return failure(http.StatusInternalServerError, "InternalError", "The service has an internal error"), true
	case Throttle:
		return failure(http.StatusServiceUnavailable, "Throttling", "Request was denied due to request throttling"), true
	case Revoked:
		return failure(http.StatusBadRequest, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."), true
	case Refuse:
		return failure(http.StatusForbidden, "NoPermission", "You are not authorized to do this action"), true
	case Redirect:
		return reply{http.StatusFound, ""}, true
	case Empty:
		return reply{http.StatusOK, map[string]any{}}, true
	case Huge:
		return reply{http.StatusOK, strings.Repeat(" ", 9<<20)}, true
	case Hang, Drop:
	}
	return reply{}, true
}

func failure(status int, code, message string) reply {
	return reply{status, map[string]any{"Code": code, "Message": message, "RequestId": "00000000-IDENTITY"}}
}

func flat(values url.Values) map[string]string {
	all := map[string]string{}
	for name := range values {
		all[name] = values.Get(name)
	}
	return all
}
