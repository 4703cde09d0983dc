package fleet

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/certbench/certbench/harness/evidence"
)

// Collector puts together what the benches of a run send: a folder for each, with the files and the chain as the agent has them.
// What comes twice is dropped, what is missing is awaited. It is used by one goroutine, Run; the other methods may be called
// concurrently.
type Collector struct {
	fleet *Fleet
	run   string
	told  func(bench string, rec evidence.Record)
	lost  func(bench string, cause error)

	mu    sync.Mutex
	parts map[string]*part
}

// part is what has come of one bench.
type part struct {
	bench string
	dir   string

	mu     sync.Mutex
	count  int // of parts that have come whole
	pieces int // of the one after them
	text   []byte
	files  int
	out    *os.File // of the evidence; nil before its first line
	seq    int64    // of the last line
	head   string   // its hash
	spoilt error    // why nothing more is taken
}

// errDropped is why nothing more is taken of a bench that the run has lost.
var errDropped = errors.New("the run has lost the bench")

// Collect makes the collector of a run. told is called with each record, one at a time and in the order of its bench; lost once with a
// bench whose evidence cannot be taken any more: what has come is whole, and what comes after it is dropped.
func (f *Fleet) Collect(run string, told func(bench string, rec evidence.Record), lost func(bench string, cause error)) *Collector {
	return &Collector{fleet: f, run: run, told: told, lost: lost, parts: map[string]*part{}}
}

// Expect names a bench whose evidence is to come, and the folder where it is put. The engine's subjects have keys in the place of names.
func (c *Collector) Expect(bench, dir string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parts[keyOf(bench)] = &part{bench: bench, dir: dir}
}

// Drop has nothing more taken of a bench: what the run has of it when Drop returns is all that it will have.
func (c *Collector) Drop(bench string) {
	if p := c.part(keyOf(bench)); p != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.spoilt == nil {
			p.spoilt = errDropped
		}
	}
}

func (c *Collector) part(key string) *part {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.parts[key]
}

// Run collects until ctx ends. A cut network is waited for, and what the engine refuses on one that stands is told. The error is of the
// disk, after a bench was lost by it.
func (c *Collector) Run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, c.close()) }()
	for vain := 0; ; {
		switch err := c.follow(ctx); {
		case ctx.Err() != nil:
			return nil
		case err == nil || !c.fleet.conn.IsConnected():
			vain = 0
		default:
			if vain++; vain == inVain {
				c.fleet.trouble(fmt.Errorf("the evidence of run %s cannot be collected: %w", c.run, err))
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(followAgain):
		}
	}
}

// follow reads what the engine has from the first on: what is there already costs little, and nothing is missed. The error says why
// nothing could be read.
func (c *Collector) follow(ctx context.Context) error {
	stream, err := c.fleet.js.Stream(ctx, evidenceStream)
	if err != nil {
		return err
	}
	consumer, err := stream.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{FilterSubjects: []string{"certbench.evidence." + keyOf(c.run) + ".*"}})
	if err != nil {
		return err
	}
	messages, err := consumer.Messages()
	if err != nil {
		return err
	}
	defer messages.Stop()
	defer context.AfterFunc(ctx, messages.Stop)()
	for {
		msg, err := messages.Next()
		if err != nil {
			return nil // cut, or over
		}
		c.take(msg)
	}
}

// piece is what comes over the wire.
type piece interface {
	Subject() string
	Headers() nats.Header
	Data() []byte
}

// take takes a piece of a bench that the run has reserved, and has not lost. What has no number no agent has sent.
func (c *Collector) take(msg piece) {
	p := c.part(strings.TrimPrefix(msg.Subject(), "certbench.evidence."+keyOf(c.run)+"."))
	if p == nil || len(msg.Headers().Values(partHeader)) == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.spoilt != nil {
		return
	}
	if p.spoilt = c.put(p, msg.Headers(), msg.Data()); p.spoilt != nil {
		c.lost(p.bench, p.spoilt)
	}
}

// mostFiles is how many files a bench may send beside its evidence: its own, the PICS, and room.
const mostFiles = 16

// put puts a piece where it belongs. An error spoils the part.
func (c *Collector) put(p *part, about nats.Header, text []byte) error {
	if why := about.Get(lostHeader); why != "" {
		return fmt.Errorf("of bench %s nothing more comes: %.*s", p.bench, longestReason, why)
	}
	before := p.count
	text, first, err := p.gather(about, text)
	if err != nil || first == 0 {
		return err
	}
	if name := about.Get(fileHeader); name != "" {
		return p.file(name, text)
	}
	lines := [][]byte{text}
	if p.count > first {
		lines = bytes.SplitAfter(text, []byte("\n"))
		if n := len(lines) - 1; n != p.count-first+1 || len(lines[n]) > 0 {
			return fmt.Errorf("bench %s sends %d lines as the parts %d to %d", p.bench, n, first, p.count)
		}
		lines = lines[before+1-first : len(lines)-1] // those before had come
	}
	for _, line := range lines {
		rec, err := p.line(line)
		if err != nil {
			return err
		}
		c.told(p.bench, rec)
	}
	return nil
}

// gather puts the pieces of a part together, or takes several parts that are lines. It returns what is whole, with the number of its first
// part, 0 where that is nothing yet; what has come before is dropped.
func (p *part) gather(about nats.Header, text []byte) (_ []byte, first int, err error) {
	n, err := strconv.Atoi(about.Get(partHeader))
	piece, lines := 1, 1
	if number := about.Get(linesHeader); number != "" && err == nil {
		lines, err = strconv.Atoi(number)
	}
	if number := about.Get(pieceHeader); number != "" && err == nil {
		piece, err = strconv.Atoi(number)
	}
	switch {
	case err != nil || n < 1 || piece < 1 || lines < 1 || lines > n || lines > 1 && piece > 1:
		return nil, 0, fmt.Errorf("bench %s sends a part by the number %.20q, piece %.20q", p.bench, about.Get(partHeader), about.Get(pieceHeader))
	case n <= p.count, n == p.count+1 && piece <= p.pieces:
		return nil, 0, nil // twice
	case n-lines > p.count || piece > p.pieces+1:
		return nil, 0, fmt.Errorf("of bench %s the parts %d to %d are missing at the engine; its agent's folder has them", p.bench, p.count+1, n-lines)
	case len(text) > MaxMessage || len(p.text)+len(text) > longestPart:
		return nil, 0, fmt.Errorf("bench %s sends a part of more than %d bytes", p.bench, len(p.text)+len(text)-1)
	}
	if about.Get(moreHeader) != "" {
		p.pieces, p.text = piece, append(p.text, text...)
		return nil, 0, nil
	}
	if piece > 1 {
		text = append(p.text, text...)
	}
	p.count, p.pieces, p.text = n, 0, nil
	return text, n - lines + 1, nil
}

// sent are the names that a file beside the evidence may have: those of inputs, which are YAML and JSON.
var sent = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,60}\.(yaml|json)$`)

// file puts a file beside the evidence. Files come before it, and none that a report is made of.
func (p *part) file(name string, text []byte) error {
	p.files++
	if !sent.MatchString(name) || p.out != nil || p.files > mostFiles {
		return fmt.Errorf("bench %s sends a file by the name %.80q, which is none that a run is made with", p.bench, name)
	}
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.dir, name), text, 0o644)
}

// line takes a line of the evidence, which follows the one before it in the chain.
func (p *part) line(line []byte) (evidence.Record, error) {
	rec, err := p.follows(line)
	if err != nil {
		return rec, err
	}
	if p.out == nil {
		if err := os.MkdirAll(p.dir, 0o755); err != nil {
			return rec, err
		}
		if p.out, err = os.OpenFile(filepath.Join(p.dir, evidence.FileName), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644); err != nil {
			return rec, err
		}
	}
	if _, err := p.out.Write(line); err != nil {
		return rec, err
	}
	p.seq, p.head = rec.Seq, rec.Hash
	return rec, nil
}

// follows reads a line that is the next of the chain.
func (p *part) follows(line []byte) (evidence.Record, error) {
	rec, err := evidence.ParseLine(line)
	switch {
	case err != nil:
		return rec, fmt.Errorf("bench %s sends a line that is no evidence: %w", p.bench, err)
	case bytes.IndexByte(line, '\n') != len(line)-1:
		return rec, fmt.Errorf("bench %s sends something that is not one line of evidence", p.bench)
	case rec.Seq != p.seq+1 || rec.Prev != p.head:
		return rec, fmt.Errorf("bench %s sends record %d, which does not follow record %d in the chain", p.bench, rec.Seq, p.seq)
	}
	return rec, nil
}

// Again names a bench of which a runner that is gone has collected something in the folder. What is whole there stays, and told is called
// with it; a line that was being written comes again.
func (c *Collector) Again(bench, dir string) error {
	c.Expect(bench, dir)
	p := c.part(keyOf(bench))
	p.mu.Lock()
	defer p.mu.Unlock()
	f, err := os.OpenFile(filepath.Join(dir, evidence.FileName), os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return os.RemoveAll(dir) // of files, one may be in the middle
	}
	if err != nil {
		return fmt.Errorf("what has come of bench %s cannot be gone on with: %w", bench, err)
	}
	p.out = f
	if err := c.reread(p); err != nil {
		return fmt.Errorf("what has come of bench %s cannot be gone on with: %w", bench, err)
	}
	entries, err := os.ReadDir(dir)
	p.files = len(entries) - 1
	p.count += p.files
	return err
}

// reread takes the lines that a part has on the disk.
func (c *Collector) reread(p *part) error {
	lines := bufio.NewReaderSize(p.out, 64<<10)
	var at int64
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		rec, err := p.follows(line)
		if err != nil {
			return err
		}
		p.seq, p.head = rec.Seq, rec.Hash
		p.count++
		at += int64(len(line))
		c.told(p.bench, rec)
	}
	if err := p.out.Truncate(at); err != nil {
		return err
	}
	_, err := p.out.Seek(at, io.SeekStart)
	return err
}

func (c *Collector) close() error {
	var all error
	for _, p := range c.parts {
		if p.out != nil {
			all = errors.Join(all, p.out.Sync(), p.out.Close())
		}
	}
	return all
}
