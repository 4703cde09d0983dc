package csmsmock

import (
	"context"
	"fmt"

	"github.com/certbench/certbench/schemas/ocppj"
)

// callState is what became of a CALL that was sent to the station.
type callState int

const (
	open callState = iota + 1
	answered
	abandoned
)

// Call sends a CALL and returns its message id. It waits while an earlier one is unanswered (part 4, 4.1.1: one at a time
// and connection), and does not wait for the answer, which is a FrameIn event with the same id. The end of the connection,
// or Abandon, gives up an unanswered one. ErrNotConnected if there is no connection to send on.
func (st *Station) Call(ctx context.Context, action string, payload []byte) (id string, err error) {
	id = ocppj.NewID()
	c, err := st.claim(ctx, id)
	if err != nil {
		return "", fmt.Errorf("%s to station %s was not sent: %w", action, st.id, err)
	}
	if err := c.write(ctx, ocppj.Frame{Type: ocppj.Call, ID: id, Action: action, Payload: payload}); err != nil {
		st.Abandon(id)
		return "", fmt.Errorf("sending %s to station %s: %w", action, st.id, err)
	}
	return id, nil
}

// claim makes id the one outstanding CALL.
func (st *Station) claim(ctx context.Context, id string) (*conn, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if err := st.await(ctx, func() bool { return st.open() == nil || st.outstanding == "" }); err != nil {
		return nil, err
	}
	c := st.open()
	if c == nil {
		return nil, ErrNotConnected
	}
	st.outstanding = id
	st.asked.set(id, open)
	return c, nil
}

// Abandon gives up on an answer, so that the next CALL can be sent. It is also needed after a spoiled answer, which is a
// Malformed event and none that part 4 knows. An answer that comes after all carries AbandonedReply.
func (st *Station) Abandon(id string) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.abandon(id)
}

func (st *Station) abandon(id string) {
	if state, _ := st.asked.get(id); state == open {
		st.asked.set(id, abandoned)
	}
	if st.outstanding == id {
		st.outstanding = ""
		st.changed.Broadcast()
	}
}

// SendRaw sends any text at once, well-formed or not, whatever is outstanding. An answer to a CALL sent this way is not unasked.
func (st *Station) SendRaw(raw []byte) error {
	c, err := st.current()
	if err != nil {
		return err
	}
	if f, err := ocppj.Parse(raw); err == nil && f.Type == ocppj.Call {
		st.mu.Lock()
		st.asked.set(f.ID, open)
		st.mu.Unlock()
	}
	return c.writeRaw(raw)
}

// replied records a CALLRESULT or CALLERROR of the station.
func (c *conn) replied(e Event) {
	st, id := c.station, e.Frame.ID
	st.mu.Lock()
	defer st.mu.Unlock()
	switch state, known := st.asked.get(id); {
	case !known:
		e.Violations = append(e.Violations, UnaskedReply)
	case state == answered:
		e.Violations = append(e.Violations, SecondReply)
	case state == abandoned:
		e.Violations = append(e.Violations, AbandonedReply)
	}
	if len(e.Violations) == 0 {
		st.asked.set(id, answered)
	}
	if st.outstanding == id {
		st.outstanding = ""
		st.changed.Broadcast()
	}
	st.queue.put(e)
}
