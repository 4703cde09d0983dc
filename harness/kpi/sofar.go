package kpi

import "slices"

// SoFar is an indicator while a run goes on, in seconds.
type SoFar struct {
	ID                ID
	Name              string
	Count             int
	Min, Average, Max float64   // 0 where nothing was measured
	Last              []float64 // the samples that came last, in the order in which they came
}

// SoFar returns the four indicators as they stand, each with at most so many of its last samples. The meter may be given more
// records afterwards. It takes a time that grows with the number of samples.
func (m *Meter) SoFar(last int) []SoFar {
	var all []SoFar
	for _, id := range []ID{Response, Triggered, RemoteStart, RemoteStop} {
		g := m.of(id)
		values := g.process.values
		if len(g.kernel.values) > 0 { // as in the end: samples of one clock
			values = g.kernel.values
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
