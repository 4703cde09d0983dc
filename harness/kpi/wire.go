package kpi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// wire is what the indicators look at, in the order of the evidence.
type wire struct {
	calls  []call // the CALLs of the CSMS to the station
	said   []said // the CALLs of the station to the CSMS
	acts   []evidence.Record
	closed []evidence.Record          // connections that ended
	got    map[place]*evidence.Record // the answers of the CSMS to the CALLs of the station
	owner  map[int64]int64            // Seq of the request that a TransactionEventRequest was taken for, by its own
}

// call is a CALL of the CSMS with the answer of the station, if one came.
type call struct {
	evidence.Record
	answer *evidence.Record
}

// said is a CALL of the station with what was read of it.
type said struct {
	evidence.Record
	message
}

// place is what an answer has in common with its CALL: the connection and the message id (part 4, 4.1.4).
type place struct {
	conn int
	id   string
}

func index(records []evidence.Record) *wire {
	w := &wire{got: map[place]*evidence.Record{}, owner: map[int64]int64{}}
	open := map[place]int{}
	for i, rec := range records {
		switch f := rec.Frame; {
		case rec.Act != nil:
			w.acts = append(w.acts, rec)
		case rec.Conn != nil && rec.Conn.What == "disconnected":
			w.closed = append(w.closed, rec)
		case f == nil:
		case f.Direction == evidence.Out && f.Type == "CALL":
			open[place{f.Conn, f.MessageID}] = len(w.calls)
			w.calls = append(w.calls, call{Record: rec})
		case f.Direction == evidence.In && f.Type == "CALL":
			w.said = append(w.said, said{rec, read(rec)})
		case f.Direction == evidence.Out:
			w.got[place{f.Conn, f.MessageID}] = &records[i]
		case f.Direction == evidence.In && (f.Type == "CALLRESULT" || f.Type == "CALLERROR"):
			p := place{f.Conn, f.MessageID}
			if n, ok := open[p]; ok {
				w.calls[n].answer = &records[i]
				delete(open, p)
			}
		}
	}
	return w
}

// accepted tells whether the station took the request on; otherwise the reason in words.
func (c call) accepted() (reason string) {
	switch {
	case c.answer == nil:
		return "the station did not answer the request"
	case c.answer.Frame.Type == "CALLERROR":
		return "the station answered with a CALLERROR"
	}
	var answer struct {
		Status string `json:"status"`
	}
	if json.Unmarshal(c.answer.Frame.Payload(), &answer) != nil || answer.Status == "" {
		return "the answer cannot be read"
	}
	if answer.Status != "Accepted" {
		return "the station answered " + answer.Status
	}
	return ""
}

// actBetween names a physical act that was going on between two frames: the time then is no property of the station alone.
func (w *wire) actBetween(from, to evidence.Record) (reason string) {
	for _, rec := range w.acts {
		began, ended := rec.Act.Began, rec.Act.Ended
		if began.IsZero() || ended.IsZero() {
			began, ended = rec.At, rec.At
		}
		inside := rec.Seq > from.Seq && rec.Seq < to.Seq
		if inside || began.Before(to.Frame.At) && ended.After(from.Frame.At) {
			return fmt.Sprintf("the physical act %s (record %d) lies between", rec.Act.Name, rec.Seq)
		}
	}
	return ""
}

// span measures from one frame to another. The reason tells why the time cannot be taken.
func span(from, to evidence.Record) (took time.Duration, reason string) {
	if from.Frame.Conn != to.Frame.Conn {
		return 0, "the connection was renewed in between"
	}
	if from.Frame.Since != 0 && to.Frame.Since != 0 {
		// By the monotonic clock, which nobody sets. The kernel stamps what came; what went is stamped here, when the writing has
		// returned: an answer that was faster than that took no time that could be measured.
		return max(to.Frame.Since-from.Frame.Since, 0), ""
	}
	took = to.Frame.At.Sub(from.Frame.At)
	if took < 0 {
		return 0, "the clock of the bench was set back in between"
	}
	return took, ""
}

func sample(from, to evidence.Record, took time.Duration, what string) Sample {
	return Sample{Value: took.Seconds(), From: from.Seq, To: to.Seq, Case: from.Case, Play: from.Play, What: what,
		Clock: cmp.Or(to.Frame.Clock, evidence.ProcessClock)}
}

func excluded(from evidence.Record, to *evidence.Record, what, reason string) Excluded {
	e := Excluded{From: from.Seq, Case: from.Case, Play: from.Play, What: what, Reason: reason}
	if to != nil {
		e.To = to.Seq
	}
	return e
}

// take adds a sample, or what stands in its way.
func (i *Indicator) take(from, to evidence.Record, what, reason string) {
	took, trouble := span(from, to)
	if reason == "" {
		reason = trouble
	}
	if reason != "" {
		i.Excluded = append(i.Excluded, excluded(from, &to, what, reason))
		return
	}
	i.Samples = append(i.Samples, sample(from, to, took, what))
}
