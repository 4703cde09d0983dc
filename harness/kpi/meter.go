package kpi

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Meter measures the four indicators of a run while its records go by, and keeps none of them. It depends on nothing but what it
// was given. Several benches are measured each by itself: message ids, transactions and acts of one station mean nothing to
// another.
type Meter struct {
	benches map[string]*wire
	all     map[ID]*gathering
	words   evidence.Words
}

// NewMeter returns a meter that has seen nothing.
func NewMeter() *Meter {
	m := &Meter{benches: map[string]*wire{}, all: map[ID]*gathering{}, words: evidence.Words{}}
	for _, of := range []Indicator{response, triggered, remoteStart, remoteStop} {
		m.all[of.ID] = &gathering{Indicator: of}
	}
	return m
}

// Add takes the next record of the evidence.
func (m *Meter) Add(rec evidence.Record) {
	if rec.Resumed != nil { // what was asked before the run was cut off nobody answers any more; what came by then counts
		for _, name := range m.names() {
			m.benches[name].cut()
		}
		m.benches = map[string]*wire{}
	}
	w := m.benches[rec.Bench]
	if w == nil {
		w = newWire(m)
		m.benches[rec.Bench] = w
	}
	w.add(rec)
}

// Indicators returns the four in the order of the certificate. The meter takes nothing more.
func (m *Meter) Indicators(limits Limits) []Indicator {
	for _, name := range m.names() {
		m.benches[name].end()
	}
	m.benches = nil
	var all []Indicator
	for _, id := range []ID{Response, Triggered, RemoteStart, RemoteStop} {
		i := m.of(id).indicator()
		if limit, ok := limits[id]; ok {
			seconds := limit.Seconds()
			i.Limit = &seconds
		}
		all = append(all, i)
	}
	return all
}

// names are those of the benches, in one order.
func (m *Meter) names() []string { return slices.Sorted(maps.Keys(m.benches)) }

func (m *Meter) of(id ID) *gathering { return m.all[id] }

// gathering is an indicator while its samples come in.
type gathering struct {
	Indicator
	kernel, process series
	reasons         map[string]bool // those of Excluded, two at most
}

// series is the samples of one clock.
type series struct {
	values  []float64
	longest []Sample // those that are among the longest, and some more
}

func (s *series) add(one Sample) {
	s.values = append(s.values, one.Value)
	s.longest = append(s.longest, one)
	if len(s.longest) >= 2*Most {
		s.trim()
	}
}

// trim keeps the longest samples, of two that are equal the earlier.
func (s *series) trim() {
	slices.SortFunc(s.longest, func(a, b Sample) int { return cmp.Or(cmp.Compare(b.Value, a.Value), cmp.Compare(a.From, b.From)) })
	s.longest = s.longest[:min(len(s.longest), Most)]
	slices.SortFunc(s.longest, func(a, b Sample) int { return cmp.Compare(a.From, b.From) })
}

// take adds a sample, or what stands in its way.
func (g *gathering) take(from, to moment, what, reason string) {
	took, trouble := span(from, to)
	if to.clock == evidence.JoinedClock {
		trouble = cmp.Or(trouble, "more had come behind it before it was read, and the kernel has stamped both together")
	}
	if reason = cmp.Or(reason, trouble); reason != "" {
		g.exclude(from, &to, what, reason)
		return
	}
	s := Sample{Value: took.Seconds(), From: from.seq, To: to.seq, Case: from.of, Play: from.play, What: what, Clock: cmp.Or(to.clock, evidence.ProcessClock)}
	if s.Clock == evidence.KernelClock {
		g.kernel.add(s)
	} else {
		g.process.add(s)
	}
}

func (g *gathering) exclude(from moment, to *moment, what, reason string) {
	e := Excluded{From: from.seq, Case: from.of, Play: from.play, What: what, Reason: reason}
	if to != nil {
		e.To = to.seq
	}
	g.leaveOut(e)
}

func (g *gathering) leaveOut(e Excluded) {
	g.NotCounted++
	if g.reasons == nil {
		g.reasons = map[string]bool{}
	}
	if len(g.reasons) < 2 {
		g.reasons[e.Reason] = true
	}
	g.Excluded = append(g.Excluded, e)
	if len(g.Excluded) >= 2*Most {
		g.first()
	}
}

// first keeps the requests without a sample that come first in the evidence.
func (g *gathering) first() {
	slices.SortFunc(g.Excluded, func(a, b Excluded) int { return cmp.Compare(a.From, b.From) })
	g.Excluded = g.Excluded[:min(len(g.Excluded), Most)]
}

// indicator is what has come in. What the process has stamped is left out where the kernel has stamped other samples: the
// certificate's tables hold times that can be compared.
func (g *gathering) indicator() Indicator {
	counts := &g.process
	if len(g.kernel.values) > 0 {
		counts = &g.kernel
		g.process.trim()
		for _, s := range g.process.longest {
			g.leaveOut(Excluded{From: s.From, To: s.To, Case: s.Case, Play: s.Play, What: s.What,
				Reason: "its end was stamped by the process, and the other samples by the kernel"})
		}
		g.NotCounted += len(g.process.values) - len(g.process.longest)
	}
	counts.trim()
	g.first()
	i := g.Indicator
	i.Unit, i.Count, i.Statistics, i.Values, i.Samples = Unit, len(counts.values), statistics(counts.values), counts.values, counts.longest
	if i.Statistics == nil {
		i.NotMeasurable = i.why(g.reasons)
	}
	return i
}

// span measures from one frame to another. The reason tells why the time cannot be taken.
func span(from, to moment) (took time.Duration, reason string) {
	if from.conn != to.conn {
		return 0, "the connection was renewed in between"
	}
	took = to.at.Sub(from.at)
	if from.since != 0 && to.since != 0 { // by the monotonic clock, which nobody sets
		took = to.since - from.since
	}
	switch {
	case took >= 0:
		return took, ""
	case took >= -blur:
		return 0, ""
	}
	return 0, "the clock of the bench was set in between"
}

// blur is by how much a message may seem to come before what it answers: as much as the stamps of the two may be off.
const blur = 100 * time.Microsecond
