package seen

import (
	"hash/maphash"
	"slices"
)

// Texts are the newest that were added, by their marks: 8 bytes each. That two texts have one mark, so that a new one is taken for one that
// came, is a matter of 64 bits: once in some 10^16 texts where 1,024 are kept. They are looked through one by one, which takes a
// microsecond, and half the room of a table. It may not be used concurrently.
type Texts struct {
	newest int
	marks  []uint64 // the newest last
}

// Newest returns a memory of so many texts, of which none has come.
func Newest(newest int) *Texts { return &Texts{newest: newest} }

// Add notes a text as the newest, and tells whether it came before.
func (t *Texts) Add(text string) (again bool) {
	of := Mark(text)
	at := slices.Index(t.marks, of)
	if again = at >= 0; again {
		t.marks = slices.Delete(t.marks, at, at+1)
	} else if len(t.marks) == t.newest {
		t.marks = slices.Delete(t.marks, 0, 1)
	}
	t.marks = append(t.marks, of)
	return again
}

// Has tells whether a text has come.
func (t *Texts) Has(text string) bool { return slices.Contains(t.marks, Mark(text)) }

var seed = maphash.MakeSeed()

// Mark is what is remembered of a text: the same each time in one process, and another in the next.
func Mark(text string) uint64 { return maphash.String(seed, text) }
