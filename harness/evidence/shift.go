package evidence

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Shift makes the records of one run part of a larger one: behind those of other runs, with their benches told apart.
// The zero Shift changes nothing.
type Shift struct {
	Seq   int64
	Play  int
	Bench func(string) string // from the name that records are marked with; nil leaves it
}

// Record shifts a record, and whatever in it points to another. It changes what the record holds, which must be the caller's alone.
func (s Shift) Record(rec Record) Record {
	frame := func(seq *int64) {
		if *seq > 0 {
			*seq += s.Seq
		}
	}
	rec.Seq += s.Seq
	if rec.Play > 0 {
		rec.Play += s.Play
	}
	if s.Bench != nil {
		rec.Bench = s.Bench(rec.Bench)
	}
	switch {
	case rec.Row != nil:
		for i := range rec.Row.Frames {
			frame(&rec.Row.Frames[i])
		}
	case rec.Check != nil:
		frame(&rec.Check.Frame)
	case rec.Finding != nil:
		frame(&rec.Finding.Frame)
	case rec.Resumed != nil:
		rec.Resumed.After += s.Seq
	}
	return rec
}

// Begun returns what a run folder says that the run was made with, and when it began: the first record of the evidence, which proves
// nothing yet. Of evidence that does not begin with it, nothing is returned: reading all of it tells what is wrong.
func Begun(dir string) (run RunStarted, at time.Time, err error) {
	f, err := os.Open(filepath.Join(dir, FileName))
	if err != nil {
		return RunStarted{}, time.Time{}, fmt.Errorf("cannot read the evidence: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	line, err := readLine(bufio.NewReaderSize(f, 1<<16))
	if err != nil && err != io.EOF {
		return RunStarted{}, time.Time{}, fmt.Errorf("cannot read the evidence: %w", err)
	}
	if rec, _ := decode(bytes.TrimSuffix(line, []byte("\n"))); rec.Run != nil {
		return *rec.Run, rec.At, nil
	}
	return RunStarted{}, time.Time{}, nil
}
