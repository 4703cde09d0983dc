package bundle

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path"
	"slices"
	"time"
)

// mostEnvelope is how long the line of an envelope is at most.
const mostEnvelope = 64 << 20

// readEnvelope reads the envelope, which is the first file of a bundle and one line: nothing that stands around it is trusted. It is nil
// in what is no bundle.
func readEnvelope(archive io.ReaderAt, size int64) ([]byte, error) {
	from := localSize(AttestationName)
	in := bufio.NewReader(io.NewSectionReader(archive, from, min(size-from, mostEnvelope)))
	line, err := in.ReadBytes('\n')
	if err == io.EOF {
		return nil, nil
	}
	return line, err
}

// A walk lays an archive out again from its statement, and compares. It unpacks the files on its way.
type walk struct {
	archive  io.ReaderAt
	size     int64
	entries  []entry
	ended    time.Time
	into     *os.Root
	problems []string
}

// walkThrough finds what of an archive is not as its envelope and statement say. What it can unpack it writes into a folder. An error
// tells of trouble in reading or writing.
func walkThrough(archive io.ReaderAt, size int64, envelope []byte, st statement, into *os.Root) ([]string, error) {
	w := &walk{archive: archive, size: size, entries: []entry{attestation(envelope, crc32.ChecksumIEEE(envelope))}, ended: st.Predicate.Facts.Ended, into: into}
	for _, subject := range st.Subject {
		w.entries = append(w.entries, entry{descriptor: subject, method: zip.Deflate})
	}
	err := w.run()
	return w.problems, err
}

func (w *walk) run() error {
	against := &against{archive: bufio.NewReaderSize(io.NewSectionReader(w.archive, 0, w.size), 1<<16)}
	out := zip.NewWriter(against)
	var at int64
	for i := range w.entries {
		e := &w.entries[i]
		from := at + localSize(e.Name)
		if from+e.Annotations.PackedSize > w.size {
			w.problems = append(w.problems, w.lost(i)...)
			return nil
		}
		held := io.NewSectionReader(w.archive, from, e.Annotations.PackedSize)
		sound, err := w.unpack(e, held)
		if err != nil {
			return err
		}
		if !sound {
			if e.crc, err = w.statedCRC(at); err != nil {
				return err
			}
		}
		if err := errors.Join(lay(out, *e, w.ended, held), out.Flush()); err != nil {
			return err
		}
		header := against.differs(at, from)
		switch {
		case header && !sound: // where the file begins and ends is not known any more
			w.problems = append(w.problems, w.lost(i)...)
			return nil
		case header:
			w.problems = append(w.problems, fmt.Sprintf("The header of %s was altered.", e.Name))
		case !sound:
			w.problems = append(w.problems, fmt.Sprintf("%s was altered.", e.Name))
		}
		at = from + e.Annotations.PackedSize
	}
	if err := out.Close(); err != nil {
		return err
	}
	w.directory(against, at)
	return against.failed
}

// directory finds what was altered behind the files.
func (w *walk) directory(a *against, at int64) {
	if !a.differs(at, a.at) && !a.short && w.size == a.at {
		return
	}
	if strange, err := w.strange(); err == nil && len(strange) > 0 {
		w.problems = append(w.problems, strange...)
		return
	}
	for _, e := range w.entries {
		to := at + directorySize(e.Name)
		if a.differs(at, to) {
			w.problems = append(w.problems, fmt.Sprintf("What the directory at the end of the archive says of %s was altered.", e.Name))
		}
		at = to
	}
	switch {
	case a.short:
		w.problems = append(w.problems, fmt.Sprintf("The archive is cut off: %d bytes are missing at the end of the archive.", a.at-w.size))
	case a.differs(at, a.at):
		w.problems = append(w.problems, "The record at the end of the archive was altered.")
	}
	if w.size > a.at {
		w.problems = append(w.problems, fmt.Sprintf("%d bytes were added behind the end of the archive.", w.size-a.at))
	}
}

// unpack proves what the archive holds of a file and writes the file, no more of it than the statement says.
func (w *walk) unpack(e *entry, held *io.SectionReader) (sound bool, err error) {
	if e.method == zip.Store {
		return true, nil // the envelope, which is compared as it was read
	}
	raw := newMeasure()
	if _, err := io.Copy(raw, held); err != nil {
		return false, err
	}
	if raw.size != e.Annotations.PackedSize || raw.sum() != e.Annotations.PackedSHA256 {
		return false, nil
	}
	if _, err := held.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	f, err := w.create(e.Name)
	if err != nil {
		return false, err
	}
	content := newMeasure()
	inflate := flate.NewReader(held)
	_, broken := io.Copy(content, io.TeeReader(io.LimitReader(inflate, e.Annotations.Size+1), f))
	if err := f.Close(); err != nil {
		return false, err
	}
	if _, err := held.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	e.crc = content.crc
	return broken == nil && content.size == e.Annotations.Size && content.sum() == e.Digest["sha256"], nil
}

// statedCRC is the check sum that the header at an offset has of a file of which no other is known.
func (w *walk) statedCRC(at int64) (uint32, error) {
	var field [4]byte
	_, err := w.archive.ReadAt(field[:], at+14)
	return binary.LittleEndian.Uint32(field[:]), err
}

func (w *walk) create(name string) (*os.File, error) {
	if folder := path.Dir(name); folder != "." {
		if err := w.into.MkdirAll(folder, 0o700); err != nil {
			return nil, err
		}
	}
	return w.into.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// lost says of an archive in which the files do not follow each other as they should, from the file at i on, which there are instead.
func (w *walk) lost(i int) []string {
	lost := fmt.Sprintf("From %s on, at byte %d, the archive is not what it was.", w.entries[i].Name, w.begin(i))
	strange, err := w.strange()
	if err != nil {
		return []string{lost, "The archive is cut off, or the end of the archive was altered: it has no directory that can be read."}
	}
	return append(strange, lost)
}

// strange says which files are missing, were added or moved, as the archive's own directory tells. The error is of one that cannot be read.
func (w *walk) strange() (all []string, err error) {
	reader, err := zip.NewReader(w.archive, w.size)
	if err != nil {
		return nil, err
	}
	count := map[string]int{}
	var order, belong []string
	for _, f := range reader.File {
		count[f.Name]++
		order = append(order, f.Name)
	}
	for _, e := range w.entries {
		belong = append(belong, e.Name)
		switch n := count[e.Name]; {
		case n == 0:
			all = append(all, fmt.Sprintf("%s is missing.", e.Name))
		case n > 1:
			all = append(all, fmt.Sprintf("%s is there %d times.", e.Name, n))
		}
	}
	for _, name := range order {
		if !slices.Contains(belong, name) {
			all = append(all, fmt.Sprintf("%q was added.", name))
		}
	}
	if len(all) == 0 && !slices.Equal(order, belong) {
		all = append(all, "The files are not in their order.")
	}
	return all, nil
}

func (w *walk) begin(i int) (at int64) {
	for _, e := range w.entries[:i] {
		at += localSize(e.Name) + e.Annotations.PackedSize
	}
	return at
}

// against compares what is written to it with an archive, and remembers where they differ.
type against struct {
	archive *bufio.Reader
	at      int64   // bytes that were written
	wrong   []int64 // offsets, the first of each part that was written
	short   bool    // the archive ended
	failed  error   // in reading it
	part    []byte
}

func (a *against) Write(b []byte) (int, error) {
	a.part = slices.Grow(a.part[:0], len(b))[:len(b)]
	n, err := io.ReadFull(a.archive, a.part)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		a.failed = err
		return 0, err
	}
	a.short = a.short || n < len(b)
	for i := range b {
		if i >= n || a.part[i] != b[i] {
			a.wrong = append(a.wrong, a.at+int64(i))
		}
	}
	a.at += int64(len(b))
	return len(b), nil
}

// differs tells whether a byte from one offset up to another is another.
func (a *against) differs(from, to int64) bool {
	return slices.ContainsFunc(a.wrong, func(at int64) bool { return from <= at && at < to })
}
