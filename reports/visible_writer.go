package reports

import (
	"bufio"
	"io"
	"unicode/utf8"
)

// visibleWriter writes text as Visible does, piece by piece. The caller flushes it.
type visibleWriter struct {
	*bufio.Writer
	made *visibleParts
}

func newVisibleWriter(w io.Writer) *visibleWriter {
	made := &visibleParts{out: w}
	return &visibleWriter{bufio.NewWriterSize(made, 1<<16), made}
}

func (w *visibleWriter) flush() error {
	if err := w.Flush(); err != nil {
		return err
	}
	return w.end()
}

// end writes what was kept back: it stays without an end.
func (w *visibleWriter) end() error {
	_, err := io.WriteString(w.made.out, Visible(string(w.made.rest)))
	w.made.rest = nil
	return err
}

// visibleParts keeps back the bytes of a character that is not there as a whole.
type visibleParts struct {
	out  io.Writer
	rest []byte
}

func (p *visibleParts) Write(b []byte) (int, error) {
	text := append(p.rest, b...)
	cut := len(text)
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if utf8.RuneStart(text[len(text)-n]) {
			if !utf8.FullRune(text[len(text)-n:]) {
				cut -= n
			}
			break
		}
	}
	if _, err := io.WriteString(p.out, Visible(string(text[:cut]))); err != nil {
		return 0, err
	}
	p.rest = append(p.rest[:0], text[cut:]...)
	return len(b), nil
}
