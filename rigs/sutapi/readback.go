package sutapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/certbench/certbench/rigs"
)

// reading is what GET /state of our reference station answers. The SUT API itself has no read-back.
type reading struct {
	Mains      bool        `json:"mains"`
	Connectors []connector `json:"connectors"`
	Display    *string     `json:"display"` // nil of a server that does not show it
}

type connector struct {
	EVSE      int    `json:"evse"`
	Connector int    `json:"connector"`
	Plugged   bool   `json:"plugged"`
	Halfway   bool   `json:"halfway"`
	EVReady   bool   `json:"evReady"`
	Pilot     string `json:"pilot"`
	Locked    bool   `json:"locked"`
	Faulted   bool   `json:"faulted"`
	Bay       bool   `json:"bay"`
	Shut      bool   `json:"shut"` // nothing can be connected before a driver is authorized
}

// look reads the server back. The reading is nil when the server offers none, which is found out once: of a server that has
// shown one, anything else is a failure, for what it then says of an act cannot be believed.
func (r *Rig) look(ctx context.Context) (*reading, error) {
	if r.blind {
		return nil, nil
	}
	status, body, err := r.do(ctx, http.MethodGet, r.station, "/state", nil)
	if err != nil {
		return nil, err
	}
	var answer struct {
		State *reading `json:"state"`
	}
	if status/100 == 2 && json.Unmarshal(body, &answer) == nil && answer.State != nil && len(answer.State.Connectors) > 0 {
		r.sighted = true
		return answer.State, nil
	}
	refused := status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusTooManyRequests
	if r.sighted || refused || status/100 == 5 && status != http.StatusNotImplemented {
		return nil, fmt.Errorf("the SUT API answered %d %s when it was to be read back: %s", status, http.StatusText(status), complaint(body))
	}
	r.blind = true
	return nil, nil
}

// See reads the server back, where it offers that.
func (r *Rig) See(ctx context.Context, at rigs.Place) (seen rigs.Seen, err error) {
	err = r.lock.Open(ctx, func() error {
		read, err := r.look(ctx)
		if read != nil {
			seen.Words = read.observe(at)
		}
		return err
	})
	return seen, err
}

// at finds what is seen at a place.
func (s *reading) at(at rigs.Place) (connector, bool) {
	for _, c := range s.Connectors {
		if c.EVSE == at.EVSE && c.Connector == at.Connector {
			return c, true
		}
	}
	return connector{}, false
}

// observe puts what is seen at a place into words.
func (s *reading) observe(at rigs.Place) string {
	var words []string
	c, ok := s.at(at)
	if ok {
		switch {
		case c.Plugged:
			words = append(words, "EV connected")
		case c.Halfway:
			words = append(words, "cable in at the station only")
		default:
			words = append(words, "no EV connected")
		}
		words = append(words, "pilot "+c.Pilot)
		if c.Locked {
			words = append(words, "locked")
		}
	}
	words = append(words, map[bool]string{true: "mains on", false: "mains off"}[s.Mains])
	if c.Bay {
		words = append(words, "bay occupied")
	}
	return strings.Join(words, ", ")
}

// atRest says what is not at rest.
func (s *reading) atRest() error {
	for _, c := range s.Connectors {
		if c.Plugged || c.Pilot != "A" {
			return fmt.Errorf("EVSE %d connector %d is not at rest: it reads EV connected = %t, pilot %s", c.EVSE, c.Connector, c.Plugged, c.Pilot)
		}
		if c.Bay {
			return fmt.Errorf("the bay of EVSE %d is not at rest: it reads occupied", c.EVSE)
		}
	}
	return nil
}
