package charging

import "github.com/certbench/certbench/schemas/ocpp201"

// Happening is something that has happened to a session, of which its transaction is to be told.
type Happening struct {
	Session *Session
	Cause
	Before ocpp201.ChargingState // of the session, before it has happened
}

// Event is a transaction event that is made now.
type Event struct {
	Request ocpp201.TransactionEventRequest
	Starts  bool // its idToken begins an authorization
}

// Seam is where whoever stands outside the firmware takes transaction events in hand before they are saved. How they leave
// the queue, each time that they are sent, is seen at wire.Seam.Requests, where About is the *Queued.
type Seam struct {
	// Happened is called when something has happened to a session: tell is called for whatever its transaction is to be told
	// of, and starts, ends or updates the transaction. nil tells it.
	Happened func(h Happening, tell func(Happening))
	// Composed is an event of a session as it will be told; what it does not tell stays due for the next event. nil leaves
	// it as it is.
	Composed func(*Session, ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest
	// Entering is called when an event is about to enter the queue: enter is called for whatever is to enter it. nil enters
	// it. The session's transaction is over already when the event ends it.
	Entering func(s *Session, e Event, enter func(Event))
}

// AddHappened puts another hand behind those that are there: it gets what they tell.
func (s *Seam) AddHappened(next func(h Happening, tell func(Happening))) {
	first := s.Happened
	if first == nil {
		s.Happened = next
		return
	}
	s.Happened = func(h Happening, tell func(Happening)) {
		first(h, func(h Happening) { next(h, tell) })
	}
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

func (s *Seam) happened(h Happening, tell func(Happening)) {
	if s.Happened == nil {
		tell(h)
		return
	}
	s.Happened(h, tell)
}
