package charging

import "github.com/certbench/certbench/schemas/ocpp201"

// Decisions are what charging does by its own judgement. Each has the right default.
type Decisions struct {
	// StartPointReached tells whether a transaction starts, with what is so now and the points of TxStartPoint (E01).
	StartPointReached func(now Conditions, points []string) bool
	// StopPointLeft tells whether an open transaction ends, because of what has happened and the points of TxStopPoint (E06).
	StopPointLeft func(before, now Conditions, why Cause, points []string) bool
}

func (ch *Charging) decideRightly() {
	ch.Decide = Decisions{
		StartPointReached: func(now Conditions, points []string) bool { return now.starts(points) },
		StopPointLeft: func(before, now Conditions, why Cause, points []string) bool {
			return why.End || now.stops(before, points)
		},
	}
}

// Event is a transaction event that is made now.
type Event struct {
	Request ocpp201.TransactionEventRequest
	Starts  bool // its idToken begins an authorization
}

// Seam is where whoever stands outside the firmware takes transaction events in hand before they are saved. How they leave
// the queue, each time that they are sent, is seen at wire.Seam.Requests, where About is the *Queued.
type Seam struct {
	// Composed is an event of a session as it will be told; what it does not tell stays due for the next event. nil leaves
	// it as it is.
	Composed func(*Session, ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest
	// Entering is called when an event is about to enter the queue: enter is called for whatever is to enter it. nil enters
	// it. The session's transaction is over already when the event ends it.
	Entering func(s *Session, e Event, enter func(Event))
}

// AddComposed puts another change behind those that are there.
func (s *Seam) AddComposed(next func(*Session, ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest) {
	first := s.Composed
	s.Composed = func(of *Session, e ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest {
		if first != nil {
			e = first(of, e)
		}
		return next(of, e)
	}
}

// AddEntering puts another hand behind those that are there: it gets what they enter.
func (s *Seam) AddEntering(next func(s *Session, e Event, enter func(Event))) {
	first := s.Entering
	if first == nil {
		s.Entering = next
		return
	}
	s.Entering = func(of *Session, e Event, enter func(Event)) {
		first(of, e, func(e Event) { next(of, e, enter) })
	}
}

func (s *Seam) composed(of *Session, e ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest {
	if s.Composed == nil {
		return e
	}
	return s.Composed(of, e)
}

func (s *Seam) enter(of *Session, e Event, enter func(Event)) {
	if s.Entering == nil {
		enter(e)
		return
	}
	s.Entering(of, e, enter)
}
