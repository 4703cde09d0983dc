package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
)

// How often the holder of a lease shows that it lives, and after which time without it something is wrong.
const (
	leaseBeat  = 2 * time.Second
	leaseStale = 15 * time.Second
)

// leases takes the exclusive use of several benches, or of none, and returns what gives it back. The command's context
// ends when a lease is lost on the way.
func leases(c *cobra.Command, benches []*bench.File) (giveBack func() error, err error) {
	ctx, end := context.WithCancelCause(c.Context())
	c.SetContext(ctx)
	var held []*tenure
	giveBack = func() error {
		var all error
		for _, one := range held {
			all = errors.Join(all, one.giveBack())
		}
		end(nil)
		return all
	}
	for _, file := range benches {
		for _, thing := range leased(file) {
			one, err := take(thing)
			if err != nil {
				return nil, errors.Join(err, giveBack())
			}
			held = append(held, one)
			if left := one.left; left != "" {
				fmt.Fprintln(c.ErrOrStderr(), "certbench: "+oneLine(fmt.Sprintf("%s was not given back by %s; its rigs are brought to their safe state first", thing.name, left)))
			}
			go one.keep(func(err error) {
				fmt.Fprintf(c.ErrOrStderr(), "certbench: %v\n", err)
				end(&leaseLost{err})
			})
		}
	}
	return giveBack, nil
}

// leaseLost is why a command ends whose bench another may have by now. It has been told.
type leaseLost struct{ error }

// exclusive is what one process at a time may use, with the file that is locked for it.
type exclusive struct{ name, path string }

// leased lists what a bench has to be alone with: itself by its name, and what its rigs move, which a bench of another name
// could move as well. A bench that exists anew for every run needs nothing.
func leased(f *bench.File) []exclusive {
	if !f.Shared() {
		return nil
	}
	all := []exclusive{{"bench " + f.Name, filepath.Join(os.TempDir(), "certbench-"+f.Name+".lock")}}
	for _, what := range f.Things() {
		sum := sha256.Sum256([]byte(what))
		all = append(all, exclusive{what, filepath.Join(os.TempDir(), fmt.Sprintf("certbench-rig-%x.lock", sum[:8]))})
	}
	return all
}

// note is what the lease says now; the zero note where it says nothing.
func (e exclusive) note() note {
	file, err := os.OpenFile(e.path, os.O_RDONLY|leaseFlags, 0)
	if err != nil {
		return note{} // nobody has taken it
	}
	n, err := readNote(file)
	if closing := file.Close(); err != nil || closing != nil {
		return note{}
	}
	return n
}

// tenure is a lease that is held. It is a lock that the kernel takes away when the holder dies, however it dies; a note in
// the file says who holds it, and is written anew as long as the holder lives.
type tenure struct {
	exclusive
	file  *os.File
	left  string // who held it before and did not give it back
	ended chan struct{}
	kept  chan struct{} // closed when keep has returned
}

// take locks the file of something exclusive.
func take(what exclusive) (*tenure, error) {
	file, err := openLease(what.path)
	if err != nil {
		return nil, fmt.Errorf("the lease of %s cannot be taken: %w", what.name, err)
	}
	holder, err := readNote(file)
	if err == nil {
		err = holder.another(what.path)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the lease of %s cannot be taken: %w", what.name, err), file.Close())
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(notLocked(what, holder, err), file.Close())
	}
	t := &tenure{exclusive: what, file: file, ended: make(chan struct{}), kept: make(chan struct{})}
	if err := t.settle(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return t, nil
}

// settle makes sure that a lock that was had is worth something, and signs it.
func (t *tenure) settle() error {
	before, err := readNote(t.file)
	if err != nil {
		return fmt.Errorf("the lease of %s cannot be read: %w", t.name, err)
	}
	t.left = before.leftBy()
	if before.elsewhere() {
		return fmt.Errorf("%s is in use by %s, %s, although its lock is free: %s seems to be on a disk that several machines share without sharing locks; wait, or set TMPDIR to a folder of this machine",
			t.name, before.who, before.age(), filepath.Dir(t.path))
	}
	if err := t.still(); err != nil {
		return err
	}
	if err := t.sign(); err != nil {
		return fmt.Errorf("the lease of %s cannot be written: %w", t.name, err)
	}
	return nil
}

// notLocked says why a lock was not had.
func notLocked(what exclusive, holder note, err error) error {
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return fmt.Errorf("%s is in use by %s%s; wait until that has ended, or name another bench (%s)", what.name, holder.who, holder.silence(), what.path)
	case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.EOPNOTSUPP), errors.Is(err, syscall.ENOSYS):
		return fmt.Errorf("the lease of %s cannot be taken: %s is on a disk that has no locks (%w); set TMPDIR to a folder of this machine", what.name, what.path, err)
	}
	return fmt.Errorf("the lease of %s cannot be taken: %w", what.name, err)
}

// still makes sure that the file that is locked is the one that others find.
func (t *tenure) still() error {
	mine, err := t.file.Stat()
	if err != nil {
		return fmt.Errorf("the lease of %s is lost: %w", t.name, err)
	}
	found, err := os.Lstat(t.path)
	if err == nil && os.SameFile(mine, found) {
		return nil
	}
	if err == nil {
		err = errors.New("another file has taken its place")
	}
	return fmt.Errorf("the lease of %s is lost, for somebody removed %s: %w; leave these files alone, they are empty while nobody runs", t.name, t.path, err)
}

// keep signs the lease again and again until it is given back. A lease that is lost is told once.
func (t *tenure) keep(lost func(error)) {
	defer close(t.kept)
	beat := time.NewTicker(leaseBeat)
	defer beat.Stop()
	for {
		select {
		case <-t.ended:
			return
		case <-beat.C:
		}
		err := t.still()
		if err == nil {
			err = t.sign()
		}
		if err != nil {
			lost(err)
			return
		}
	}
}

// giveBack empties the file, as a sign of a good end, and unlocks it. It is called once, after keep was begun.
func (t *tenure) giveBack() error {
	close(t.ended)
	<-t.kept
	writable, err := mayWrite(t.file)
	if err == nil && writable {
		err = t.file.Truncate(0)
	}
	return errors.Join(err, t.file.Close())
}

// sign writes down who holds the lease, and that it lives, where this user may.
func (t *tenure) sign() error {
	writable, err := mayWrite(t.file)
	if err != nil || !writable {
		return err
	}
	text := signature(time.Now())
	if _, err := t.file.WriteAt([]byte(text), 0); err != nil {
		return err
	}
	return t.file.Truncate(int64(len(text)))
}

// leaseFlags follow no link, because the folder of temporary files may be written by all, and wait for no reader of a pipe.
const leaseFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK | syscall.O_CLOEXEC

// openLease opens the file without creating it where it exists: the kernel refuses to create over another user's file
// in a folder that all may write. A file that may only be read can be locked all the same.
func openLease(path string) (*os.File, error) {
	if !filepath.IsAbs(path) {
		return nil, fmt.Errorf("%s depends on where certbench is started, so that another finds another; set TMPDIR to a folder from its root on, such as /tmp", path)
	}
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
		return nil, fmt.Errorf("%w; set TMPDIR to a folder that is there and that this user may write", err)
	}
	if err := file.Chmod(0o666); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func mayWrite(file *os.File) (bool, error) {
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, file.Fd(), syscall.F_GETFL, 0)
	if errno != 0 {
		return false, errno
	}
	return flags&syscall.O_ACCMODE != syscall.O_RDONLY, nil
}

// readNote reads what a lease says.
func readNote(file *os.File) (note, error) {
	text, err := io.ReadAll(io.LimitReader(io.NewSectionReader(file, 0, longestNote+1), longestNote+1))
	if err != nil {
		return note{}, err
	}
	return parseNote(string(text)), nil
}
