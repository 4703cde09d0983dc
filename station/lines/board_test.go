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
	readers map[string]func(Pulse) // by d0
}

func newBoard() *board {
	return &board{levels: map[string]bool{}, held: map[string]bool{}, broken: map[string]error{}, readers: map[string]func(Pulse){}}
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
	return &line{b, []string{name}}, nil
}

func (b *board) Input(l Line) (Input, error)   { return b.request(l.Name) }
func (b *board) Output(l Line) (Output, error) { return b.request(l.Name) }

func (b *board) Pulses(d0, d1 Line, tell func(Pulse)) (io.Closer, error) {
	held, err := b.request(d0.Name)
	if err != nil {
		return nil, err
	}
	b.held[d1.Name] = true
	held.names = append(held.names, d1.Name)
	b.readers[d0.Name] = tell
	return held, nil
}

// tap sends bits such as "0110", 2 ms apart, after a time on the board's clock.
func (b *board) tap(d0, frame string) {
	start := time.Now()
	for i, bit := range frame {
		time.Sleep(time.Until(start.Add(time.Duration(i) * 2 * time.Millisecond)))
		b.readers[d0](Pulse{One: bit == '1', At: time.Duration(time.Now().UnixNano())})
	}
}

// line is one or more held lines; the first is the one that is read.
type line struct {
	board *board
	names []string
}

func (l *line) Get() (bool, error) {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	return l.board.levels[l.names[0]], l.board.broken[l.names[0]]
}

func (l *line) Set(active bool) error {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	l.board.levels[l.names[0]] = active
	return l.board.broken[l.names[0]]
}

func (l *line) Close() error {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	for _, name := range l.names {
		delete(l.board.held, name)
	}
	return nil
}
