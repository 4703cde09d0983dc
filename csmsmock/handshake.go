package csmsmock

import (
	"bufio"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/websocket"
)

// Credentials are what a station must present.
type Credentials struct {
	// Password of HTTP Basic authentication, with the identity as user (security profiles 1 and 2; part 2, A00). Empty:
	// none is asked for. A client certificate that the listener verified stands in for it (security profile 3).
	Password string
}

// open handles one opening request, and then the connection until it ends.
func (s *Server) open(w http.ResponseWriter, r *http.Request, endpoint string) {
	if !s.enter() {
		http.Error(w, ErrClosed.Error(), http.StatusServiceUnavailable)
		return
	}
	defer s.leave()
	hs := s.read(r)
	refused := Event{At: s.cfg.Now(), Kind: Refused, Endpoint: endpoint, Handshake: hs}

	s.mu.Lock()
	st := s.stations[hs.StationID]
	s.mu.Unlock()
	if st == nil {
		refused.Err = "no station is registered for the path " + r.URL.EscapedPath()
		s.refuse(w, s.strays, refused, http.StatusNotFound) // part 4, 3.2
		return
	}
	if status, reason := st.admit(hs); status != 0 {
		refused.Err = reason
		s.refuse(w, st.queue, refused, status)
		return
	}
	answer := &statusWriter{ResponseWriter: w}
	ws, err := s.upgrader.Upgrade(answer, r, nil)
	if err != nil {
		hs.Status, refused.Err = answer.status, err.Error()
		st.queue.offer(refused)
		return
	}
	hs.Status, hs.Subprotocol = http.StatusSwitchingProtocols, ws.Subprotocol()
	c := newConn(st, ws, endpoint)
	if hs.Subprotocol == "" {
		refused.Err = s.noCommon(hs.Subprotocols)
		st.queue.offer(refused)
		c.turnAway("no common subprotocol") // part 4, 3.2
		return
	}
	c.serve(hs)
}

// noCommon says which subprotocols a station offers, of which none is wanted.
func (s *Server) noCommon(offered []string) string {
	wanted := strings.Join(s.cfg.Subprotocols, ", ")
	if len(offered) == 0 {
		return "it offers no subprotocol, and must offer " + wanted
	}
	return fmt.Sprintf("it offers the subprotocols %s, and none of them is %s", strings.Join(offered, ", "), wanted)
}

// statusWriter learns with which status gorilla refused a request.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Hijack is what gorilla takes the connection over with.
func (w *statusWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

func (s *Server) refuse(w http.ResponseWriter, q *queue, e Event, status int) {
	e.Handshake.Status = status
	q.offer(e)
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="OCPP", charset="UTF-8"`)
	}
	w.Header().Set("Connection", "close")
	http.Error(w, e.Err, status)
}

func (s *Server) read(r *http.Request) *Handshake {
	hs := &Handshake{
		Method:        r.Method,
		Path:          r.URL.EscapedPath(),
		Query:         r.URL.RawQuery,
		Authorization: r.Header.Get("Authorization"),
		Subprotocols:  websocket.Subprotocols(r),
		Header:        r.Header.Clone(),
		RemoteAddr:    r.RemoteAddr,
		TLS:           r.TLS,
	}
	hs.User, hs.Password, hs.HasAuth = r.BasicAuth()
	if rest, ok := strings.CutPrefix(hs.Path, s.cfg.Path+"/"); ok && !strings.Contains(rest, "/") {
		if id, err := url.PathUnescape(rest); err == nil {
			hs.StationID = id
		}
	}
	return hs
}

// admit returns the HTTP status and the reason to refuse with, or 0.
func (st *Station) admit(hs *Handshake) (int, string) {
	st.mu.Lock()
	defer st.mu.Unlock()
	switch {
	case st.refusing():
		return http.StatusServiceUnavailable, "connections are refused for now"
	case st.queue.full():
		return http.StatusServiceUnavailable, "the record of the station is full"
	case st.auth.Password == "", hs.TLS != nil && len(hs.TLS.VerifiedChains) > 0:
		return 0, ""
	case !hs.HasAuth:
		return http.StatusUnauthorized, "no HTTP Basic credentials"
	case hs.User != st.id:
		return http.StatusUnauthorized, "the user is not the station's identity"
	case subtle.ConstantTimeCompare([]byte(hs.Password), []byte(st.auth.Password)) == 0:
		return http.StatusUnauthorized, "wrong password"
	}
	return 0, ""
}
