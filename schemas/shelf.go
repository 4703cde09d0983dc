package schemas

import "sync"

// shelf keeps what was read of payloads that come again and again, by their text: readings depend on nothing else. The first time
// that a payload comes it leaves nothing here, so that most of a run, in which nearly all messages have times and ids of their own,
// takes no room. Any number of goroutines may use it at once.
type shelf struct {
	mu    sync.RWMutex
	kept  map[string]*Payload
	bytes int // of the texts
}

// common is the shelf of the whole process: whatever benches and stations live in it say the same things.
var common shelf

// mostKept bounds the texts that are kept, in bytes; what was read of them takes some ten times as much. Beyond it all is forgotten.
const mostKept = 2 << 20

func (s *shelf) find(text []byte) *Payload {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.kept[string(text)]
}

func (s *shelf) keep(p *Payload) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept[string(p.text)] != nil || len(p.text) > mostKept {
		return
	}
	if s.kept == nil || s.bytes+len(p.text) > mostKept {
		s.kept, s.bytes = map[string]*Payload{}, 0
	}
	s.kept[string(p.text)] = p
	s.bytes += len(p.text)
}
