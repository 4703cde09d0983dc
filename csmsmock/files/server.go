package files

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Where files are, below the root of every protocol.
const (
	Logs     = "/logs"         // whatever lies below it can be uploaded
	Firmware = "/firmware.bin" // can be downloaded
)

// What a client may ask of the server; a station needs far less.
const (
	mostAtOnce   = 32        // transfers: a client may fetch one file over several connections
	mostInAll    = 100_000   // transfers in the life of a server, because each leaves a record: a modem may fetch 1 MiB in a thousand
	mostAttempts = 1_000     // clients that came no further than the door, and are told of
	mostClients  = 256       // connections at once, without the data connections of FTP
	largest      = 256 << 20 // bytes of one upload
	longestPath  = 1024      // bytes of a path that is recorded
	headerBytes  = 16 << 10
	firmwareSize = 256 << 10
)

// How long a client may keep the server waiting. A small station needs seconds for one handshake with RSA.
const (
	handshake = 30 * time.Second // for TLS, SSH, and the header of an HTTP request
	idle      = 5 * time.Minute  // between two requests
	stall     = 2 * time.Minute  // between two bytes of a file
	dataWait  = 20 * time.Second // for a data connection of FTP
)

// Config is what a server is made of; the zero value serves made-up firmware and tells nobody.
type Config struct {
	// Image is the file at Firmware; nil means some made-up bytes.
	Image []byte
	// Over is called once for every transfer when it is over, by the goroutine that it had, so that several calls may be under
	// way, and before the client hears that it is over. Transfers that are one too many are refused, and told of as attempts.
	Over func(Transfer)
	// Spent is called once, when the server has had as many transfers as it takes in its life; nil tells nobody.
	Spent func(error)
}

// Kind is the way that a file goes.
type Kind string

// The two ways, seen from the station.
const (
	Upload   Kind = "upload"
	Download Kind = "download"
	// Attempt is a client that came no further than the door, so that no file is known: it could not agree on TLS or SSH,
	// or did not know the password. It is also one that has looked for a file or a folder and has not found it: by FTP and SFTP many
	// a client asks for the size, or goes to the folder, before it moves a file, and gives up.
	Attempt Kind = "attempt"
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
	Size     int64    // bytes of the file that were moved
	SHA256   string   // of the whole file as it is after an upload, or as it was given out, in hexadecimal; empty when unknown
	Began    time.Time
	Ended    time.Time
	Fault    string // why the file was not moved as a whole; empty when it was
}

// Server holds what all protocols have in common. All methods may be called concurrently.
type Server struct {
	cfg Config

	began  time.Time
	living context.Context // ends with Close
	end    context.CancelCauseFunc

	mu        sync.Mutex
	held      chan struct{}    // closed when what is held may go on; nil while nothing is held
	given     map[string]spans // what was given out of a file while the server holds, by path
	open      int              // transfers under way
	all       int              // transfers so far
	attempts  int              // so far
	closed    bool
	closing   []func() error // what ends the listeners and connections
	behaviour Behaviour
	offered   map[string]offer     // what can be downloaded, by path
	uploads   map[string]*content  // what was uploaded, by path
	newest    []*content           // whose bytes are kept
	folders   map[string]time.Time // that clients made, by when
	guards    map[string]guard     // by location

	spent   sync.Once      // told
	serving sync.WaitGroup // listeners and connections
	clients atomic.Int64   // connections
}

// madeUp is what stands in for firmware: the same bytes for all servers, which none of them changes.
var madeUp = sync.OnceValue(func() []byte { return bytes.Repeat([]byte("certbench\n"), firmwareSize/10) })

// New returns a server that serves nothing yet. Close it.
func New(cfg Config) *Server {
	if cfg.Image == nil {
		cfg.Image = madeUp()
	}
	s := &Server{
		cfg: cfg, began: time.Now(), offered: map[string]offer{Firmware: offered(cfg.Image)}, uploads: map[string]*content{},
		folders: map[string]time.Time{}, guards: map[string]guard{},
	}
	s.living, s.end = context.WithCancelCause(context.Background())
	return s
}

// Behave sets what goes wrong with transfers that begin from now on.
func (s *Server) Behave(b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behaviour = b
}

// Hold keeps every transfer under way from now on: none is over before Release. An upload waits for the confirmation that
// its file has arrived, a download for the rest of the file. Of a file that is fetched in many small parts, each a transfer of its
// own, the parts are over, but for the last.
func (s *Server) Hold() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil && !s.closed {
		s.held, s.given = make(chan struct{}), map[string]spans{}
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

// holding tells whether the server holds.
func (s *Server) holding() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held != nil
}

// Close ends every transfer and waits until nothing of the server runs any more. Nothing is told after it.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	s.release()
	closing := s.closing
	s.closing = nil
	s.mu.Unlock()
	s.end(errClosed)
	var all error
	for _, end := range closing {
		all = errors.Join(all, end())
	}
	s.serving.Wait()
	return all
}
