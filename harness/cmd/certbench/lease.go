package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/certbench/certbench/harness/bench"
)

// lease takes the exclusive use of a bench, and returns what gives it back. It is a lock that the
// kernel takes away when the holder dies, however it dies. A bench that exists anew for every run needs none.
func lease(f *bench.File) (giveBack func() error, err error) {
	if !f.Shared() {
		return func() error { return nil }, nil
	}
	path := filepath.Join(os.TempDir(), "certbench-"+f.Name+".lock")
	file, err := openLease(path)
	if err != nil {
		return nil, fmt.Errorf("the lease of bench %s cannot be taken: %w", f.Name, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		held, reading := io.ReadAll(io.LimitReader(file, 1000))
		closing := errors.Join(reading, file.Close())
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errors.Join(fmt.Errorf("bench %s is in use by %s; wait until that has ended, or name another bench (%s)", f.Name, strings.TrimSpace(string(held)), path), closing)
		}
		return nil, errors.Join(fmt.Errorf("the lease of bench %s cannot be taken: %w", f.Name, err), closing)
	}
	return file.Close, note(file)
}

// openLease opens the file without creating it where it exists: the kernel refuses to create over another user's file
// in a folder that all may write.
func openLease(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	}
	return file, err
}

// note writes down who holds the lease.
func note(file *os.File) error {
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	if err := file.Truncate(0); err != nil {
		return errors.Join(err, file.Close())
	}
	who := fmt.Sprintf("process %d of user %d on %s since %s", os.Getpid(), os.Getuid(), host, time.Now().Format(time.DateTime))
	if _, err := file.WriteAt([]byte(who+"\n"), 0); err != nil {
		return errors.Join(err, file.Close())
	}
	return nil
}
