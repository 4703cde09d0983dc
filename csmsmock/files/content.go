package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
	"sync"
	"time"
)

// What a server remembers of the files that were uploaded, for clients that go on where they stopped.
const (
	keptBytes = 1 << 20 // of a file: beyond, only its size and the state of its hash
	mostKept  = 8       // files, the newest, whose bytes are kept
	earlyRoom = 8 << 20 // bytes of an upload that may come before those in front of them
)

// errForgotten refuses what needs bytes that are not kept.
var errForgotten = fmt.Errorf("the server keeps no more than %d bytes of a file: a longer one can be appended to and begun anew, not changed inside", keptBytes)

// content is a file as uploads make it. Whatever its length, it can be written in order, from its beginning anew, and
// appended to, because the state of the hash is enough for that; the rest needs the bytes, which it keeps while they are few.
// All methods may be called concurrently.
type content struct {
	mu      sync.Mutex
	size    int64
	changed time.Time
	writers int              // uploads that have it open
	hash    hash.Hash        // of the bytes up to hashed
	hashed  int64            // where the next byte in order goes
	kept    []byte           // the bytes up to hashed, while they are few
	forgot  bool             // kept is not used any more
	stale   bool             // kept was changed inside: hash is to be made again
	early   map[int64][]byte // what came before the bytes in front of it, by offset
	waiting int              // bytes in early
	unknown int64            // bytes from hashed to here are of an older file, and forgotten
}

func newContent() *content {
	return &content{hash: sha256.New(), early: map[int64][]byte{}, changed: time.Now()}
}

// writeAt puts bytes where they belong.
func (c *content) writeAt(p []byte, offset int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changed = time.Now()
	if offset > c.hashed {
		return c.putOff(p, offset)
	}
	if offset < c.hashed {
		switch {
		case !c.forgot:
			n := copy(c.kept[offset:], p)
			c.stale = c.stale || n > 0
			p = p[n:]
		case offset == 0: // the file is written anew over the old one, whose end stays until it is cut off
			c.unknown = c.size
			c.restart()
		default:
			return errForgotten
		}
	}
	c.extend(p)
	for next, ok := c.early[c.hashed]; ok; next, ok = c.early[c.hashed] {
		delete(c.early, c.hashed)
		c.waiting -= len(next)
		c.extend(next)
	}
	return nil
}

// putOff keeps what comes too early: an SFTP client may have many writes under way, which are served side by side.
func (c *content) putOff(p []byte, offset int64) error {
	if c.waiting+len(p) > earlyRoom {
		return fmt.Errorf("more than %d bytes came before those in front of them, at byte %d", earlyRoom, c.hashed)
	}
	c.waiting += len(p) - len(c.early[offset])
	c.early[offset] = slices.Clone(p)
	c.size = max(c.size, offset+int64(len(p)))
	return nil
}

// extend appends in order.
func (c *content) extend(p []byte) {
	if !c.forgot && len(c.kept)+len(p) > keptBytes {
		c.forget()
	}
	if !c.forgot {
		c.kept = append(c.kept, p...)
	}
	if !c.stale {
		c.hash.Write(p)
	}
	c.hashed += int64(len(p))
	c.size = max(c.size, c.hashed)
}

// forget drops the bytes.
func (c *content) forget() {
	c.rehash()
	c.kept, c.forgot = nil, true
}

// rehash makes the hash of bytes that were changed inside.
func (c *content) rehash() {
	if c.stale {
		c.hash.Reset()
		c.hash.Write(c.kept)
		c.stale = false
	}
}

// restart puts the next byte in order at the beginning.
func (c *content) restart() {
	c.hash.Reset()
	c.hashed, c.kept, c.forgot, c.stale = 0, nil, false, false
}

// truncate sets the length.
func (c *content) truncate(size int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changed = time.Now()
	switch {
	case size < 0 || size > largest:
		return fmt.Errorf("a file of %d bytes: %w", size, errTooLarge)
	case size == 0:
		c.restart()
	case size < c.hashed && !c.forgot:
		c.kept, c.hashed, c.stale = c.kept[:size], size, true
	case size < c.hashed:
		return errForgotten
	}
	for at, p := range c.early {
		if at+int64(len(p)) > size {
			delete(c.early, at)
			c.waiting -= len(p)
		}
	}
	c.size, c.unknown = size, min(c.unknown, size)
	return nil
}

// settle fills what was left out with zeros, as a file system does, once no more is on its way.
func (c *content) settle() {
	for len(c.early) > 0 {
		at := slices.Min(slices.Collect(maps.Keys(c.early)))
		c.zeros(at)
		p := c.early[at]
		delete(c.early, at)
		c.waiting -= len(p)
		c.extend(p[min(c.hashed-at, int64(len(p))):])
	}
	if c.unknown <= c.hashed {
		c.zeros(c.size)
	}
}

func (c *content) zeros(end int64) {
	var none [32 << 10]byte
	for c.hashed < end {
		c.extend(none[:min(end-c.hashed, int64(len(none)))])
	}
}

func (c *content) open() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writers++
}

// closed ends an upload and returns the hash of the whole file; ok is false when another upload has it open, or a part of it
// is forgotten.
func (c *content) closed() (sum string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writers--; c.writers > 0 {
		return "", false
	}
	c.settle()
	if c.hashed < c.size {
		return "", false
	}
	c.rehash()
	return hex.EncodeToString(c.hash.Sum(nil)), true
}

// drop has the bytes forgotten.
func (c *content) drop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget()
}

// over tells whether nobody has it open, and it was changed last before a moment.
func (c *content) over(before time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.writers == 0 && c.changed.Before(before)
}

func (c *content) state() (size int64, changed time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.size, c.changed
}

// errTooLarge refuses what a station never uploads.
var errTooLarge = errors.New("an upload may have " + fmt.Sprint(int64(largest)) + " bytes")
