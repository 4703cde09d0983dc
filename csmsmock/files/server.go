package files

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// Where files are, below the root of every protocol.
const (
	Logs     = "/logs"         // whatever lies below it can be uploaded
	Firmware = "/firmware.bin" // can be downloaded
)

// What a client may ask of the server; a station needs far less.
const (
	mostAtOnce   = 8         // transfers
	mostInAll    = 10_000    // transfers in the life of a server, because each leaves a record
	largest      = 256 << 20 // bytes of one upload
	longestPath  = 1024      // bytes of a path that is recorded
	handshake    = 10 * time.Second
	headerBytes  = 16 << 10
	firmwareSize = 256 << 10
)

// Config is what a server is made of; the zero value serves made-up firmware and tells nobody.
type Config struct {
	// Image is the file at Firmware; nil means some made-up bytes.
	Image []byte
	// Over is called once for every transfer when it is over, by the goroutine that it had. Those that are one too many are
	// refused and not told of.
	Over func(Transfer)
}

// Kind is the way that a file goes.
type Kind string

// The two ways, seen from the station.
const (
	Upload   Kind = "upload"
	Download Kind = "download"
)

// Transfer is one file that a client has moved, or tried to.
type Transfer struct {
	Kind     Kind
	Protocol string   // "HTTP", "HTTPS", "FTP", "FTPS" or "SFTP"
	Options  []string // how the protocol was used, in words such as "TLS 1.3", "explicit", "passive", "append"
	Path     string   // as the client named it, cut after 1,024 bytes
	Client   string   // its address
	User     string   // whom the client said that it is; empty when it did not say
	Offset   int64    // byte of the file at which the transfer began
	Size     int64    // bytes that were moved: of the file, or of the body that an upload came in
	SHA256   string   // of the whole file as it is after an upload, or as it was given out, in hexadecimal; empty when unknown
	Began    time.Time
	Ended    time.Time
	Fault    string // why the file was not moved as a whole; empty when it was
}

// Server holds what all protocols have in common. All methods may be called concurrently.
type Server struct {
	cfg Config

	mu      sync.Mutex
	changed *sync.Cond    // a connection has ended
	held    chan struct{} // closed when what is held may go on; nil while nothing is held
	open    int           // transfers under way
	all     int           // transfers so far
	sockets int           // connections
	serving []*http.Server
	closed  bool

	behaviour Behaviour
	offered   map[string][]byte // what can be downloaded, by path
	guards    map[string]guard  // who may use a location
}

// guard is whom a location is for.
type guard struct{ user, password string }

// madeUp is what stands in for firmware: the same bytes for all servers, which none of them changes.
var madeUp = sync.OnceValue(func() []byte { return bytes.Repeat([]byte("certbench\n"), firmwareSize/10) })

// New returns a server that serves nothing yet. Close it.
func New(cfg Config) *Server {
	if cfg.Image == nil {
		cfg.Image = madeUp()
	}
	s := &Server{cfg: cfg, offered: map[string][]byte{Firmware: cfg.Image}, guards: map[string]guard{}}
	s.changed = sync.NewCond(&s.mu)
	return s
}

// Put offers a file for download at a path such as "/firmware/v2.bin", in place of the one that was there. The server keeps
// the bytes: they must not change any more.
func (s *Server) Put(path string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offered[path] = content
}

// Guard has a location, and whatever lies below it, ask for a user from now on; an empty user opens it again. A user of
// one location must give its password everywhere; clients of other names come in with any password, and see open locations.
func (s *Server) Guard(location, user, password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if user == "" {
		delete(s.guards, location)
		return
	}
	s.guards[location] = guard{user, password}
}

// Behave sets what goes wrong with transfers that begin from now on.
func (s *Server) Behave(b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behaviour = b
}

// Hold keeps every transfer under way from now on: none is over before Release. An upload waits for the confirmation that
// its file has arrived, a download for the rest of the file.
func (s *Server) Hold() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil && !s.closed {
		s.held = make(chan struct{})
	}
}

// Release lets transfers go on. It may be called when nothing is held.
func (s *Server) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.release()
}

func (s *Server) release() {
	if s.held != nil {
		close(s.held)
		s.held = nil
	}
}

// Busy tells whether a transfer is under way.
func (s *Server) Busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open > 0
}

// Close ends every transfer and waits until nothing of the server runs any more. Nothing is told after it.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.release()
	serving := s.serving
	s.serving = nil
	s.mu.Unlock()
	var all error
	for _, server := range serving {
		all = errors.Join(all, server.Close())
	}
	s.mu.Lock()
	for s.sockets > 0 {
		s.changed.Wait()
	}
	return all
}

// count counts the connections that Close has to wait for.
func (s *Server) count(_ net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch state {
	case http.StateNew:
		s.sockets++
	case http.StateClosed:
		s.sockets--
		s.changed.Broadcast()
	}
}
