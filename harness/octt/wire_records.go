package octt

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// log is where the evidence goes, and what it is stamped with.
type log struct {
	rec       Recorder
	placeless bool      // rec is Sourceless
	epoch     time.Time // when it began to listen
	playing   string
	play      int
	written   int64           // sequence number of the last record
	about     *evidence.Frame // the message that is being handled, nil for none
	apart     bool            // what is being handled belongs to no case
}

// Recorder takes the evidence. Append returns the sequence number that the record got.
type Recorder interface {
	Append(evidence.Record) (int64, error)
}

// Sourceless is a Recorder that nobody asks where in the code a row or a check stands: to find that out takes longer than to record it.
type Sourceless interface{ Sourceless() bool }

func isSourceless(rec Recorder) bool {
	s, may := rec.(Sourceless)
	return may && s.Sourceless()
}

// append writes a record for the playing case. The caller holds mu.
func (w *wire) append(r evidence.Record) int64 {
	r.Case, r.Play = w.log.playing, w.log.play
	seq, err := w.log.rec.Append(r)
	if err != nil && w.broken == nil {
		w.broken = fmt.Errorf("the evidence could not be written, so nothing more can be proved: %w", err)
	}
	w.log.written = max(w.log.written, seq)
	return seq
}

func (w *wire) record(r evidence.Record) int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.append(r)
}

// connection records what became of the connection, and returns the record's number.
func (w *wire) connection(e Event) int64 {
	c := &evidence.Connection{What: string(e.Kind), At: e.At, Conn: e.Conn, Endpoint: e.Endpoint, Code: e.CloseCode, Text: e.CloseText}
	if e.Fault != "" {
		c.Text = e.Fault
	}
	if h := e.Handshake; h != nil {
		c.Path, c.User, c.Subprotocol = h.Path, h.User, h.Subprotocol
	}
	return w.append(evidence.Record{Kind: evidence.KindConn, Conn: c})
}

// find is Find. The caller holds mu.
func (w *wire) find(f evidence.Finding) {
	f.Verdict, f.Count = cmp.Or(f.Verdict, evidence.Fail), max(f.Count, 1)
	known := slices.ContainsFunc(w.findings.found, f.Same)
	if known && f.Kind != evidence.FoundBetween && f.Kind != evidence.FoundPreparing {
		return
	}
	if !known {
		w.findings.found = append(w.findings.found, f)
	}
	w.append(evidence.Record{Kind: evidence.KindFinding, Finding: &f})
}
