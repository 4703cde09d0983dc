package seen

import "hash/maphash"

// Texts are the newest that were added: between newest and twice as many of them. That two have one mark, so that a new text is taken for one
// that came, is a matter of 64 bits: once in some 10^15 texts where 8,192 are kept. It may not be used concurrently.
type Texts struct {
	newest       int
	young, older map[uint64]struct{}
}

// Newest returns a memory of at least so many texts, of which none has come.
func Newest(newest int) *Texts {
	return &Texts{newest: newest, young: map[uint64]struct{}{}}
}

// Add notes a text, and tells whether it came before.
func (t *Texts) Add(text string) (again bool) {
	again = t.Has(text)
	if len(t.young) >= t.newest {
		t.young, t.older = map[uint64]struct{}{}, t.young
	}
	t.young[Mark(text)] = struct{}{}
	return again
}

// Has tells whether a text has come.
func (t *Texts) Has(text string) bool {
	of := Mark(text)
	_, young := t.young[of]
	_, older := t.older[of]
	return young || older
}

var seed = maphash.MakeSeed()

// Mark is what is remembered of a text: the same each time in one process, and another in the next.
func Mark(text string) uint64 { return maphash.String(seed, text) }
