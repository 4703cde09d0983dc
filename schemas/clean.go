package schemas

import (
	"crypto/sha256"
	"sync"
)

// clean remembers payloads that were found to have no problem, so that the next one that is the same need not be judged
// again: whether a payload is valid depends on its bytes alone. Stations and benches say the same things again and again
// (empty answers, the questions of every case's preparations), and where both live in one process each message is judged
// twice. Any number of goroutines may use it at once.
type clean struct {
	mu           sync.Mutex
	young, older map[[sha256.Size]byte]struct{} // by hash of message name and payload
}

// newestClean is how many payloads are remembered at least, and half of how many at most: 2 MiB of hashes.
const newestClean = 1 << 14

func keyOf(action, kind string, payload []byte) [sha256.Size]byte {
	var short [1 << 10]byte // most messages fit
	text := append(append(append(short[:0], action...), kind...), 0)
	return sha256.Sum256(append(text, payload...))
}

func (c *clean) has(key [sha256.Size]byte) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, is := c.young[key]; is {
		return true
	}
	_, is := c.older[key]
	if is {
		c.keep(key) // what comes again stays
	}
	return is
}

func (c *clean) add(key [sha256.Size]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(key)
}

// keep notes a payload as one of the newest. The caller holds mu.
func (c *clean) keep(key [sha256.Size]byte) {
	if c.young == nil || len(c.young) >= newestClean {
		c.young, c.older = map[[sha256.Size]byte]struct{}{}, c.young
	}
	c.young[key] = struct{}{}
}

// vouched says that a payload was found clean as a message, by the same schemas. A payload that comes again has such a list with it.
type vouched struct {
	by           *Set
	action, kind string
	next         *vouched
}

func (p *Payload) isClean(by *Set, action, kind string) bool {
	for v := p.clean.Load(); v != nil; v = v.next {
		if v.by == by && v.action == action && v.kind == kind {
			return true
		}
	}
	return false
}

// vouch adds to the list. Where two do so at once one of them may be lost, and is added the next time.
func (p *Payload) vouch(by *Set, action, kind string) {
	first := p.clean.Load()
	p.clean.CompareAndSwap(first, &vouched{by, action, kind, first})
}
