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
	held, err := io.ReadAll(io.LimitReader(file, 1000))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the lease of bench %s cannot be read: %w", f.Name, err), file.Close())
	}
	if len(held) > 0 && !strings.HasPrefix(string(held), leaseWord) {
		return nil, errors.Join(fmt.Errorf("the lease of bench %s cannot be taken: %s holds something else; move it away, or name the bench otherwise", f.Name, path), file.Close())
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		closing := file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errors.Join(fmt.Errorf("bench %s is in use by %s; wait until that has ended, or name another bench (%s)", f.Name, strings.TrimSpace(string(held)), path), closing)
		}
		return nil, errors.Join(fmt.Errorf("the lease of bench %s cannot be taken: %w", f.Name, err), closing)
	}
	if err := note(file); err != nil {
		return nil, errors.Join(fmt.Errorf("the lease of bench %s cannot be written: %w", f.Name, err), file.Close())
	}
	return file.Close, nil
}

// leases takes the exclusive use of several benches, or of none.
func leases(benches []*bench.File) (giveBack func() error, err error) {
	var held []func() error
	giveBack = func() error {
		var all error
		for _, one := range held {
			all = errors.Join(all, one())
		}
		return all
	}
	for _, file := range benches {
		one, err := lease(file)
		if err != nil {
			return nil, errors.Join(err, giveBack())
		}
		held = append(held, one)
	}
	return giveBack, nil
}

// leaseWord is what a lease begins with. A file that begins otherwise is somebody else's, and left as it is.
const leaseWord = "process "

// leaseFlags follow no link, because the folder of temporary files may be written by all, and wait for no reader of a pipe.
const leaseFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK | syscall.O_CLOEXEC

// openLease opens the file without creating it where it exists: the kernel refuses to create over another user's file
// in a folder that all may write. A file that may only be read can be locked all the same.
func openLease(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|leaseFlags, 0)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return newLease(path)
	case errors.Is(err, os.ErrPermission):
		file, err = os.OpenFile(path, os.O_RDONLY|leaseFlags, 0)
	}
	switch {
	case errors.Is(err, syscall.ELOOP):
		return nil, fmt.Errorf("%s is a symbolic link; remove it, or name the bench otherwise", path)
	case errors.Is(err, os.ErrPermission):
		return nil, fmt.Errorf("%s may not be read by this user; have its owner remove it, or name the bench otherwise", path)
	case errors.Is(err, syscall.EISDIR):
		return nil, fmt.Errorf("%s is no file; remove it, or name the bench otherwise", path)
	case err != nil:
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no file; remove it, or name the bench otherwise", path)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// newLease makes the file so that every user of this machine can take the lease, whatever the umask is.
func newLease(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL|leaseFlags, 0o666)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s was made by another process just now; try again", path)
	}
	if err != nil {
		return nil, err
	}
	if err := file.Chmod(0o666); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// note writes down who holds the lease, where this user may.
func note(file *os.File) error {
	writable, err := mayWrite(file)
	if err != nil || !writable {
		return err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	who := fmt.Sprintf(leaseWord+"%d of user %d on %s since %s", os.Getpid(), os.Getuid(), host, time.Now().Format(time.DateTime))
	_, err = file.WriteAt([]byte(who+"\n"), 0)
	return err
}

func mayWrite(file *os.File) (bool, error) {
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, file.Fd(), syscall.F_GETFL, 0)
	if errno != 0 {
		return false, errno
	}
	return flags&syscall.O_ACCMODE != syscall.O_RDONLY, nil
}
