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

// receive begins an upload to a path: of a new file, or into the one that is there, which opened may change first. End it
// with end.
func (s *Server) receive(p peer, at string, opened func(*content) (offset int64, err error)) (*receiving, error) {
	m, err := s.begin(Upload, p, at)
	if err != nil {
		return nil, err
	}
	r := &receiving{moving: m}
	if err := r.open(path.Clean(at), opened); err != nil {
		m.over(err)
		return nil, err
	}
	return r, nil
}

func (r *receiving) open(at string, opened func(*content) (int64, error)) error {
	if err := r.admit(at); err != nil {
		return err
	}
	if !below(at) {
		return errNowhere
	}
	r.file = r.server.uploaded(at)
	offset, err := opened(r.file)
	r.at, r.told.Offset = offset, offset
	return err
}

// anew has an upload replace the file that is there.
func anew(c *content) (int64, error) { return 0, c.truncate(0) }

// onward has an upload go on at an offset.
func onward(offset int64) func(*content) (int64, error) {
	return func(*content) (int64, error) { return offset, nil }
}

// atEnd has an upload append.
func atEnd(c *content) (int64, error) {
	size, _ := c.state()
	return size, nil
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
	if sum, ok := r.file.sum(); ok {
		r.mu.Lock()
		r.told.SHA256 = sum
		r.mu.Unlock()
	}
	r.over(err)
}
