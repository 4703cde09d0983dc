package kpi

import "github.com/certbench/certbench/harness/evidence"

func (w *wire) response() Indicator {
	i := Indicator{
		ID:   Response,
		Name: "OCPP response time",
		Definition: "From each CALL that the CSMS sends to the CALLRESULT or CALLERROR with which the station answers it, " +
			"for every action.",
		Qualified: "Every CALL counts that was answered on the connection it was sent on.",
	}
	for _, c := range w.calls {
		if c.answer == nil {
			i.Excluded = append(i.Excluded, excluded(c.Record, nil, c.Frame.Action, w.whyUnanswered(c.Record)))
			continue
		}
		i.take(c.Record, *c.answer, c.Frame.Action, "")
	}
	return i
}

func (w *wire) whyUnanswered(c evidence.Record) string {
	for _, end := range w.closed {
		if end.Seq > c.Seq && end.Conn.Conn == c.Frame.Conn {
			return "the connection ended before an answer came"
		}
	}
	return "no answer came"
}
