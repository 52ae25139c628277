package identity

import (
	"io"
	"net/http"
	"net/url"
	"strings"
)

// ServeHTTP answers one request.
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
	a, fault := s.handle(r, body, request)
	if fault == Hang {
		select {
		case <-s.closed:
		case <-r.Context().Done():
		}
	}
	if fault == Hang || fault == Drop {
		panic(http.ErrAbortHandler)
	}
	a.write(w)
}

// handle decides about one request while no other one is.
func (s *Server) handle(r *http.Request, body []byte, request *Request) (reply, Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, request)
	a, broken := s.fault.reply()
	if !broken {
		a = s.admit(r, body, request)
	}
	if s.fault != Hang && s.fault != Drop {
		request.Status = a.status
	}
	return a, s.fault
}

// admit checks the signature of what is signed, and answers.
func (s *Server) admit(r *http.Request, body []byte, request *Request) reply {
	if r.Header.Get("Authorization") != "" && r.Header.Get("X-Acs-Action") != "" {
		id, status, code, message := s.gate.Check(r, body)
		if status != 0 {
			return refused(status, code, message)
		}
		request.AccessKeyID = id
	}
	return s.answer(s, request)
}

// reply is what a fault answers instead of the service; it tells whether it
// does so.
func (f Fault) reply() (reply, bool) {
	switch f {
	case Healthy, Expired, NoExpiration, BadDate:
		return reply{}, false
	case HTML:
		return reply{http.StatusOK, "<html><body>Sign in to the network</body></html>"}, true
	case ServerError:
		return refused(http.StatusInternalServerError, "InternalError", "The service has an internal error"), true
	case Refuse:
		return refused(http.StatusForbidden, "NoPermission", "You are not authorized to do this action"), true
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

func refused(status int, code, message string) reply {
	return reply{status, map[string]any{"Code": code, "Message": message, "RequestId": "00000000-IDENTITY"}}
}

func flat(values url.Values) map[string]string {
	all := map[string]string{}
	for name := range values {
		all[name] = values.Get(name)
	}
	return all
}
