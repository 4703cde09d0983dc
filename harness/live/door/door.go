package door

import (
	"crypto/rand"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Door stands before the pages of one address. Its methods may be called concurrently.
type Door struct {
	token string // empty: none is asked for
	hosts []string

	mu       sync.Mutex
	visitors map[string]*Visitor // by the value of their cookie
	order    []string            // of these values, the oldest first
}

// mostVisitors is how many are known at a time. Who has come first is forgotten first, and comes in with the token again.
const mostVisitors = 200

// New makes the door of a page. Whoever comes needs the token, unless it is empty. hosts are names of this machine by which the
// page may be reached, beside its IP addresses and localhost.
func New(token string, hosts ...string) *Door {
	return &Door{token: token, hosts: hosts, visitors: map[string]*Visitor{}}
}

// Token makes one that nobody guesses: 130 bits.
func Token() string { return rand.Text() }

// Loopback tells whether an address to listen at, such as "127.0.0.1:8080" or ":8080", is reached from this machine alone.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// StylePath is the style sheet of the pages, which the page at the door needs as well.
const StylePath = "/live.css"

// policy is what a page may load: nothing but its own files. What a station has written is text there; were it ever taken for
// markup, it could still run nothing and send nothing.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// A browser that is told to send no referrer at all says "null" in place of the origin of its own forms: hence same-origin.

// Guard lets those through to the pages who may see them, and serves /enter itself. Every request must name this machine as its
// host, so that no other page can reach it under a name that it lets point here, and come from this page or from nowhere.
func (d *Door) Guard(pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range map[string]string{"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cache-Control": "no-store", "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
			w.Header().Set(name, value)
		}
		switch visitor := d.visitor(r); {
		case !d.ours(r.Host):
			refuse(w, http.StatusMisdirectedRequest, "This page is not reached by the name "+r.Host+". Use the address that certbench has shown.")
		case foreign(r):
			refuse(w, http.StatusForbidden, "The request comes from another page.")
		case r.URL.Path == EnterPath:
			d.enter(w, r)
		case d.token != "" && visitor == nil && r.URL.Path != StylePath:
			refuse(w, http.StatusForbidden, "This page is seen with its token only. Open the address that certbench has shown, with its token.")
		default:
			pages.ServeHTTP(w, r.WithContext(with(r.Context(), visitor)))
		}
	})
}

// ours tells a host by which this machine is reached: an IP address, which no name server can point elsewhere, or a name of it.
func (d *Door) ours(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	if _, err := netip.ParseAddr(host); err == nil || host == "localhost" {
		return true
	}
	for _, name := range d.hosts {
		if strings.EqualFold(name, host) {
			return true
		}
	}
	return false
}

// foreign tells a request that another page has made, by what browsers say of it. A program says nothing, and has no cookie.
func foreign(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin != "" && origin != "http://"+r.Host {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	return r.Method != http.MethodGet || r.Header.Get("Sec-Fetch-Mode") != "navigate" // a link may lead here
}

// equal compares secrets in a time that tells nothing of them.
func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func refuse(w http.ResponseWriter, code int, why string) { http.Error(w, why, code) }

// limited is a listener that holds at most so many connections; more wait to be accepted.
type limited struct {
	net.Listener
	free chan struct{}
}

// Limit has a listener hold at most n connections at a time.
func Limit(l net.Listener, n int) net.Listener { return &limited{l, make(chan struct{}, n)} }

// Accept waits for room first.
func (l *limited) Accept() (net.Conn, error) {
	l.free <- struct{}{}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.free
		return nil, err
	}
	return &held{Conn: conn, done: sync.OnceFunc(func() { <-l.free })}, nil
}

type held struct {
	net.Conn
	done func()
}

// Close makes room.
func (h *held) Close() error {
	defer h.done()
	return h.Conn.Close()
}

// Server serves a handler with limits that a peer who is slow, or says too much, runs into. Streams set their own limit for
// writing.
func Server(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
}
