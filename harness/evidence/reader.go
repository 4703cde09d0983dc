package evidence

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Log is evidence as it was read, with what is wrong with it.
type Log struct {
	Records  []Record  // nil where they were handed on one by one
	Count    int       // of the records
	Problems []Problem // in the order of the lines: at most mostProblems
	More     int       // problems that are not in Problems
	Head     string    // hash of the last record, empty without records

	last    Kind
	open    bool   // the run was ended by an interruption, after which it may be resumed
	playing int    // the greatest number of a play
	torn    []byte // the last line, where it was being written when the run was cut off
	end     int64  // of the last whole line, in bytes from the beginning
	resumed int    // how often the run was gone on with
}

// mostProblems is how many problems are told with their lines. Where there are more, nothing of the evidence can be trusted, and
// their number says as much.
const mostProblems = 1000

// Trouble names what kind of problem a line has.
type Trouble string

// The kinds of trouble, the mildest first.
const (
	Unfinished Trouble = "unfinished" // the run has no end: it was cut off, or its last lines were removed
	Torn       Trouble = "torn"       // the last line was being written when the run was cut off
	Altered    Trouble = "altered"    // a line was changed, removed, inserted or moved after it was written
)

// Problem is one thing wrong with the evidence. It is an error, and its sentence names the line.
type Problem struct {
	Line    int // counted from 1
	Trouble Trouble
	What    string
}

func (p Problem) Error() string { return fmt.Sprintf("line %d: %s", p.Line, p.What) }

// Verify returns nil when the evidence is whole and unaltered: every line matches its hash and names the hash of the
// line before, nothing is missing, every record tells exactly one thing, and the run was ended. Otherwise it returns
// the first Problem, an alteration before a mere cut.
func (l Log) Verify() error { return Verify(l.Problems) }

// Verify is what Log.Verify returns of evidence with these problems.
func Verify(problems []Problem) error {
	for _, p := range problems {
		if p.Trouble == Altered {
			return p
		}
	}
	for _, p := range problems {
		return p
	}
	return nil
}

// ReadDir reads the evidence of a run folder.
func ReadDir(dir string) (Log, error) {
	var records []Record
	log, err := ScanDir(dir, func(rec Record, _ Span) { records = append(records, rec) })
	log.Records = records
	return log, err
}

// ScanDir is Scan of the evidence of a run folder.
func ScanDir(dir string, each func(Record, Span)) (Log, error) {
	f, err := os.Open(filepath.Join(dir, FileName))
	if err != nil {
		return Log{}, fmt.Errorf("cannot read the evidence: %w", err)
	}
	log, err := Scan(f, each)
	return log, errors.Join(err, f.Close())
}

// Read is Scan that keeps the records.
func Read(r io.Reader) (Log, error) {
	var records []Record
	log, err := Scan(r, func(rec Record, _ Span) { records = append(records, rec) })
	log.Records = records
	return log, err
}

// Span is where a line stands in the evidence, with its line feed: bytes from its beginning.
type Span struct{ From, Size int64 }

// Scan reads evidence to its end and proves its chain. What is wrong with the content stands in Problems, and every
// record that can still be understood is handed to each, in order, and not kept; the error tells only of trouble in reading.
func Scan(r io.Reader, each func(Record, Span)) (Log, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	var log Log
	var c chain
	var at Span
	for n := 1; ; n++ {
		line, err := readLine(in)
		if err != nil && err != io.EOF {
			return log, fmt.Errorf("cannot read line %d of the evidence: %w", n, err)
		}
		whole := err == nil
		if !whole && len(line) == 0 {
			log.checkEnd(n)
			return log, nil
		}
		at = Span{at.From + at.Size, int64(len(line))}
		appended := log.ended() && !(log.open && resumes(line, whole))
		if appended {
			log.report(n, Altered, "it stands after the end of the run: it was appended")
		}
		if !whole || holdsNothing(line) && atEnd(in) {
			if !appended {
				log.report(n, Torn, "it was being written when the run was cut off")
				log.torn = bytes.Clone(line)
			}
			return log, nil
		}
		rec, err := c.next(bytes.TrimSuffix(line, []byte("\n")))
		if err != nil && !appended {
			log.report(n, Altered, err.Error())
		}
		if rec.Kind != "" {
			each(rec, at)
			log.follow(n, rec)
			log.end = at.From + at.Size
		}
	}
}

// follow takes note of a record.
func (l *Log) follow(line int, rec Record) {
	if r := rec.Resumed; r != nil {
		if r.Head != rec.Prev || r.After != rec.Seq-1 {
			l.report(line, Altered, "it goes on with the run after another line than the one before it")
		}
		l.resumed++
	}
	l.Count++
	l.Head, l.last, l.playing = rec.Hash, rec.Kind, max(l.playing, rec.Play)
	l.open = rec.Finished != nil && rec.Finished.Interrupted
}

// resumes tells of a line that goes on with a run, also of one that was torn: it is the first that another process writes.
func resumes(line []byte, whole bool) bool {
	if !whole {
		const begin = `{"seq":`
		return strings.HasPrefix(string(line), begin) || strings.HasPrefix(begin, string(line))
	}
	rec, _ := decode(bytes.TrimSuffix(line, []byte("\n")))
	return rec.Resumed != nil
}

// readLine reads a line with its line feed. The bytes are good until the next one is read.
func readLine(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return line, err
	}
	long := bytes.Clone(line)
	rest, err := in.ReadBytes('\n')
	return append(long, rest...), err
}

// holdsNothing tells of a line of zero bytes, which is what some file systems leave of a write that a power failure
// cut off.
func holdsNothing(line []byte) bool {
	return len(bytes.Trim(line, "\x00\n")) == 0 && bytes.IndexByte(line, 0) >= 0
}

func atEnd(in *bufio.Reader) bool {
	_, err := in.Peek(1)
	return err == io.EOF
}

// ended tells that the last record ends the run. Nothing is written after it, and it was on the disk before the run
// went on.
func (l *Log) ended() bool {
	return l.last == KindFinished
}

func (l *Log) report(line int, t Trouble, what string) {
	if len(l.Problems) == mostProblems {
		l.More++
		return
	}
	l.Problems = append(l.Problems, Problem{Line: line, Trouble: t, What: what})
}

func (l *Log) checkEnd(line int) {
	if l.Count == 0 {
		l.report(line, Unfinished, "there is no record")
		return
	}
	if !l.ended() {
		l.report(line, Unfinished, "the end of the run is missing: it was cut off, or its last lines were removed")
	}
}

// chain follows the lines of one file.
type chain struct {
	head string
	seq  int64
}

// next judges a line as the one that follows. After a broken link it goes on from the line as it stands, so that each
// break is told once.
func (c *chain) next(line []byte) (Record, error) {
	rec, err := decode(line)
	if err != nil && rec.Seq == 0 {
		c.head, c.seq = rec.Hash, c.seq+1
		return rec, err
	}
	defer func() { c.head, c.seq = rec.Hash, rec.Seq }()
	switch {
	case err != nil:
		return rec, err
	case rec.Seq != c.seq+1:
		return rec, fmt.Errorf("it is record %d where record %d belongs: lines were removed, inserted or moved", rec.Seq, c.seq+1)
	case rec.Prev != c.head:
		return rec, fmt.Errorf("it does not follow the line before it: it names %s, the line before has %s", named(rec.Prev), named(c.head))
	}
	return rec, nil
}

func named(hash string) string {
	if hash == "" {
		return "no line"
	}
	return "hash " + hash
}
