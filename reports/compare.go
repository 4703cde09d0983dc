package reports

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
)

// Unlike is a document of a run folder that is not what the evidence makes.
type Unlike struct {
	Name    string // its path in the folder, with slashes
	Missing bool   // it is not there
	Added   bool   // the evidence makes none of that name
}

// String says it in a sentence.
func (u Unlike) String() string {
	switch {
	case u.Missing:
		return fmt.Sprintf("%s is missing, which the evidence makes.", u.Name)
	case u.Added:
		return fmt.Sprintf("%s is a page of no play: the evidence makes none of that name.", u.Name)
	}
	return fmt.Sprintf("%s is not what the evidence makes.", u.Name)
}

// Compared is what a folder's documents are beside those that the evidence makes.
type Compared struct {
	Made   []string // by the evidence: their paths in the folder, with slashes
	Unlike []Unlike // those that are not alike
}

// Compare makes every document again and holds it against that of a folder, byte by byte, with no more of one in memory than a part.
// An error tells that a document could not be read or made.
func (s *Source) Compare(folder fs.FS) (Compared, error) { return s.compare(folder, onOnePage) }

func (s *Source) compare(folder fs.FS, onOnePage int64) (c Compared, err error) {
	err = s.makeAll(func(name string, write func(io.Writer) error) error {
		c.Made = append(c.Made, name)
		at := len(c.Unlike) // the pages of plays come while the report is compared, which names them
		u, err := hold(folder, name, write)
		if u != nil {
			c.Unlike = slices.Insert(c.Unlike, at, *u)
		}
		return err
	}, onOnePage)
	if err != nil {
		return c, err
	}
	pages, err := fs.ReadDir(folder, PlaysName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	for _, page := range pages {
		if name := path.Join(PlaysName, page.Name()); !slices.Contains(c.Made, name) {
			c.Unlike = append(c.Unlike, Unlike{Name: name, Added: true})
		}
	}
	return c, nil
}

// hold holds a file against what write writes; nil means that they are alike. All of it is made, also where the file is missing or
// differs, for the report makes the pages of its plays on the way.
func hold(folder fs.FS, name string, write func(io.Writer) error) (*Unlike, error) {
	f, err := folder.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &Unlike{Name: name, Missing: true}, write(io.Discard)
	}
	if err != nil {
		return nil, err
	}
	held := &holding{file: bufio.NewReaderSize(f, 1<<16), same: true}
	err = write(held)
	held.end()
	if err := errors.Join(err, held.failed, f.Close()); err != nil {
		return nil, err
	}
	if !held.same {
		return &Unlike{Name: name}, nil
	}
	return nil, nil
}

// holding holds what is written to it against a file.
type holding struct {
	file   *bufio.Reader
	same   bool
	failed error // in reading
	part   []byte
}

// Write never fails: a file that differs, or cannot be read, is told by the fields.
func (h *holding) Write(b []byte) (int, error) {
	if !h.same || h.failed != nil {
		return len(b), nil
	}
	h.part = slices.Grow(h.part[:0], len(b))[:len(b)]
	n, err := io.ReadFull(h.file, h.part)
	h.same = slices.Equal(h.part[:n], b)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		h.failed = err
	}
	return len(b), nil
}

// end requires that the file has nothing more.
func (h *holding) end() {
	if !h.same || h.failed != nil {
		return
	}
	if _, err := h.file.ReadByte(); err == nil {
		h.same = false
	} else if err != io.EOF {
		h.failed = err
	}
}
