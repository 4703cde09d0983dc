package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/certbench/certbench/harness/bench"
)

func TestTwoRunsOnOneBenchExcludeEachOther(t *testing.T) {
	text := fmt.Sprintf("name: lease-%d\nlisten: 127.0.0.1:0\nstation: {id: A, password: 0123456789abcdef}\n", os.Getpid())
	f, err := bench.Read("bench.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	giveBack, err := lease(f)
	if err != nil {
		t.Fatal(err)
	}
	_, err = lease(f)
	if want := fmt.Sprintf("bench %s is in use by process %d of user", f.Name, os.Getpid()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("expected … %s …, got %v", want, err)
	}
	if err := giveBack(); err != nil {
		t.Fatal(err)
	}
	again, err := lease(f)
	if err != nil {
		t.Fatalf("the lease was given back, but cannot be taken again: %v", err)
	}
	if err := again(); err != nil {
		t.Fatal(err)
	}
}

// leaseFile is a bench of its own with the path of its lease, in a folder of temporary files of its own.
func leaseFile(t *testing.T) (*bench.File, string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	f, err := bench.Read("bench.yaml", []byte("name: shared\nlisten: 127.0.0.1:0\nstation: {id: A, password: 0123456789abcdef}\n"))
	if err != nil {
		t.Fatal(err)
	}
	return f, filepath.Join(dir, "certbench-shared.lock")
}

func TestALeaseTouchesNoFileOfSomebodyElse(t *testing.T) {
	f, path := leaseFile(t)
	other := write(t, filepath.Join(t.TempDir(), "precious"), "precious\n")
	for name, c := range map[string]struct {
		put  func() error
		want string
	}{
		"a symbolic link": {func() error { return os.Symlink(other, path) }, "is a symbolic link; remove it, or name the bench otherwise"},
		"a hard link":     {func() error { return os.Link(other, path) }, "holds something else; move it away, or name the bench otherwise"},
		"a pipe":          {func() error { return syscall.Mkfifo(path, 0o666) }, "is no file; remove it, or name the bench otherwise"},
		"a folder":        {func() error { return os.Mkdir(path, 0o777) }, "is no file; remove it, or name the bench otherwise"},
	} {
		if err := c.put(); err != nil {
			t.Fatal(err)
		}
		if _, err := lease(f); err == nil || !strings.Contains(err.Error(), "the lease of bench shared cannot be taken: "+path+" "+c.want) {
			t.Errorf("%s: expected … %s, got %v", name, c.want, err)
		}
		if text, err := os.ReadFile(other); err != nil || string(text) != "precious\n" {
			t.Errorf("%s: the file of somebody else holds %q now, %v", name, text, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

func TestALeaseCanBeTakenByEveryUser(t *testing.T) {
	f, path := leaseFile(t)
	defer syscall.Umask(syscall.Umask(0o077))
	for _, mode := range []os.FileMode{0o666, 0o444} { // as it was made; as another user made it
		giveBack, err := lease(f)
		if err != nil {
			t.Fatalf("mode %o: %v", mode, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("expected mode %o, got %v, %v", mode, info.Mode(), err)
		}
		if err := errors.Join(giveBack(), os.Chmod(path, 0o444)); err != nil {
			t.Fatal(err)
		}
	}
}
