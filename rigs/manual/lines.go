package manual

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"sync"
)

// Lines that may wait to be asked for, and characters kept of each. What comes on top stays in the terminal.
const (
	maxLines = 256
	maxLine  = 1024
)

// lines reads In in one goroutine, so that a line typed between two prompts is kept for the second, and a prompt that
// is given up leaves no read behind that would swallow the next answer.
type lines struct {
	in    io.Reader
	start sync.Once
	next  chan string
	end   chan struct{}
	ended error // why; read it after next or end was closed only
}

func newLines(in io.Reader) *lines {
	return &lines{in: in, next: make(chan string, maxLines), end: make(chan struct{})}
}

// read starts the goroutine with the first prompt. It lives until In ends, for the read of a terminal cannot be
// called off.
func (l *lines) read() <-chan string {
	l.start.Do(func() { go l.run() })
	return l.next
}

func (l *lines) run() {
	defer close(l.end)
	defer close(l.next)
	reader := bufio.NewReaderSize(l.in, maxLine)
	for {
		line, more, err := reader.ReadLine()
		if err != nil {
			l.ended = err
			return
		}
		text := strings.TrimSpace(string(line))
		for more {
			if _, more, err = reader.ReadLine(); err != nil {
				l.ended = err
				return
			}
		}
		l.next <- text
	}
}

// drop throws away the lines that wait and tells whether there were any.
func (l *lines) drop() bool {
	for dropped := false; ; dropped = true {
		select {
		case _, ok := <-l.next:
			if !ok {
				return dropped
			}
		default:
			return dropped
		}
	}
}

// over tells whether the input has ended and every line of it has been taken.
func (l *lines) over() bool {
	l.read()
	select {
	case <-l.end:
		return len(l.next) == 0
	default:
		return false
	}
}

// why says why there will be no more lines.
func (l *lines) why() string {
	if errors.Is(l.ended, io.EOF) {
		return "the input has ended, so nobody is at the terminal; run with a terminal, or bind another rig"
	}
	return "the input cannot be read: " + l.ended.Error()
}
