package csmsmock

import (
	"bufio"
	"context"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/gorilla/websocket"
)

// Credentials are what a station must present.
type Credentials struct {
	// Password of HTTP Basic authentication, with the identity as user (security profiles 1 and 2; part 2, A00). Empty:
	// none is asked for. A client certificate that the listener verified stands in for it (security profile 3).
	Password string
	// Also is another password that is let in, while it is not known which of two a station has (A01). Empty is none.
	Also string
}

// admits tells whether a password is one of them.
func (c Credentials) admits(password string) bool {
	is := func(known string) bool { return subtle.ConstantTimeCompare([]byte(password), []byte(known)) == 1 }
	return is(c.Password) || c.Also != "" && is(c.Also)
}

// open handles one opening request, and then the connection until it ends.
func (s *Server) open(w http.ResponseWriter, r *http.Request, endpoint string) {
	if !s.enter() {
		http.Error(w, ErrClosed.Error(), http.StatusServiceUnavailable)
		return
	}
	defer s.leave()
	hs := s.read(r)
	r.Header.Set("Sec-WebSocket-Protocol", strings.Join(r.Header.Values("Sec-WebSocket-Protocol"), ", ")) // gorilla reads the first line only
	refused := Event{At: s.cfg.Now(), Kind: Refused, Endpoint: endpoint, Handshake: hs}

	s.mu.Lock()
	st := s.stations[hs.StationID]
	s.mu.Unlock()
	if st == nil {
		refused.Err = "no station is registered for the path " + r.URL.EscapedPath()
		s.refuse(w, s.strays, refused, http.StatusNotFound) // part 4, 3.2
		return
	}
	if status, reason := st.admit(hs, endpoint); status != 0 {
		refused.Err = reason
		s.refuse(w, st.queue, refused, status)
		return
	}
	answer := &statusWriter{ResponseWriter: w}
	ws, err := s.upgraderFor(r).Upgrade(answer, r, nil)
	if err != nil {
		hs.Status, refused.Err = answer.status, err.Error()
		st.queue.offer(refused)
		return
	}
	hs.Status, hs.Subprotocol = http.StatusSwitchingProtocols, ws.Subprotocol()
	c := newConn(st, ws, answer.reader, endpoint)
	if hs.Subprotocol == "" {
		refused.Err = s.noCommon(hs.Subprotocols)
		st.queue.offer(refused)
		c.turnAway("no common subprotocol") // part 4, 3.2
		return
	}
	c.serve(hs)
}

// subprotocols reads all lines of the header (RFC 6455, 11.3.4).
func subprotocols(h http.Header) []string {
	var offered []string
	for _, line := range h.Values("Sec-WebSocket-Protocol") {
		for _, name := range strings.Split(line, ",") {
			if name = strings.TrimSpace(name); name != "" {
				offered = append(offered, name)
			}
		}
	}
	return offered
}

// upgraderFor compresses, unless all that the station offers of it has server_max_window_bits: who takes such an offer has to
// keep to it (RFC 7692, 7.1.2.1), and gorilla does not.
func (s *Server) upgraderFor(r *http.Request) *websocket.Upgrader {
	if !s.upgrader.EnableCompression || canDeflate(r.Header) {
		return &s.upgrader
	}
	plain := s.upgrader
	plain.EnableCompression = false
	return &plain
}

func canDeflate(h http.Header) bool {
	for _, line := range h.Values("Sec-WebSocket-Extensions") {
		for _, offer := range strings.Split(line, ",") {
			name, parameters, _ := strings.Cut(offer, ";")
			if strings.TrimSpace(name) == "permessage-deflate" && !strings.Contains(parameters, "server_max_window_bits") {
				return true
			}
		}
	}
	return false
}

// noCommon says which subprotocols a station offers, of which none is wanted.
func (s *Server) noCommon(offered []string) string {
	wanted := strings.Join(s.cfg.Subprotocols, ", ")
	if len(offered) == 0 {
		return "it offers no subprotocol, and must offer " + wanted
	}
	return fmt.Sprintf("it offers the subprotocols %s, and none of them is %s", strings.Join(offered, ", "), wanted)
}

// statusWriter learns with which status gorilla refused a request, and through what it reads the connection of one that it takes.
type statusWriter struct {
	http.ResponseWriter
	status int
	reader *bufio.Reader
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Hijack is what gorilla takes the connection over with. It goes on with the reader, for it is told no size of its own.
func (w *statusWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	c, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err == nil {
		w.reader = rw.Reader
	}
	return c, rw, err
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
		Subprotocols:  subprotocols(r.Header),
		Header:        r.Header.Clone(),
		RemoteAddr:    r.RemoteAddr,
		TLS:           r.TLS,
	}
	if c, ok := r.Context().Value(securedKey{}).(*pki.Conn); ok {
		state := c.ConnectionState()
		hs.TLS, hs.Secure = &state, c.Record()
	}
	hs.User, hs.Password, hs.HasAuth = r.BasicAuth()
	if rest, ok := strings.CutPrefix(hs.Path, s.cfg.Path+"/"); ok && !strings.Contains(rest, "/") {
		if id, err := url.PathUnescape(rest); err == nil {
			hs.StationID = id
		}
	}
	return hs
}

// securedKey is under which a request's context has its connection, which net/http knows of a *tls.Conn only.
type securedKey struct{}

func withSecured(ctx context.Context, c net.Conn) context.Context {
	if secure, ok := c.(*pki.Conn); ok {
		return context.WithValue(ctx, securedKey{}, secure)
	}
	return ctx
}

// certified tells that the client has shown a certificate by which it is let in.
func (hs *Handshake) certified() bool {
	return hs.Secure != nil && hs.Secure.Client.Admitted && len(hs.Secure.Client.Certificates) > 0 || hs.TLS != nil && len(hs.TLS.VerifiedChains) > 0
}

// admit returns the HTTP status and the reason to refuse with, or 0.
func (st *Station) admit(hs *Handshake, endpoint string) (int, string) {
	st.mu.Lock()
	defer st.mu.Unlock()
	switch {
	case st.refusing(), slices.Contains(st.closedAt, endpoint):
		return http.StatusServiceUnavailable, "connections are refused for now"
	case st.queue.full():
		return http.StatusServiceUnavailable, "the record of the station is full"
	case st.auth.Password == "", hs.certified():
		return 0, ""
	case !hs.HasAuth:
		return http.StatusUnauthorized, "no HTTP Basic credentials"
	case hs.User != st.id:
		return http.StatusUnauthorized, "the user is not the station's identity"
	case !st.auth.admits(hs.Password):
		return http.StatusUnauthorized, "wrong password"
	}
	return 0, ""
}
