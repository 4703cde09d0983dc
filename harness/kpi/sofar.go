package kpi

import "slices"

// SoFar is an indicator while a run goes on, in seconds.
type SoFar struct {
	ID                ID
	Name              string
	Count             int
	Min, Average, Max float64   // 0 where nothing was measured
	Last              []float64 // the last samples, in the order of the evidence
}

// SoFar returns the four indicators as they stand, each with at most so many of its last samples. The meter may be given more
// records afterwards. A sample of a message that was asked for is among them as soon as the message has come, although an act whose
// record comes later may still take it away. It takes a time that grows with the number of samples.
func (m *Meter) SoFar(last int) []SoFar {
	pending := map[ID]*gathering{}
	for id := range m.all {
		pending[id] = &gathering{}
	}
	for _, name := range m.names() {
		m.benches[name].soFar(pending)
	}
	var all []SoFar
	for _, id := range []ID{Response, Triggered, RemoteStart, RemoteStop} {
		g, more := m.of(id), pending[id]
		values := together(g.process.values, more.process.values)
		if kernel := together(g.kernel.values, more.kernel.values); len(kernel) > 0 { // as in the end: samples of one clock
			values = kernel
		}
		s := SoFar{ID: id, Name: g.Name, Count: len(values), Last: slices.Clone(values[max(0, len(values)-last):])}
		for i, v := range values {
			s.Average += v / float64(len(values))
			s.Max = max(s.Max, v)
			if i == 0 || v < s.Min {
				s.Min = v
			}
		}
		all = append(all, s)
	}
	return all
}

// together are the samples that are settled and those that are not; of the many answers, which are settled at once, no copy is made.
func together(settled, pending []float64) []float64 {
	if len(pending) == 0 {
		return settled
	}
	return slices.Concat(settled, pending)
}
