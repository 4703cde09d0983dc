package kpi

import (
	"encoding/json"
	"slices"
	"sort"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// wire follows the records of one bench and keeps of them only what a later record can still make a sample of: it takes no
// more memory for a long run than for a short one, but for a few words for each report that never came.
type wire struct {
	m    *Meter
	open map[place]*call // the CALLs of the CSMS that are not answered
	lost []*call         // the same, where a later CALL took the message id
	asks []*ask          // in the order of their CALLs; those that are settled go when there are more than most
	most int
	acts []act

	trigger *ask                // the last TriggerMessageRequest, while its message has not come
	reports map[reportID][]*ask // whose report has not come
	starts  map[int64][]*ask    // whose TransactionEventRequest has not come, by remoteStartId
	stops   map[string][]*ask   // the same, by transactionId
	moving  []*ask              // those of starts and stops
	states  map[string]string   // charging state that a transaction told last, by its id
	events  []*sentEvent        // TransactionEventRequests that may hold up what comes after them
}

// place is what an answer has in common with its CALL: the connection and the message id (part 4, 4.1.4).
type place struct {
	conn int
	id   string
}

// moment is what is kept of a frame.
type moment struct {
	seq   int64
	at    time.Time
	since time.Duration
	clock evidence.Clock
	conn  int
	of    string // the case
	play  int
}

func (m *Meter) moment(rec evidence.Record) moment {
	f := rec.Frame
	return moment{rec.Seq, f.At, f.Since, f.Clock, f.Conn, m.words.Keep(rec.Case), rec.Play}
}

// call is a CALL of the CSMS that waits for its answer.
type call struct {
	moment
	action string
	ask    *ask // nil where the answer is all that is measured
	ended  bool // the connection ended first
}

// sentEvent is a TransactionEventRequest, with the answer of the CSMS to it.
type sentEvent struct {
	place
	seq, answered int64 // 0 while it is not answered
	refused       bool  // by a CALLERROR
}

// act is what is kept of a physical act.
type act struct {
	seq             int64
	wall, monotonic stretch
	name            string
}

// stretch is from when to when something went on: by the wall clock since 1970, by the monotonic clock as Frame.Since has it.
type stretch struct{ began, ended time.Duration }

// sinceEpoch is a moment of the wall clock as a stretch has it.
func sinceEpoch(at time.Time) time.Duration { return time.Duration(at.UnixNano()) }

func newWire(m *Meter) *wire {
	return &wire{m: m, most: atOnce, open: map[place]*call{}, reports: map[reportID][]*ask{}, starts: map[int64][]*ask{}, stops: map[string][]*ask{},
		states: map[string]string{}}
}

// add takes the next record of the bench.
func (w *wire) add(rec evidence.Record) {
	switch f := rec.Frame; {
	case rec.Act != nil:
		w.acted(rec)
	case rec.Conn != nil && rec.Conn.What == "disconnected":
		w.disconnected(rec.Conn.Conn)
	case f == nil:
	case f.Direction == evidence.Out && f.Type == "CALL":
		w.sent(rec)
	case f.Direction == evidence.In && f.Type == "CALL":
		w.said(rec)
	case f.Direction == evidence.Out:
		w.processed(rec)
	case f.Direction == evidence.In && (f.Type == "CALLRESULT" || f.Type == "CALLERROR"):
		w.answered(rec)
	}
}

func (w *wire) acted(rec evidence.Record) {
	began, ended := rec.Act.Began, rec.Act.Ended
	if began.IsZero() || ended.IsZero() {
		began, ended = rec.At, rec.At
	}
	w.acts = append(w.acts, act{rec.Seq, stretch{sinceEpoch(began), sinceEpoch(ended)}, stretch{rec.Act.Since, rec.Act.Until}, w.m.words.Keep(rec.Act.Name)})
}

func (w *wire) disconnected(conn int) {
	for _, c := range w.lost {
		c.ended = c.ended || c.conn == conn
	}
	for _, c := range w.open {
		c.ended = c.ended || c.conn == conn
	}
}

func (w *wire) sent(rec evidence.Record) {
	c := &call{moment: w.m.moment(rec), action: w.m.words.Keep(rec.Frame.Action)}
	at := place{rec.Frame.Conn, rec.Frame.MessageID}
	if before := w.open[at]; before != nil {
		w.lost = append(w.lost, before)
	}
	w.open[at] = c
	switch {
	case reports[c.action] != "":
		c.ask = w.asksForReport(rec, c)
	case c.action == "TriggerMessage":
		c.ask = w.triggers(rec, c)
	case c.action == "RequestStartTransaction":
		c.ask = w.startsRemotely(rec, c)
	case c.action == "RequestStopTransaction":
		c.ask = w.stopsRemotely(rec, c)
	}
	if c.ask != nil {
		w.asks = append(w.asks, c.ask)
		if len(w.asks) > w.most {
			w.settle()
		}
	}
}

func (w *wire) answered(rec evidence.Record) {
	at := place{rec.Frame.Conn, rec.Frame.MessageID}
	c := w.open[at]
	if c == nil {
		return
	}
	delete(w.open, at)
	answer := w.m.moment(rec)
	w.m.of(Response).take(c.moment, answer, c.action, "")
	if c.ask != nil {
		c.ask.answer, c.ask.refused = &answer, refused(rec)
	}
}

// refused says why the station did not take a request on; empty where it did.
func refused(answer evidence.Record) (reason string) {
	if answer.Frame.Type == "CALLERROR" {
		return "the station answered with a CALLERROR"
	}
	var read struct {
		Status string `json:"status"`
	}
	if json.Unmarshal(answer.Frame.Payload(), &read) != nil || read.Status == "" {
		return "the answer cannot be read"
	}
	if read.Status != "Accepted" {
		return "the station answered " + read.Status
	}
	return ""
}

// said takes a CALL of the station: the message that a request has asked for, perhaps.
func (w *wire) said(rec evidence.Record) {
	f := rec.Frame
	var m message
	if tells[f.Action] {
		m = read(rec)
	}
	w.reported(rec, m)
	w.triggered(rec, m)
	if f.Action == "TransactionEvent" {
		w.transacted(rec, m)
	}
}

// end says what became of the requests that no record said it of.
func (w *wire) end() {
	for _, c := range w.open {
		w.lost = append(w.lost, c)
	}
	for _, c := range w.lost {
		reason := "no answer came"
		if c.ended {
			reason = "the connection ended before an answer came"
		}
		w.m.of(Response).exclude(c.moment, nil, c.action, reason)
	}
	w.over(func(*ask) bool { return true })
}

// cut says what became of all requests where the run was cut off: with it went the connections.
func (w *wire) cut() {
	for _, c := range w.open {
		c.ended = true
	}
	for _, a := range w.asks {
		a.cut = a.answer == nil || a.came == nil
	}
	w.end()
}

// soFar gathers what has come of the requests that no last word is spoken on, as if none came after this one.
func (w *wire) soFar(to map[ID]*gathering) {
	owner := map[int64]int64{}
	acts := newActs(w.acts)
	for _, a := range w.asks {
		if a.answer != nil && a.came != nil {
			a.end(to[a.kind], acts, owner)
		}
	}
}

// settle says what became of the requests since which there were so many acts that no later record can tell more, but for a report,
// and lets go of them, and of the acts before those that are left.
func (w *wire) settle() {
	if len(w.acts) > margin {
		last := w.acts[len(w.acts)-1-margin].seq
		w.over(func(a *ask) bool {
			return a.seq < last && (a.came != nil && a.came.seq < last || a.came == nil && !a.alone)
		})
		w.moving = slices.DeleteFunc(w.moving, func(a *ask) bool { return a.seq < last })
		first := len(w.acts)
		if len(w.asks) > 0 {
			first = sort.Search(len(w.acts), func(i int) bool { return w.acts[i].seq > w.asks[0].seq })
		}
		w.acts = slices.Clone(w.acts[max(first-margin, 0):])
	}
	w.most = 2*len(w.asks) + atOnce
}

// atOnce is how many requests are settled together.
const atOnce = 1000

// over says what became of those requests of which that holds.
func (w *wire) over(holds func(*ask) bool) {
	owner := map[int64]int64{}
	acts := newActs(w.acts)
	w.asks = slices.DeleteFunc(w.asks, func(a *ask) bool {
		is := holds(a)
		if is {
			a.end(w.m.of(a.kind), acts, owner)
		}
		return is
	})
}

// tells are the actions whose payload is looked at.
var tells = func() map[string]bool {
	all := map[string]bool{"TransactionEvent": true, "MeterValues": true, "StatusNotification": true}
	for _, message := range reports {
		all[message] = true
	}
	return all
}()

// message is what is read of the payload of a CALL.
type message struct {
	RequestID       *int64 `json:"requestId"`
	EVSEID          int    `json:"evseId"`
	ConnectorID     int    `json:"connectorId"`
	TriggerReason   string `json:"triggerReason"`
	Offline         bool   `json:"offline"`
	TransactionInfo struct {
		TransactionID string `json:"transactionId"`
		ChargingState string `json:"chargingState"`
		RemoteStartID *int64 `json:"remoteStartId"`
	} `json:"transactionInfo"`
	MeterValue []struct {
		SampledValue []struct {
			Context string `json:"context"`
		} `json:"sampledValue"`
	} `json:"meterValue"`
}

// read returns an empty message for what cannot be read: then nothing in it matches.
func read(rec evidence.Record) message {
	var m message
	if json.Unmarshal(rec.Frame.Payload(), &m) != nil {
		return message{}
	}
	return m
}

func (m message) readingTriggered() bool {
	for _, v := range m.MeterValue {
		for _, s := range v.SampledValue {
			if s.Context == "Trigger" {
				return true
			}
		}
	}
	return false
}
