package schemas

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// shelf keeps what was read of payloads that come again and again, by their text: readings depend on nothing else. The first time
// that a payload comes it leaves nothing here, so that most of a run, in which nearly all messages have times and ids of their own,
// takes no room. Any number of goroutines may use it at once.
type shelf struct {
	mu           sync.RWMutex
	young, older map[string]*Payload
	bytes        int // of the texts in young
}

// common is the shelf of the whole process: whatever benches and stations live in it say the same things.
var common shelf

// mostKept bounds the texts that are kept, in bytes; what was read of them takes some ten times as much. What was not asked for while half as
// much came is forgotten.
const mostKept = 1 << 20

func (s *shelf) find(text []byte) *Payload {
	s.mu.RLock()
	p, old := s.young[string(text)], s.older[string(text)]
	s.mu.RUnlock()
	if p == nil && old != nil {
		s.keep(old)
		return old
	}
	return p
}

func (s *shelf) keep(p *Payload) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.young[string(p.text)] != nil || len(p.text) > mostKept/2 {
		return
	}
	text := string(p.text)
	if s.young == nil || s.bytes+len(text) > mostKept/2 {
		s.young, s.older, s.bytes = map[string]*Payload{}, s.young, 0
	}
	s.young[text] = p
	s.bytes += len(text)
}

// all are the payloads that are kept, by their texts. The caller holds mu.
func (s *shelf) all() map[string]*Payload {
	all := map[string]*Payload{}
	maps.Copy(all, s.older)
	maps.Copy(all, s.young) // which is found first
	return all
}

// Spoiled names the payloads that are kept of which a reading is not what the text says: somebody has changed what is shared, and whoever
// reads the same text, on another bench of the process, reads what nobody has sent. It is for the tests of those who read.
func Spoiled() []string { return common.spoiled() }

func (s *shelf) spoiled() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []string
	all := s.all()
	for _, text := range slices.Sorted(maps.Keys(all)) {
		if what := all[text].spoiled(); what != "" {
			out = append(out, fmt.Sprintf("%s: %s", text, what))
		}
	}
	return out
}

// spoiled says what a reading has become, empty where it is as the text.
func (p *Payload) spoiled() string {
	if d := p.document.Load(); d != nil {
		if value, _ := decode(p.text); !reflect.DeepEqual(d.value, value) {
			return fmt.Sprintf("the document has become %v", d.value)
		}
	}
	known := p.message.Load()
	if known == nil {
		return ""
	}
	anew := reflect.New(reflect.TypeOf(*known).Elem())
	if err := ocpp201.Decode(p.text, anew.Interface()); err != nil || !reflect.DeepEqual(*known, anew.Interface()) {
		return fmt.Sprintf("the %T has become %+v", *known, reflect.ValueOf(*known).Elem())
	}
	return ""
}
