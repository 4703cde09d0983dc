package reports

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"sync"
	"unicode/utf8"
)

// visibly writes text as Visible does, piece by piece.
func visibly(w io.Writer, write func(io.Writer) error) error {
	parts := visibleParts{out: w}
	out := pageBuffers.Get().(*bufio.Writer)
	out.Reset(&parts)
	err := errors.Join(write(out), out.Flush(), parts.end())
	out.Reset(nil)
	pageBuffers.Put(out)
	return err
}

// pageBuffers are for the next page: a run of days has tens of thousands.
var pageBuffers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 1<<16) }}

// visibleParts keeps back the bytes of a character that is not there as a whole.
type visibleParts struct {
	out  io.Writer
	rest []byte
}

func (p *visibleParts) Write(b []byte) (int, error) {
	text := b
	if len(p.rest) > 0 {
		text = append(p.rest, b...)
	}
	cut := len(text)
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if utf8.RuneStart(text[len(text)-n]) {
			if !utf8.FullRune(text[len(text)-n:]) {
				cut -= n
			}
			break
		}
	}
	if err := p.put(text[:cut]); err != nil {
		return 0, err
	}
	p.rest = append(p.rest[:0], text[cut:]...)
	return len(b), nil
}

// end writes what was kept back: it stays without an end.
func (p *visibleParts) end() error {
	rest := p.rest
	p.rest = nil
	return p.put(rest)
}

func (p *visibleParts) put(text []byte) (err error) {
	if bytes.ContainsFunc(text, invisible) {
		_, err = io.WriteString(p.out, Visible(string(text)))
	} else {
		_, err = p.out.Write(text)
	}
	return err
}
