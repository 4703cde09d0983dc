package fleet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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
	bench  string
	dir    string
	count  int
	files  int
	out    *os.File // of the evidence; nil before its first line
	seq    int64    // of the last line
	head   string   // its hash
	spoilt error    // why nothing more is taken
}

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

// Run collects until ctx ends. A cut network is waited for. The error is of the disk, after a bench was lost by it.
func (c *Collector) Run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, c.close()) }()
	for {
		c.follow(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// follow reads what the engine has from the first on: what is there already costs little, and nothing is missed.
func (c *Collector) follow(ctx context.Context) {
	stream, err := c.fleet.js.Stream(ctx, evidenceStream)
	if err != nil {
		return // cut: tried again
	}
	consumer, err := stream.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{FilterSubjects: []string{"certbench.evidence." + keyOf(c.run) + ".*"}})
	if err != nil {
		return
	}
	messages, err := consumer.Messages()
	if err != nil {
		return
	}
	defer messages.Stop()
	defer context.AfterFunc(ctx, messages.Stop)()
	for {
		msg, err := messages.Next()
		if err != nil {
			return
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

func (c *Collector) take(msg piece) {
	key := strings.TrimPrefix(msg.Subject(), "certbench.evidence."+keyOf(c.run)+".")
	c.mu.Lock()
	p := c.parts[key]
	c.mu.Unlock()
	if p == nil || p.spoilt != nil {
		return // of a bench that nobody has reserved
	}
	if p.spoilt = c.put(p, msg.Headers().Get(partHeader), msg.Headers().Get(fileHeader), msg.Data()); p.spoilt != nil {
		c.lost(p.bench, p.spoilt)
	}
}

// mostFiles is how many files a bench may send beside its evidence: its own, the PICS, and room.
const mostFiles = 16

// put puts a piece where it belongs. An error spoils the part.
func (c *Collector) put(p *part, number, file string, text []byte) error {
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 1:
		return fmt.Errorf("bench %s sends a part by the number %.20q", p.bench, number)
	case n <= p.count:
		return nil // twice
	case n > p.count+1:
		return fmt.Errorf("of bench %s the parts %d to %d are missing at the engine; its agent's folder has them", p.bench, p.count+1, n-1)
	case len(text) > MaxMessage:
		return fmt.Errorf("bench %s sends a part of %d bytes", p.bench, len(text))
	}
	p.count = n
	if file != "" {
		return p.file(file, text)
	}
	rec, err := p.line(text)
	if err != nil {
		return err
	}
	c.told(p.bench, rec)
	return nil
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
	rec, err := evidence.ParseLine(line)
	switch {
	case err != nil:
		return rec, fmt.Errorf("bench %s sends a line that is no evidence: %w", p.bench, err)
	case bytes.IndexByte(line, '\n') != len(line)-1:
		return rec, fmt.Errorf("bench %s sends something that is not one line of evidence", p.bench)
	case rec.Seq != p.seq+1 || rec.Prev != p.head:
		return rec, fmt.Errorf("bench %s sends record %d, which does not follow record %d in the chain", p.bench, rec.Seq, p.seq)
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

func (c *Collector) close() error {
	var all error
	for _, p := range c.parts {
		if p.out != nil {
			all = errors.Join(all, p.out.Sync(), p.out.Close())
		}
	}
	return all
}
