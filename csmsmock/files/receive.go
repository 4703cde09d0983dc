package files

import (
	"io"
	"path"
	"strings"
	"sync"
)

// transferBuffer is how many bytes go at once, in bytes.
const transferBuffer = 256 << 10

// buffers are those of transfers that are over.
var buffers = sync.Pool{New: func() any { return new([transferBuffer]byte) }}

// receiving is an upload that is under way.
type receiving struct {
	*moving
	file *content
	at   int64 // where the next byte goes that comes in order
}

// below tells whether a path is one for uploads.
func below(at string) bool { return at == Logs || strings.HasPrefix(at, Logs+"/") }

// where tells at which byte an upload goes on in the file that is there.
type where func(*content) int64

// anew has an upload replace the file that is there.
var anew where

// onward has an upload go on at an offset.
func onward(offset int64) where { return func(*content) int64 { return offset } }

// atEnd has an upload append.
func atEnd(c *content) int64 {
	size, _ := c.state()
	return size
}

// receive begins an upload to a path. End it with end.
func (s *Server) receive(p peer, at string, begin where) (*receiving, error) {
	m, err := s.begin(Upload, p, at)
	if err != nil {
		return nil, err
	}
	r := &receiving{moving: m}
	at = path.Clean(at)
	if err = r.admit(at); err == nil {
		r.file, err = s.opened(at, begin == nil, strings.HasPrefix(p.protocol, "HTTP"))
	}
	if err != nil {
		m.over(err)
		return nil, err
	}
	if begin != nil {
		r.at = begin(r.file)
		r.begins(r.at)
	}
	return r, nil
}

// ReadFrom takes bytes in order until the reader ends.
func (r *receiving) ReadFrom(from io.Reader) (int64, error) {
	buffer := buffers.Get().(*[transferBuffer]byte)
	defer buffers.Put(buffer)
	for began := r.size(); ; {
		n, err := r.part(len(buffer), r.size())
		if err != nil {
			return r.size() - began, err
		}
		n, err = from.Read(buffer[:n])
		if _, wrong := r.Write(buffer[:n]); wrong != nil {
			return r.size() - began, wrong
		}
		if err == io.EOF {
			return r.size() - began, nil
		}
		if err != nil {
			return r.size() - began, err
		}
	}
}

// Write takes the next bytes in order.
func (r *receiving) Write(p []byte) (int, error) {
	n, err := r.put(p, r.at)
	r.at += int64(n)
	return n, err
}

// put takes bytes, or as many as there is room for.
func (r *receiving) put(p []byte, offset int64) (int, error) {
	room, full := int64(largest)-offset, errTooLarge
	if left := r.behaviour.Full - r.size(); r.behaviour.Full > 0 && left < room {
		room, full = left, errFull
	}
	n := int(min(int64(len(p)), max(0, room)))
	if n > 0 {
		if err := r.file.writeAt(p[:n], offset); err != nil {
			return 0, err
		}
		r.moved(n)
	}
	if n < len(p) {
		return n, full
	}
	return n, nil
}

// arrived waits while the server holds: the client is not told before that its file has arrived.
func (r *receiving) arrived() error { return r.wait() }

// end tells of the upload.
func (r *receiving) end(err error) {
	if sum, ok := r.file.closed(); ok {
		r.mu.Lock()
		r.told.SHA256 = sum
		r.mu.Unlock()
	}
	r.over(err)
}
