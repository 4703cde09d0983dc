package evidence

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// spans are the places of lines in the evidence, in order. Neighbours are one, and each takes a few bytes: of benches side by
// side, whose lines alternate, there are as many spans as lines.
type spans struct {
	coded []byte // for each but the last: the distance from the end of the one before, and the size
	end   int64  // of the last of these
	last  Span
	lines int
}

func (s *spans) add(at Span) {
	s.lines++
	if at.From == s.last.From+s.last.Size {
		s.last.Size += at.Size
		return
	}
	if s.last.Size > 0 {
		s.coded = binary.AppendUvarint(s.coded, uint64(s.last.From-s.end))
		s.coded = binary.AppendUvarint(s.coded, uint64(s.last.Size))
		s.end = s.last.From + s.last.Size
	}
	s.last = at
}

// all lists the places.
func (s *spans) all() []Span {
	var all []Span
	end, rest := int64(0), s.coded
	for len(rest) > 0 {
		gap, n := binary.Uvarint(rest)
		size, more := binary.Uvarint(rest[n:])
		at := Span{end + int64(gap), int64(size)}
		all = append(all, at)
		end, rest = at.From+at.Size, rest[n+more:]
	}
	if s.last.Size > 0 {
		all = append(all, s.last)
	}
	return all
}

// Bytes returns how much of the evidence belongs to the play; 0 where its records did not go by.
func (p *Play) Bytes() int64 {
	var size int64
	for _, at := range p.spans.all() {
		size += at.Size
	}
	return size
}

// playBuffers are for the next play that is read again.
var playBuffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 1<<16) }}

// errChanged says that the evidence is not what it was when the run was summed up.
var errChanged = errors.New("the evidence was changed while it was read; do it again when the run has ended")

// Whole reads a play of a run folder, whose records went by, with all its records.
func Whole(dir string, p *Play) (*Play, error) { return WholeOf(dir, p, Shift{}) }

// WholeOf is Whole of a play of a run that is part of a larger one, by which its records are shifted.
func WholeOf(dir string, p *Play, by Shift) (play *Play, err error) {
	f, err := os.Open(filepath.Join(dir, FileName))
	if err != nil {
		return nil, fmt.Errorf("cannot read the evidence: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var parts []io.Reader
	for _, at := range p.spans.all() {
		parts = append(parts, io.NewSectionReader(f, at.From, at.Size))
	}
	folding := NewFolding()
	folding.whole = true
	in := playBuffers.Get().(*bufio.Reader)
	in.Reset(io.MultiReader(parts...))
	defer func() {
		in.Reset(nil)
		playBuffers.Put(in)
	}()
	for {
		line, err := readLine(in)
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("cannot read play %d of the evidence: %w", p.Number, err)
		}
		if len(line) == 0 {
			break
		}
		// What is wrong with a line was told when all of it was read.
		if rec, _ := decode(bytes.TrimSuffix(line, []byte("\n"))); rec.Kind != "" {
			folding.Add(by.Record(rec), Span{})
		}
	}
	run := folding.Run()
	if len(run.Plays) != 1 || run.Plays[0].Number != p.Number || run.Count != p.spans.lines {
		return nil, fmt.Errorf("play %d: %w", p.Number, errChanged)
	}
	return &run.Plays[0], nil
}
