package bundle

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// patience is a context that ends when it has been asked so many times whether it has.
type patience struct {
	context.Context
	mu   sync.Mutex
	left int
	done chan struct{}
}

func patient(t *testing.T, left int) *patience {
	return &patience{Context: t.Context(), left: left, done: make(chan struct{})}
}

func (p *patience) Done() <-chan struct{} { return p.done }

func (p *patience) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left--
	if p.left == -1 {
		close(p.done)
	}
	if p.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestWhoeverEndsBundlingOrProvingGetsNothingAndFindsNothing ends it at one reading after the other.
func TestWhoeverEndsBundlingOrProvingGetsNothingAndFindsNothing(t *testing.T) {
	dir, out, unpacked := runFolder(t), t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", unpacked)
	private, err := NewKey(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(out, "run.zip")
	ended := func(what string, after int, do func(context.Context) error) bool {
		t.Helper()
		err := do(patient(t, after))
		if err == nil {
			return false
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%s, ended after %d readings: %v", what, after, err)
		}
		return true
	}
	empty := func(what string, after int, folder string) {
		t.Helper()
		if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
			t.Errorf("%s, ended after %d readings, has left %v, %v", what, after, entries, err)
		}
	}
	pack := func(ctx context.Context) error {
		_, err := Pack(ctx, dir, file, thisVersion, private, false)
		return err
	}
	times := 0
	for after := 1; ended("bundling", after, pack); after += 1 + after/4 {
		empty("bundling", after, out)
		empty("bundling", after, unpacked)
		times++
	}
	prove := func(ctx context.Context) error {
		_, err := Verify(ctx, file, thisVersion, private)
		return err
	}
	for after := 0; ended("proving", after, prove); after += 1 + after/4 {
		empty("proving", after, unpacked)
		times++
	}
	if times < 8 {
		t.Errorf("it was ended %d times only", times)
	}
	started, end := context.WithCancel(t.Context())
	end()
	if err := pack(started); !errors.Is(err, context.Canceled) {
		t.Errorf("ended before it began: %v", err)
	}
}
