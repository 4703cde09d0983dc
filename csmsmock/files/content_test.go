package files

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
)

// long has more bytes than are kept.
var long = pattern(3*keptBytes + 17)

func (c *content) expect(t *testing.T, name string, want []byte) {
	t.Helper()
	c.writers = 1
	sum, ok := c.closed()
	if size, _ := c.state(); !ok || sum != sumOf(want) || size != int64(len(want)) {
		t.Errorf("%s: expected %d bytes with hash %s, got %d with %q, %t", name, len(want), sumOf(want), size, sum, ok)
	}
}

func TestWritesInAnyOrderMakeTheFile(t *testing.T) {
	for _, length := range []int{0, 1, 1000, len(long)} {
		c, content := newContent(), long[:length]
		var offsets []int
		for at := 0; at < length; at += 7001 {
			offsets = append(offsets, at)
		}
		rand.New(rand.NewPCG(uint64(length), 1)).Shuffle(len(offsets), func(i, j int) { offsets[i], offsets[j] = offsets[j], offsets[i] })
		for _, at := range offsets {
			if err := c.writeAt(content[at:min(at+7001, length)], int64(at)); err != nil {
				t.Fatal(err)
			}
		}
		c.expect(t, "shuffled", content)
		if len(c.early) != 0 || c.waiting != 0 {
			t.Errorf("expected nothing to wait, got %d bytes", c.waiting)
		}
	}
}

func TestAFileCanBeChangedInsideWhileItIsKept(t *testing.T) {
	c := newContent()
	for _, step := range []struct {
		text   string
		offset int64
		want   string
	}{{"hello world", 0, "hello world"}, {"J", 0, "Jello world"}, {"p!!", 10, "Jello worlp!!"}, {"x", 15, "Jello worlp!!\x00\x00x"}} {
		if err := c.writeAt([]byte(step.text), step.offset); err != nil {
			t.Fatal(err)
		}
		c.expect(t, step.text, []byte(step.want))
	}
	for _, step := range []struct {
		size int64
		want string
	}{{5, "Jello"}, {7, "Jello\x00\x00"}, {0, ""}} {
		if err := c.truncate(step.size); err != nil {
			t.Fatal(err)
		}
		c.expect(t, "truncated", []byte(step.want))
	}
}

func TestALongFileCanBeAppendedToAndBegunAnewAndNotChangedInside(t *testing.T) {
	c := newContent()
	write := func(p []byte, offset int64) {
		t.Helper()
		if err := c.writeAt(p, offset); err != nil {
			t.Fatal(err)
		}
	}
	write(long, 0)
	write([]byte("more"), int64(len(long)))
	c.expect(t, "appended", append(bytes.Clone(long), "more"...))
	if err := c.writeAt([]byte("x"), 5); !errors.Is(err, errForgotten) {
		t.Errorf("changing it inside: expected %v, got %v", errForgotten, err)
	}
	if err := c.truncate(5); !errors.Is(err, errForgotten) {
		t.Errorf("cutting it: expected %v, got %v", errForgotten, err)
	}

	// A shorter file is written over it, as scp does: what its end is, is known when it is cut off.
	write([]byte("short"), 0)
	c.writers = 1
	if sum, ok := c.closed(); ok {
		t.Errorf("expected no hash of a file with a forgotten end, got %s", sum)
	}
	if err := c.truncate(5); err != nil {
		t.Fatal(err)
	}
	c.expect(t, "cut off", []byte("short"))
}

func TestTheLengthMayBeSetBeforeTheBytes(t *testing.T) {
	c := newContent()
	if err := c.truncate(int64(len(long))); err != nil {
		t.Fatal(err)
	}
	if err := c.writeAt(long, 0); err != nil {
		t.Fatal(err)
	}
	c.expect(t, "set ahead", long)
}

func TestWhatComesTooEarlyIsBounded(t *testing.T) {
	c, err := newContent(), error(nil)
	for at := int64(1); err == nil && at < 1000; at++ {
		err = c.writeAt(long[:keptBytes], at*keptBytes)
	}
	if err == nil || c.waiting > earlyRoom {
		t.Errorf("expected a refusal within %d bytes, got %v with %d", earlyRoom, err, c.waiting)
	}
	if err := c.truncate(largest + 1); !errors.Is(err, errTooLarge) {
		t.Errorf("expected %v, got %v", errTooLarge, err)
	}
}
