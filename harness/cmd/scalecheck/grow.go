package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// grow writes a run folder whose plays are those of another, again and again, until its evidence has so many bytes. Every copy is
// later than the one before and on connections of its own, points to its own frames, and has its place in the chain: it is what a
// run would leave that played the plan so many times.
func grow(from, to string, bytes int64) error {
	source, err := evidence.ReadDir(from)
	if err != nil {
		return err
	}
	if err := errors.Join(source.Verify(), os.MkdirAll(to, 0o755)); err != nil {
		return err
	}
	inputs, err := filepath.Glob(filepath.Join(from, "*.yaml"))
	if err != nil {
		return err
	}
	for _, input := range inputs {
		content, err := os.ReadFile(input)
		if err = errors.Join(err, os.WriteFile(filepath.Join(to, filepath.Base(input)), content, 0o644)); err != nil {
			return err
		}
	}
	f, err := os.Create(filepath.Join(to, evidence.FileName))
	if err != nil {
		return err
	}
	return errors.Join(repeat(f, source.Records, bytes), f.Close())
}

// counted counts the bytes that go through it.
type counted struct {
	io.Writer
	bytes int64
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.Writer.Write(b)
	c.bytes += int64(n)
	return n, err
}

func repeat(w io.Writer, records []evidence.Record, bytes int64) error {
	out := &counted{Writer: w}
	recorder := evidence.New(out, nil)
	inPlay := func(r evidence.Record) bool { return r.Play > 0 }
	first := slices.IndexFunc(records, inPlay)
	if first < 0 {
		return errors.New("the run has no play")
	}
	last := records[len(records)-1]
	if last.Finished == nil {
		return fmt.Errorf("the run has no end; %s of one that was ended is needed", reports.BenchName)
	}
	for _, r := range records[:first] {
		if _, err := recorder.Append(r); err != nil {
			return err
		}
	}
	plays := slices.Collect(func(yield func(evidence.Record) bool) {
		for _, r := range records[first : len(records)-1] {
			if r.Planned == nil && !yield(r) {
				return
			}
		}
	})
	lasted := last.At.Sub(records[first].At)
	for n := 0; n == 0 || out.bytes < bytes; n++ {
		if err := again(recorder, plays, n, time.Duration(n)*lasted); err != nil {
			return err
		}
	}
	_, err := recorder.Append(evidence.Record{Finished: last.Finished})
	return errors.Join(err, recorder.Close())
}

// again writes the plays once more, as their n-th copy, so much later.
func again(recorder *evidence.Recorder, records []evidence.Record, n int, later time.Duration) error {
	const apart = 100_000 // numbers of plays and connections that no run reaches
	seqs := map[int64]int64{}
	for _, r := range records {
		before := r.Seq
		r.At = r.At.Add(later)
		if r.Play > 0 {
			r.Play += n * apart
		}
		switch {
		case r.Frame != nil:
			f := *r.Frame
			f.At, f.Since, f.Conn = f.At.Add(later), f.Since+later, f.Conn+n*apart
			r.Frame = &f
		case r.Conn != nil:
			c := *r.Conn
			c.At, c.Conn = c.At.Add(later), c.Conn+n*apart
			r.Conn = &c
		case r.Act != nil:
			a := *r.Act
			a.Began, a.Ended = a.Began.Add(later), a.Ended.Add(later)
			r.Act = &a
		case r.Row != nil:
			row := *r.Row
			row.Began, row.Frames = row.Began.Add(later), slices.Clone(row.Frames)
			for i, seq := range row.Frames {
				row.Frames[i] = seqs[seq]
			}
			r.Row = &row
		case r.Check != nil:
			c := *r.Check
			c.Frame = seqs[c.Frame]
			r.Check = &c
		}
		seq, err := recorder.Append(r)
		if err != nil {
			return err
		}
		seqs[before] = seq
	}
	return nil
}
