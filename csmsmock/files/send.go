package files

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"sync"
)

// ahead is how much of a download a client gets while the server holds it, in bytes.
const ahead = 1 << 10

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

// portion waits until bytes may go and returns how many: at least one of those that are wanted, unless there is an error.
func (d *sending) portion(wanted int) (int, error) {
	passed := d.size()
	if passed >= ahead {
		if err := d.wait(); err != nil {
			return 0, err
		}
	} else if d.server.holding() {
		wanted = min(wanted, int(ahead-passed))
	}
	return d.part(wanted, passed)
}

// end tells of the download.
func (d *sending) end(err error) {
	sum := d.sum()
	d.mu.Lock()
	d.told.SHA256 = sum
	d.mu.Unlock()
	d.over(err)
}
