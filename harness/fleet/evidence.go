package fleet

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/certbench/certbench/harness/evidence"
)

const evidenceStream = "certbench_evidence"

// How long and how much evidence the engine keeps. What a runner has not fetched by then, it fetches from the agent's folder, as a
// person does: that folder is the truth.
const (
	evidenceLasts = 7 * 24 * time.Hour
	evidenceMost  = 4 << 30 // bytes
)

func evidenceConfig() jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name: evidenceStream, Description: "the evidence of runs as it is recorded", Subjects: []string{"certbench.evidence.*.*"},
		Retention: jetstream.LimitsPolicy, Storage: jetstream.FileStorage, MaxAge: evidenceLasts, MaxBytes: evidenceMost, Duplicates: 2 * time.Minute,
		AllowDirect: true, Compression: jetstream.S2Compression,
	}
}

func evidenceOf(run, bench string) string {
	if run != "*" { // of all runs
		run = keyOf(run)
	}
	return "certbench.evidence." + run + "." + keyOf(bench)
}

// The headers of a piece of evidence.
const (
	partHeader  = "Certbench-Part"  // 1, 2, 3 … of the bench in the run
	fileHeader  = "Certbench-File"  // its name; what has none is a line of the evidence
	linesHeader = "Certbench-Lines" // how many lines it holds, where these are several: then the part is that of the last
	pieceHeader = "Certbench-Piece" // 1, 2, 3 … of a part that is longer than one message
	moreHeader  = "Certbench-More"  // that pieces of the part follow
	lostHeader  = "Certbench-Lost"  // why nothing more is sent
)

// A line of evidence goes in pieces, for an engine as it comes takes 1 MiB in a message.
const (
	longestPart  = evidence.LongestLine + 16<<20 // nothing that a certbench records is longer
	longestPiece = 1 << 20
	longestBatch = 128 << 10 // of lines that are sent together, where more than one waits: each message is waited for
	aroundPiece  = 8 << 10   // subject and headers
)

// Sender sends the evidence of a bench in a run as it is recorded: first the files that the run was made with, then line by line. The
// folder is the truth. What the engine has is asked for after every trouble, and what follows is sent from the folder.
type Sender struct {
	fleet   *Fleet
	subject string
	dir     string
	files   []string
	longest int // part that is sent, in bytes

	more chan struct{}
	sent int   // parts that the engine has taken, as far as this process knows; 0 where it has to be asked
	told int   // the most that it ever had
	at   int64 // where the next line begins in the evidence
}

// Send makes the sender of a run folder. files are the names of those in it that the evidence was made with.
func (f *Fleet) Send(run, bench, dir string, files ...string) *Sender {
	return &Sender{fleet: f, subject: evidenceOf(run, bench), dir: dir, files: files, longest: longestPart, more: make(chan struct{}, 1)}
}

// More says that something was recorded. It does not wait.
func (s *Sender) More() {
	select {
	case s.more <- struct{}{}:
	default:
	}
}

// Run sends until ended is closed and all is sent that was recorded before, or until ctx ends. What no runner would take ends it too, and
// the run is told by a last part without text that nothing more comes: see lostHeader.
func (s *Sender) Run(ctx context.Context, ended <-chan struct{}) error {
	for {
		last := false
		select {
		case <-ended:
			last = true
		default:
		}
		err := s.catchUp(ctx)
		if never := new(unsendable); errors.As(err, &never) {
			if untold := s.tellLost(ctx, err); untold != nil {
				return errors.Join(err, untold)
			}
			return err
		}
		if err == nil && last {
			return nil
		}
		wait := s.more
		retry := time.NewTimer(time.Hour)
		if err != nil { // cut, or the engine is being started again
			wait = nil
			retry.Reset(sendAgain)
		}
		var over <-chan struct{}
		if !last {
			over = ended
		}
		select {
		case <-wait:
		case <-retry.C:
		case <-over:
		case <-ctx.Done():
			retry.Stop()
			return errors.Join(context.Cause(ctx), err)
		}
		retry.Stop()
	}
}

// catchUp sends what the engine does not have. Where that is not known, as at first and after trouble, it is asked for.
func (s *Sender) catchUp(ctx context.Context) (err error) {
	if s.sent == 0 {
		if err := s.ask(ctx); err != nil {
			return err
		}
	}
	defer func() {
		if s.told = max(s.told, s.sent); err != nil {
			s.sent = 0
		}
	}()
	for ; s.sent < len(s.files); s.sent++ {
		text, err := os.ReadFile(filepath.Join(s.dir, s.files[s.sent]))
		if err != nil {
			return err
		}
		if err := s.send(ctx, s.sent+1, 1, s.files[s.sent], text); err != nil {
			return err
		}
	}
	var batch []byte
	count := 0
	flush := func() error {
		if count == 0 {
			return nil
		}
		if err := s.send(ctx, s.sent+count, count, "", batch); err != nil {
			return err
		}
		s.sent += count
		batch, count = batch[:0], 0
		return nil
	}
	if err := s.lines(ctx, func(line []byte) error {
		if len(batch)+len(line) > min(longestBatch, s.pieceSize(), s.longest) {
			if err := flush(); err != nil {
				return err
			}
		}
		batch, count = append(batch, line...), count+1
		return nil
	}); err != nil {
		return err
	}
	return flush()
}

// ask finds out what the engine has, and where the line after it begins.
func (s *Sender) ask(ctx context.Context) error {
	have, err := s.fleet.last(ctx, s.subject)
	if err != nil {
		return err
	}
	s.at = 0
	skip := have - len(s.files)
	err = s.lines(ctx, func([]byte) error {
		if skip <= 0 {
			return errEnough
		}
		skip--
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	if skip > 0 {
		return &unsendable{fmt.Errorf("the engine has %d lines more of %s than the folder %s, which is the truth; is it another run's?", skip, s.subject, s.dir)}
	}
	s.sent = have
	return nil
}

var errEnough = errors.New("enough")

// lines goes over the whole lines of the evidence from where it stands; one that is still being written waits.
func (s *Sender) lines(ctx context.Context, each func([]byte) error) error {
	f, err := os.Open(filepath.Join(s.dir, evidence.FileName))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Seek(s.at, io.SeekStart); err != nil {
		return err
	}
	lines := bufio.NewReaderSize(f, 64<<10)
	for ctx.Err() == nil {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(line); err != nil {
			return err
		}
		s.at += int64(len(line))
	}
	return context.Cause(ctx)
}

// pieceSize is how much the engine takes in a message.
func (s *Sender) pieceSize() int {
	return min(longestPiece, int(s.fleet.conn.MaxPayload())-aroundPiece)
}

// unsendable is a part that no runner takes: the folder has it, and is not sent on.
type unsendable struct{ error }

// send sends a file, or so many lines, of which the part is that of the last.
func (s *Sender) send(ctx context.Context, part, lines int, file string, text []byte) error {
	if len(text) > s.longest {
		return &unsendable{fmt.Errorf("part %d has %d bytes, and none that is sent has more than %d (SHA-256 %x); it stays in %s", part, len(text), s.longest, sha256.Sum256(text), s.dir)}
	}
	size := s.pieceSize()
	for piece := 1; ; piece++ {
		n := min(size, len(text))
		if err := s.publish(ctx, part, lines, piece, n < len(text), file, text[:n]); err != nil {
			return err
		}
		if text = text[n:]; len(text) == 0 {
			return nil
		}
	}
}

func (s *Sender) publish(ctx context.Context, part, lines, piece int, more bool, file string, text []byte) error {
	msg := nats.NewMsg(s.subject)
	msg.Data = text
	msg.Header.Set(partHeader, strconv.Itoa(part))
	if file != "" {
		msg.Header.Set(fileHeader, file)
	}
	if lines > 1 {
		msg.Header.Set(linesHeader, strconv.Itoa(lines))
	}
	if more || piece > 1 {
		msg.Header.Set(pieceHeader, strconv.Itoa(piece))
	}
	if more {
		msg.Header.Set(moreHeader, "1")
	}
	ctx, done := context.WithTimeout(ctx, enterWithin)
	defer done()
	_, err := s.fleet.js.PublishMsg(ctx, msg, jetstream.WithMsgID(fmt.Sprintf("%s/%d/%d", s.subject, part, piece)))
	return err
}

// tellLost tells the run that nothing more is sent, and why.
func (s *Sender) tellLost(ctx context.Context, why error) error {
	msg := nats.NewMsg(s.subject)
	msg.Header.Set(partHeader, strconv.Itoa(s.told+1))
	msg.Header.Set(lostHeader, why.Error()[:min(len(why.Error()), longestReason)])
	for {
		trying, done := context.WithTimeout(ctx, enterWithin)
		_, err := s.fleet.js.PublishMsg(trying, msg, jetstream.WithMsgID(s.subject+"/lost"))
		done()
		if err == nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(sendAgain):
		}
	}
}

// sendAgain is how long what could not be sent is left alone.
const sendAgain = 500 * time.Millisecond

// last is how many parts of a subject the engine has.
func (f *Fleet) last(ctx context.Context, subject string) (int, error) {
	ctx, done := context.WithTimeout(ctx, enterWithin)
	defer done()
	stream, err := f.js.Stream(ctx, evidenceStream)
	if err != nil {
		return 0, err
	}
	msg, err := stream.GetLastMsgForSubject(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	part, err := strconv.Atoi(msg.Header.Get(partHeader))
	if err != nil {
		return 0, fmt.Errorf("the engine has evidence under %s that is none of a certbench", subject)
	}
	if msg.Header.Get(moreHeader) != "" {
		part-- // it is not whole
	}
	return part, nil
}
