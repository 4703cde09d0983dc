package lines

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// board is a board in memory: all levels are values, active or not.
type board struct {
	mu      sync.Mutex
	levels  map[string]bool
	held    map[string]bool
	broken  map[string]error
	watched map[string]func(Pulse)
}

func newBoard() *board {
	return &board{levels: map[string]bool{}, held: map[string]bool{}, broken: map[string]error{}, watched: map[string]func(Pulse){}}
}

func (b *board) set(name string, active bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.levels[name] = active
}

func (b *board) is(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.levels[name]
}

func (b *board) fail(name string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.broken[name] = err
}

func (b *board) holds() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.held)
}

func (b *board) request(name string) (*line, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held[name] {
		return nil, fmt.Errorf("line %q is held", name)
	}
	b.held[name] = true
	return &line{b, name}, nil
}

func (b *board) Input(l Line) (Input, error)   { return b.request(l.Name) }
func (b *board) Output(l Line) (Output, error) { return b.request(l.Name) }

func (b *board) Watch(l Line, tell func(Pulse)) (io.Closer, error) {
	b.watched[l.Name] = tell
	return b.request(l.Name)
}

// tap sends the bits of a frame such as "0110" on the lines of a reader, 2 ms apart.
func (b *board) tap(d0, d1, frame string) {
	start := time.Now()
	for i, bit := range frame {
		time.Sleep(time.Until(start.Add(time.Duration(i) * 2 * time.Millisecond)))
		b.watched[map[rune]string{'0': d0, '1': d1}[bit]](Pulse{At: time.Now()})
	}
}

// line is a line that is held.
type line struct {
	board *board
	name  string
}

func (l *line) Get() (bool, error) {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	return l.board.levels[l.name], l.board.broken[l.name]
}

func (l *line) Set(active bool) error {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	l.board.levels[l.name] = active
	return l.board.broken[l.name]
}

func (l *line) Close() error {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	delete(l.board.held, l.name)
	return nil
}
