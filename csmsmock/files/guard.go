package files

import (
	"crypto/subtle"
	"errors"
	"path"
	"strings"
)

// errLogin refuses a client that does not know the password of the user that it says it is.
var errLogin = errors.New("wrong user or password")

// guard is whom a location is for.
type guard struct{ user, password string }

// Guard has a location, and whatever lies below it, ask for a user from now on; an empty user opens it again. A user of
// one location must give its password everywhere; clients of other names come in with any password, and see open locations.
func (s *Server) Guard(location, user, password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if user == "" {
		delete(s.guards, path.Clean(location))
		return
	}
	s.guards[path.Clean(location)] = guard{user, password}
}

// known tells whether a user is one of some location.
func (s *Server) known(user string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.guards {
		if g.user == user {
			return true
		}
	}
	return false
}

// login lets users in that give their password, and anybody who is no user.
func (s *Server) login(user, password string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := false
	for _, g := range s.guards {
		if g.user == user {
			known = true
			if subtle.ConstantTimeCompare([]byte(g.password), []byte(password)) == 1 {
				return nil
			}
		}
	}
	if known {
		return errLogin
	}
	return nil
}

// may tells whether a client that came in by that name may use a path: the longest location that holds it decides.
func (s *Server) may(user, at string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ; ; at = path.Dir(at) {
		if g, ok := s.guards[at]; ok {
			return g.user == user
		}
		if at == "/" || !strings.HasPrefix(at, "/") {
			return true
		}
	}
}
