package octt

import "github.com/certbench/certbench/schemas/ocpp201"

// Metered tells whether clock-aligned meter values of an EVSE have come in this run before this play, 0 for the main power
// meter: then there is a meter.
func (s *Scenario) Metered(evse int) bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	first, known := s.w.metered[evse]
	return known && first <= s.from
}

// noteMeter keeps by what record values of an EVSE have come first. The caller holds mu.
func (w *wire) noteMeter(m *Message) {
	var q ocpp201.MeterValuesRequest
	if m.Action != q.Action() || ocpp201.Decode(m.Payload, &q) != nil {
		return
	}
	if _, known := w.metered[q.EVSEID]; !known {
		w.metered[q.EVSEID] = m.Seq
	}
}
