package ocppj

import (
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// known remembers payloads that were found to be valid JSON, by their text: whether one is depends on nothing else, and stations and
// benches say the same things again and again. Any number of goroutines may use it at once.
type known struct {
	mu    sync.RWMutex
	texts map[string]struct{}
	bytes int // of the texts
}

// sound is that of the process.
var sound known

const (
	mostKnown    = 1 << 20 // bytes of what is remembered; beyond it all is forgotten
	longestKnown = 2 << 10 // bytes: what is longer, such as a report or a certificate, comes once
)

// valid tells whether a payload is valid JSON, without a name that stands twice in one object.
func (k *known) valid(payload []byte) bool {
	k.mu.RLock()
	_, is := k.texts[string(payload)]
	k.mu.RUnlock()
	if is {
		return true
	}
	is = jsontext.Value(payload).IsValid()
	if is && len(payload) <= longestKnown {
		k.keep(string(payload))
	}
	return is
}

func (k *known) keep(text string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, is := k.texts[text]; is {
		return
	}
	if k.texts == nil || k.bytes+len(text) > mostKnown {
		k.texts, k.bytes = map[string]struct{}{}, 0
	}
	k.texts[text] = struct{}{}
	k.bytes += len(text)
}
