// Package charging serves drivers and EVs (blocks E and J): sessions from arriving to leaving, who begins and ends them, the
// energy between, transactions, their events with the queue from which they are sent, and when which meter values are told.
//
// It promises that energy flows only to an authorized EV with a locked cable, that each event is saved before it is sent and
// sent until it is delivered or its attempts are used up, and that seqNo and transactionId never go back.
//
// From an event on the wire to its cause: EventCall sends what Emit has put into the queue; Emit is called by Happen, and
// Happen by whatever has happened to a session: a plug (energy.go), a token (authorize.go), a meter's time (sampling.go,
// aligned.go), or a room above.
package charging
