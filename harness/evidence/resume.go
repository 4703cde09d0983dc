package evidence

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// ErrInUse says that another process records in a run folder, or goes on with it.
var ErrInUse = errors.New("another certbench records in it")

// lock keeps other processes from the evidence as long as the file is open; the kernel takes the lock away with the process, however
// that ends. On a disk without locks there is none.
func lock(f *os.File) error {
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return fmt.Errorf("%s: %w", f.Name(), ErrInUse)
	case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.EOPNOTSUPP), errors.Is(err, syscall.ENOSYS):
		return nil
	case err != nil:
		return fmt.Errorf("cannot lock the evidence: %w", err)
	}
	return nil
}

// Reopened is the evidence of a run that may be gone on with. It is locked until Resume or Close.
type Reopened struct {
	Log Log
	Run Run // its records went by
	// Told are all identities that the stations gave of themselves, by the names of several benches.
	Told map[string][]Station

	file *os.File
}

// Reopen locks and reads the evidence of a run folder. It is an error where another process records in it.
func Reopen(dir string) (*Reopened, error) {
	f, err := os.OpenFile(filepath.Join(dir, FileName), os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("cannot go on with the evidence: %w", err)
	}
	if err := lock(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	folding := NewFolding()
	told := map[string][]Station{}
	log, err := Scan(f, func(rec Record, at Span) {
		folding.Add(rec, at)
		if rec.Station != nil {
			told[rec.Bench] = append(told[rec.Bench], *rec.Station)
		}
	})
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Reopened{Log: log, Run: folding.Run(), Told: told, file: f}, nil
}

// Close gives the evidence back as it was.
func (r *Reopened) Close() error { return r.file.Close() }

// May says why the run cannot be gone on with; nil where it can: it was cut off, or interrupted, and nothing of it was altered.
func (r *Reopened) May() error {
	for _, p := range r.Log.Problems {
		if p.Trouble == Altered {
			return fmt.Errorf("it was altered after it was written: %w", p)
		}
	}
	switch {
	case r.Log.Count == 0 || r.Run.Started.ID == "":
		return errors.New("the run was cut off before anything was recorded; begin it anew")
	case r.Log.ended() && !r.Log.open:
		return errors.New("the run came to its end")
	}
	return nil
}

// Resume writes the record that goes on with the run, in the place of a line that was torn, and returns a recorder for what follows. What
// it does not know of the record it fills in: where the run goes on, and what was torn. After an error the evidence can be gone on with
// again.
func (r *Reopened) Resume(what Resumed) (*Recorder, error) {
	if err := r.May(); err != nil {
		return nil, err
	}
	what.After, what.Head, what.Torn = int64(r.Log.Count), r.Log.Head, r.Log.torn
	to, err := os.OpenFile(r.file.Name(), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return nil, fmt.Errorf("cannot go on with the evidence: %w", err)
	}
	rec := New(&over{file: r.file, at: r.Log.end, then: to}, to.Sync)
	rec.mu.Lock()                                                               // the goroutine that syncs is there already
	rec.close = func() error { return errors.Join(to.Close(), r.file.Close()) } // with the lock
	rec.written, rec.synced, rec.head, rec.plays = int64(r.Log.Count), int64(r.Log.Count), r.Log.Head, r.Log.playing
	rec.mu.Unlock()
	if _, err := rec.Append(Record{Kind: KindResumed, Resumed: &what}); err != nil {
		return nil, errors.Join(err, rec.Close())
	}
	return rec, nil
}

// over writes its first line over what was torn, which that line holds and so is longer than: the file is never shorter than it was. All
// others are appended.
type over struct {
	file  *os.File
	at    int64
	then  *os.File
	begun bool
}

// Write writes a line.
func (o *over) Write(line []byte) (int, error) {
	if o.begun {
		return o.then.Write(line)
	}
	o.begun = true
	return o.file.WriteAt(line, o.at)
}
