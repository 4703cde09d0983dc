package evidence

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

// Lookup hands on the records of a file of evidence from a number on, until each returns false or there are no more. Of a file that
// grows, a line that is being written is not read. It keeps nothing, reads a few lines to find the first, and proves no chain.
func Lookup(path string, from int64, each func(Record) bool) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("cannot read the evidence: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("cannot read the evidence: %w", err)
	}
	at, err := find(f, info.Size(), from)
	if err != nil {
		return fmt.Errorf("cannot find record %d of the evidence: %w", from, err)
	}
	if _, err := f.Seek(at, io.SeekStart); err != nil {
		return err
	}
	in := bufio.NewReaderSize(f, 1<<16)
	for {
		line, err := readLine(in)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("cannot read the evidence: %w", err)
		}
		// What is wrong with a line is told by whoever reads all of them.
		rec, _ := decode(bytes.TrimSuffix(line, []byte("\n")))
		if rec.Kind != "" && rec.Seq >= from && !each(rec) {
			return nil
		}
	}
}

// find returns where the line of a record begins, or of the first after it; the numbers of lines go up.
func find(f io.ReaderAt, size, seq int64) (int64, error) {
	low, high := int64(0), size // the line begins at low or later, and before high or there
	for low < high {
		middle := low + (high-low)/2
		begin, number, err := lineAfter(f, middle, size)
		if err != nil {
			return 0, err
		}
		if begin >= high || number >= seq {
			if middle == low { // the line at low itself is the last that is left
				return low, nil
			}
			high = middle
			continue
		}
		low = begin
		if begin == middle {
			low = middle + 1
		}
	}
	return low, nil
}

// lineAfter is the first line that begins at a place or after it: where, and its number. At the end it begins at size.
func lineAfter(f io.ReaderAt, at, size int64) (begin, number int64, err error) {
	if at > 0 {
		in := bufio.NewReader(io.NewSectionReader(f, at-1, size-at+1))
		skipped, err := in.ReadBytes('\n')
		if err == io.EOF {
			return size, 0, nil
		}
		if err != nil {
			return 0, 0, err
		}
		at += int64(len(skipped)) - 1
	}
	head := make([]byte, len(seqBegin)+20)
	n, err := f.ReadAt(head, at)
	if err != nil && err != io.EOF {
		return 0, 0, err
	}
	digits, ok := bytes.CutPrefix(head[:n], []byte(seqBegin))
	if !ok {
		return at, 0, nil // it is none of ours, and counts as one before all
	}
	end := bytes.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(digits)
	}
	number, err = strconv.ParseInt(string(digits[:end]), 10, 64)
	if err != nil {
		return at, 0, nil
	}
	return at, number, nil
}

// seqBegin is how every line begins, for the number is the record's first field.
const seqBegin = `{"seq":`
