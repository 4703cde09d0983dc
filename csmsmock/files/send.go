package files

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"sync"
)

// ahead is how much of a download a client gets while the server holds it, in bytes, but for the last one: more than any client reads at
// once, for one may say that it downloads when it has the first block.
const ahead = 64 << 10

// offer is a file that can be downloaded.
type offer struct {
	content []byte
	sum     func() string // its hash, computed once
}

func offered(content []byte) offer {
	return offer{content, sync.OnceValue(func() string {
		sum := sha256.Sum256(content)
		return hex.EncodeToString(sum[:])
	})}
}

// Put offers a file for download at a path such as "/firmware/v2.bin", in place of the one that was there. The server keeps
// the bytes: they must not change any more.
func (s *Server) Put(at string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offered[path.Clean(at)] = offered(content)
}

// sending is a download that is under way.
type sending struct {
	*moving
	offer
	path string // clean
}

// send begins a download. End it with end.
func (s *Server) send(p peer, at string, offset int64) (*sending, error) {
	m, err := s.begin(Download, p, at)
	if err != nil {
		return nil, err
	}
	d := &sending{moving: m}
	m.told.Offset = offset
	at = path.Clean(at)
	d.path = at
	if err = d.admit(at); err == nil {
		d.offer, err = s.delivered(at)
	}
	if err != nil {
		m.over(err)
		return nil, err
	}
	return d, nil
}

// delivered is a file as it is given out now.
func (s *Server) delivered(at string) (offer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.offered[at]
	if !ok {
		return offer{}, errNoFile
	}
	if short := s.behaviour.Truncate; short > 0 {
		o = offered(o.content[:max(0, int64(len(o.content))-short)])
	}
	if s.behaviour.Spoil && len(o.content) > 0 {
		o = offered(slices.Clone(o.content))
		o.content[len(o.content)/2] ^= 1
	}
	return o, nil
}

// holding tells whether what goes next is to be sent at once, because the rest waits.
func (d *sending) holding() bool { return d.server.holding() || d.behaviour.Rate > 0 }

// portion waits until bytes may go, which begin at byte at of the file, and returns how many: at least one of those that are wanted,
// unless there is an error.
func (d *sending) portion(wanted int, at int64) (int, error) {
	passed := d.size()
	if passed >= ahead {
		if err := d.wait(); err != nil {
			return 0, err
		}
	}
	n, held := d.server.spares(d.path, at, int64(wanted), int64(len(d.content)))
	if held && n == 0 {
		if err := d.wait(); err != nil {
			return 0, err
		}
		n = int64(wanted)
	}
	if held && passed < ahead {
		n = min(n, ahead-passed)
	}
	return d.part(int(n), passed)
}

// spares is how many bytes from one of them on a client may have while the server holds, of those that it wants; held tells that it does.
// In however many parts, and over however many connections, a file is fetched: one byte is kept back, the last that nobody was given.
func (s *Server) spares(path string, at, wanted, length int64) (n int64, held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil || at >= length { // of several ranges in one answer nobody knows where they are
		return wanted, s.held != nil
	}
	wanted = min(wanted, length-at)
	given := s.given[path].with(span{at, at + wanted})
	if len(given) == 1 && given[0] == (span{0, length}) {
		wanted = max(0, s.given[path].lastMissing(length)-at)
		given = s.given[path].with(span{at, at + wanted})
	}
	s.given[path] = given
	return wanted, true
}

// span is some bytes of a file, up to but not including end.
type span struct{ begin, end int64 }

// spans are parts of a file, in order and apart from each other.
type spans []span

// with adds bytes.
func (all spans) with(more span) spans {
	var out spans
	for i, s := range all {
		switch {
		case s.end < more.begin:
			out = append(out, s)
		case more.end < s.begin:
			return append(append(out, more), all[i:]...)
		default:
			more = span{min(s.begin, more.begin), max(s.end, more.end)}
		}
	}
	return append(out, more)
}

// lastMissing is the last byte of a file, of a length, that is in none of them.
func (all spans) lastMissing(length int64) int64 {
	if len(all) == 0 || all[len(all)-1].end < length {
		return length - 1
	}
	return all[len(all)-1].begin - 1
}

// end tells of the download.
func (d *sending) end(err error) {
	sum := d.sum()
	d.mu.Lock()
	d.told.SHA256 = sum
	d.mu.Unlock()
	d.over(err)
}
