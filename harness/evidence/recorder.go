package evidence

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// FileName is the name of the evidence file in a run folder.
const FileName = "events.jsonl"

// ErrClosed says that a record came after the recorder was closed.
var ErrClosed = errors.New("the recorder is closed")

// Recorder appends records to the evidence of one run. All methods may be called concurrently. The owner calls Close,
// which waits for the disk.
//
// Each record is one line, handed to the operating system with one write before Append returns: what was recorded
// survives the end of this process, however it ends. A power failure also takes what the operating system has not yet
// put on the disk. Syncing each record before going on would be safe and slow (a sync takes 1 to 30 ms, and a case
// makes a hundred records). So a goroutine syncs as long as anything is unsynced, taking in one sync all that
// was written during the one before: a record is on the disk two syncs after Append returned, at the latest. And the
// records that others act on, the start of a run, physical acts, and the ends of cases and of the run, are on the disk
// when Append returns. A verdict that was seen is therefore never lost.
//
// After a failed write or sync the recorder is broken: it keeps the first failure, and returns it from every later
// Append and from Close, because evidence with a hole is none.
type Recorder struct {
	mu      sync.Mutex
	changed *sync.Cond // on mu: written, synced, failed or closed has changed
	out     io.Writer
	flush   func() error // nil when out needs none
	close   func() error
	ended   chan struct{} // closed when the syncing goroutine has returned

	plays           int   // numbers given to plays of benches
	written, synced int64 // Seq of the last record written and of the last one known to be on the disk
	head            string
	hidden          redactor
	shown           certificatesShown
	longest         int // line, in bytes
	watchers        []func(Record)
	failed          error
	closed          bool
}

// Create makes the folder dir where needed and begins its events.jsonl, which it keeps locked until it is closed. It refuses to continue an existing file:
// evidence of two runs in one file could not be told apart.
func Create(dir string) (*Recorder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("cannot make the run folder: %w", err)
	}
	path := filepath.Join(dir, FileName)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o644)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s exists already; name a new run folder, because a run never adds to another's evidence", path)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot begin the evidence: %w", err)
	}
	if err := lock(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if err := syncFolder(dir); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot secure the run folder: %w", err), f.Close())
	}
	r := New(f, f.Sync)
	r.close = f.Close
	return r, nil
}

// syncFolder puts the folder's entry for a new file on the disk, without which a power failure could lose the file.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// New returns a recorder that writes to out. The function flush puts what was written on the disk; nil where there is
// no disk, as in a test, and then no goroutine is started. Close does not close out.
func New(out io.Writer, flush func() error) *Recorder {
	r := &Recorder{shown: certificatesShown{}, longest: LongestLine, out: out, flush: flush, ended: make(chan struct{})}
	r.changed = sync.NewCond(&r.mu)
	if flush == nil {
		close(r.ended)
		return r
	}
	go r.keepSyncing()
	return r
}

// OnRecord has f called with every later record as it was written, one at a time and in order. f must be quick and
// must not append.
func (r *Recorder) OnRecord(f func(Record)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.watchers = append(r.watchers, f)
}

// Redact hides the secrets in every later record, also in their JSON, URL and base64 spellings. Empty ones are
// ignored.
func (r *Recorder) Redact(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hidden.add(secrets...)
}

// RedactBasicAuth hides a password, and the credentials as the Authorization header carries them.
func (r *Recorder) RedactBasicAuth(user, password string) {
	r.Redact(password, basicCredentials(user, password))
}

// Append writes one record and returns its Seq. It sets Seq, Prev, Hash, Kind where empty, and At where zero. The
// record must hold exactly one body; the caller keeps what it passed, redaction works on a copy.
func (r *Recorder) Append(rec Record) (int64, error) {
	kind, err := rec.only()
	if err != nil {
		return 0, fmt.Errorf("cannot record: %w", err)
	}
	rec.Kind = kind

	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return 0, ErrClosed
	}
	if r.failed != nil {
		return 0, r.failed
	}
	seq, err := r.write(rec)
	if err != nil {
		return 0, err
	}
	if durable(kind) {
		return seq, r.waitSynced(seq)
	}
	return seq, nil
}

// durable tells the kinds that must be on the disk before the run goes on.
func durable(k Kind) bool {
	return k == KindRun || k == KindResumed || k == KindAct || k == KindEnd || k == KindFinished
}

func (r *Recorder) write(rec Record) (int64, error) {
	rec.Seq = r.written + 1
	if rec.At.IsZero() {
		rec.At = time.Now()
	}
	rec.At = rec.At.UTC()
	rec.Prev = r.head
	rec.Secured = r.shown.once(rec.Secured)
	rec = r.hidden.record(rec)
	line, hash, err := encode(rec)
	if err == nil && len(line) > r.longest {
		rec, line, hash, err = shortened(rec, line, r.longest)
	}
	if err != nil {
		return 0, fmt.Errorf("cannot write record %d: %w", rec.Seq, err)
	}
	if _, err := r.out.Write(line); err != nil {
		r.fail(fmt.Errorf("cannot write record %d: %w", rec.Seq, err))
		return 0, r.failed
	}
	rec.Hash = hash
	r.written, r.head = rec.Seq, hash
	r.changed.Broadcast()
	for _, f := range r.watchers {
		f(rec)
	}
	return rec.Seq, nil
}

// Failed is why nothing is recorded any more, nil while it is.
func (r *Recorder) Failed() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed
}

func (r *Recorder) fail(err error) {
	if r.failed == nil {
		r.failed = err
	}
	r.changed.Broadcast()
}

func (r *Recorder) waitSynced(seq int64) error {
	for r.flush != nil && r.synced < seq && r.failed == nil {
		r.changed.Wait()
	}
	return r.failed
}

// keepSyncing runs until the recorder is closed or broken, and leaves nothing unsynced when it is closed.
func (r *Recorder) keepSyncing() {
	defer close(r.ended)
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.failed == nil {
		for r.synced == r.written && !r.closed && r.failed == nil {
			r.changed.Wait()
		}
		if r.synced == r.written || r.failed != nil {
			return
		}
		upTo := r.written
		r.mu.Unlock()
		err := r.flush()
		r.mu.Lock()
		if err != nil {
			r.fail(fmt.Errorf("cannot put the evidence on the disk: %w", err))
			return
		}
		r.synced = upTo
		r.changed.Broadcast()
	}
}

// Head returns the hash of the last record: whoever keeps it elsewhere can prove later that no line was replaced.
func (r *Recorder) Head() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.head
}

// Close puts everything on the disk and ends the recorder. It returns the first failure of its life. Closing twice is
// harmless.
func (r *Recorder) Close() error {
	r.mu.Lock()
	first := !r.closed
	r.closed = true
	r.changed.Broadcast()
	r.mu.Unlock()
	<-r.ended
	r.mu.Lock()
	defer r.mu.Unlock()
	if first && r.close != nil {
		if err := r.close(); err != nil {
			r.fail(fmt.Errorf("cannot close the evidence: %w", err))
		}
	}
	return r.failed
}
