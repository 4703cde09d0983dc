package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// giveDownload gives a file out, or the part of it that the client asks for.
func (s *Server) giveDownload(p peer, w http.ResponseWriter, r *http.Request) {
	down, err := s.send(p, r.URL.Path, 0)
	if err != nil {
		turnDown(w, r, statusOf(err), err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("ETag", `"`+down.sum()[:32]+`"`)
	paced := &pacedWriter{ResponseWriter: w, down: down}
	http.ServeContent(paced, r, "", s.began, bytes.NewReader(down.content))
	if err = paced.err; err == nil {
		err = paced.through(r)
	}
	if err == nil { // the next answer on this connection has a time of its own
		err = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	}
	down.end(err)
	if errors.Is(err, errCut) {
		panic(http.ErrAbortHandler)
	}
}

// pacedWriter lets the bytes of a download go as the transfer allows. What ServeContent does with ranges and conditions
// passes through it.
type pacedWriter struct {
	http.ResponseWriter
	down   *sending
	status int
	err    error // the first
}

// WriteHeader notes from where on the file is given out.
func (w *pacedWriter) WriteHeader(status int) {
	w.status = status
	if status == http.StatusPartialContent {
		w.down.note("range")
		var first int64
		if _, err := fmt.Sscanf(w.Header().Get("Content-Range"), "bytes %d-", &first); err == nil { // several ranges have none
			w.down.begins(first)
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

// ReadFrom saves io.Copy its small buffer.
func (w *pacedWriter) ReadFrom(from io.Reader) (int64, error) {
	buffer := buffers.Get().(*[transferBuffer]byte)
	defer buffers.Put(buffer)
	return io.CopyBuffer(struct{ io.Writer }{w}, from, buffer[:])
}

// Write sends bytes when they may go.
func (w *pacedWriter) Write(p []byte) (int, error) {
	done := 0
	for done < len(p) && w.err == nil {
		if w.status >= http.StatusMultipleChoices { // an error's text is not the file
			return w.ResponseWriter.Write(p)
		}
		n, err := w.down.portion(len(p)-done, w.down.reached())
		if err == nil {
			n, err = w.hand(p[done:][:n])
			w.down.moved(n)
			done += n
		}
		w.err = err
	}
	if w.err != nil {
		w.err = fmt.Errorf("the download broke off: %w", w.err)
	}
	return done, w.err
}

// hand writes to a client that takes its time, and flushes what would wait while the server holds.
func (w *pacedWriter) hand(p []byte) (int, error) {
	at := http.NewResponseController(w.ResponseWriter)
	if err := at.SetWriteDeadline(time.Now().Add(stall)); err != nil {
		return 0, err
	}
	n, err := w.ResponseWriter.Write(p)
	if err == nil && (len(p) < transferBuffer || w.down.holding()) {
		err = at.Flush()
	}
	return n, err
}

// through ends a download whose bytes have gone: a client that asked for what is not there got nothing of the file.
func (w *pacedWriter) through(r *http.Request) error {
	switch {
	case w.status == http.StatusNotModified:
		w.down.note("not modified")
	case w.status >= http.StatusMultipleChoices:
		return fmt.Errorf("refused with %d: range %q", w.status, r.Header.Get("Range"))
	}
	return w.down.wait()
}
