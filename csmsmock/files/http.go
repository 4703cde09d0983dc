package files

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// HTTP serves the files over HTTP until Close, which it reports as nil, or until the listener fails. Files are uploaded by
// PUT or POST (part 2, N01.FR.18) and downloaded by GET.
func (s *Server) HTTP(l net.Listener) error {
	server := &http.Server{
		Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: handshake, IdleTimeout: handshake, MaxHeaderBytes: headerBytes,
		ConnState: s.count, ErrorLog: log.New(io.Discard, "", 0), Protocols: new(http.Protocols), // what a client does wrong shows in its transfers
	}
	server.Protocols.SetHTTP1(true)
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return l.Close()
	}
	s.serving = append(s.serving, server)
	s.mu.Unlock()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving files over HTTP at %s: %w", l.Addr(), err)
	}
	return nil
}

// HTTPS serves the files over HTTP and TLS.
func (s *Server) HTTPS(l net.Listener, config *tls.Config) error {
	return errors.Join(l.Close(), fmt.Errorf("serving files over HTTPS at %s: %w", l.Addr(), errors.ErrUnsupported))
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	kind, move := Upload, s.receive
	switch r.Method {
	case http.MethodPut, http.MethodPost:
	case http.MethodGet:
		kind, move = Download, s.send
	case http.MethodHead: // moves nothing
		s.describe(w, r)
		return
	default:
		w.Header().Set("Allow", "GET, HEAD, POST, PUT")
		http.Error(w, "files are uploaded by PUT or POST and downloaded by GET", http.StatusMethodNotAllowed)
		return
	}
	m, err := s.begin(kind, "HTTP", r.URL.Path, r.RemoteAddr)
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	defer func() { m.over(err) }()
	err = move(m, w, r)
}

// describe answers a client that asks about a file before it downloads it.
func (s *Server) describe(w http.ResponseWriter, r *http.Request) {
	content, ok := s.download(r.URL.Path)
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
}

// download is the file that is offered at a path.
func (s *Server) download(path string) (content []byte, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	content, ok = s.offered[path]
	return content, ok
}

// receive takes an upload, counts it, and confirms it when the server does not hold it.
func (s *Server) receive(m *moving, w http.ResponseWriter, r *http.Request) (err error) {
	if at := path.Clean(r.URL.Path); at != Logs && !strings.HasPrefix(at, Logs+"/") {
		return refuse(w, http.StatusNotFound, "nothing can be uploaded to this path")
	}
	m.Size, err = io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, largest))
	switch {
	case errors.As(err, new(*http.MaxBytesError)):
		return refuse(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("an upload may have %d bytes", int64(largest)))
	case err != nil:
		return fmt.Errorf("the upload broke off: %w", err)
	}
	if err := m.wait(r.Context()); err != nil {
		return err
	}
	w.WriteHeader(http.StatusCreated)
	return nil
}

// ahead is how much of a download a client gets while the server holds it.
const ahead = 1 << 10

// send gives the firmware out: its beginning at once, the rest when the server does not hold it.
func (s *Server) send(m *moving, w http.ResponseWriter, r *http.Request) error {
	image, ok := s.download(r.URL.Path)
	if !ok {
		return refuse(w, http.StatusNotFound, "there is no file at this path")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(image)))
	w.Header().Set("Content-Type", "application/octet-stream")
	cut := min(ahead, len(image))
	for _, part := range [][]byte{image[:cut], image[cut:]} {
		n, err := w.Write(part)
		m.Size += int64(n)
		if err == nil {
			err = http.NewResponseController(w).Flush()
		}
		if err == nil && m.Size == int64(cut) {
			err = m.wait(r.Context())
		}
		if err != nil {
			return fmt.Errorf("the download broke off: %w", err)
		}
	}
	return nil
}

// refuse answers with an HTTP status and makes an error of its text.
func refuse(w http.ResponseWriter, status int, text string) error {
	http.Error(w, text, status)
	return fmt.Errorf("refused with %d: %s", status, text)
}
