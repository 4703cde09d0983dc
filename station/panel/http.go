package panel

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Paths of the handler. The calls are those of the OCTT SUT API, as independent programs show them; no official text
// of it was seen. /api/v1/select and /api/v1/customer are extensions of ours: the SUT API has no word for a menu on the display, nor for customers.
const (
	stationBase = "/api/v1"
	evBase      = "/ev/api/v1"
)

// call is one call: the parameters that it knows and what it does with them.
type call struct {
	params []string
	do     func(p *Panel, q params) error
}

// calls maps a path to what a POST of it does.
var calls = map[string]call{
	stationBase + "/plugin":     {[]string{"evse_id", "connector_id", "halfway"}, callPlugIn},
	stationBase + "/plugout":    {[]string{"evse_id", "connector_id"}, callPlugOut},
	stationBase + "/authorize":  {[]string{"id", "type", "evse_id", "connector_id"}, callAuthorize},
	stationBase + "/reboot":     {nil, func(p *Panel, _ params) error { return p.Reboot() }},
	stationBase + "/select":     {[]string{"evse_id"}, callSelect},
	stationBase + "/customer":   {[]string{"identifier"}, func(p *Panel, q params) error { return p.StoreCustomer(q["identifier"]) }},
	stationBase + "/parkingbay": {[]string{"occupied", "evse_id"}, callParkingBay},
	stationBase + "/state": {[]string{"faulted", "unlock_failed", "refused_local_auth_list", "charging_limit",
		"evse_id", "connector_id"}, callState},
	evBase + "/plugin":  {[]string{"evse_id", "connector_id"}, callEVPlugIn},
	evBase + "/plugout": {[]string{"evse_id", "connector_id"}, callEVPlugOut},
	evBase + "/end":     {[]string{"evse_id", "connector_id"}, callEVEnd},
	evBase + "/state":   {[]string{"ready", "evse_id", "connector_id"}, callEVState},
}

// Answer is the body of every answer: Status is "Ok" or "Nok", Error a sentence when it is "Nok", and State what the
// panel read right after the call.
type Answer struct {
	Status string   `json:"status"`
	Error  string   `json:"error,omitempty"`
	State  *Reading `json:"state,omitempty"`
}

// Handler offers the world side of the panel over HTTP: POST of the station-side calls of the OCTT SUT API under
// /api/v1 and of the EV emulator's under /ev/api/v1, parameters in the query. Three are our own: POST /api/v1/select chooses
// from a menu on the display (evse_id, left out or 0 for all that is offered), POST /api/v1/customer stores a customer (identifier), GET /api/v1/state reads the panel back, the display included.
// Answers: 200, 400 for a parameter that cannot be understood, 404 for an unknown call or place, 405, 409 for an act that
// is impossible in the present state, 422 for what the reference station cannot do.
//
// evse_id may be left out when the station has one EVSE, connector_id when the EVSE has one connector, and both on the
// EV emulator's calls when a cable is in at one connector only. An empty parameter counts as left out.
func (p *Panel) Handler() http.Handler { return handler{p} }

type handler struct{ panel *Panel }

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimSuffix(r.URL.Path, "/")
	c, known := calls[path]
	readBack := path == stationBase+"/state"
	switch {
	case !known:
		h.answer(w, http.StatusNotFound, fmt.Errorf("no call %q; see the OCTT SUT API under %s and %s", path, stationBase, evBase))
	case r.Method == http.MethodPost:
		h.post(w, r, c)
	case readBack && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		h.answer(w, http.StatusOK, nil)
	default:
		allow := http.MethodPost
		if readBack {
			allow = "GET, HEAD, POST"
		}
		w.Header().Set("Allow", allow)
		h.answer(w, http.StatusMethodNotAllowed, fmt.Errorf("%s of %q is not offered; use %s", r.Method, path, allow))
	}
}

func (h handler) post(w http.ResponseWriter, r *http.Request, c call) {
	q, err := parseParams(r.URL.RawQuery, c.params)
	if err == nil {
		err = c.do(h.panel, q)
	}
	h.answer(w, statusOf(err), err)
}

func statusOf(err error) int {
	switch {
	case err == nil:
		return http.StatusOK
	case errors.Is(err, errUnable):
		return http.StatusUnprocessableEntity
	case errors.Is(err, ErrPlace):
		return http.StatusNotFound
	case errors.Is(err, ErrLocked):
		return http.StatusLocked
	case errors.Is(err, ErrValue):
		return http.StatusBadRequest
	}
	return http.StatusConflict
}

func (h handler) answer(w http.ResponseWriter, status int, err error) {
	reading := h.panel.Read()
	a := Answer{Status: "Ok", State: &reading}
	if err != nil {
		a.Status, a.Error = "Nok", err.Error()
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The only failure left is a client that went away, and there is nobody else to tell.
	_ = json.NewEncoder(w).Encode(a)
}

// errUnable says that the reference station has nothing that could do the call.
var errUnable = errors.New("the reference station cannot do this")

func callPlugIn(p *Panel, q params) error {
	evse, connector, err := p.place(q)
	if err != nil {
		return err
	}
	halfway, _, err := q.boolean("halfway")
	if err != nil {
		return err
	}
	return p.PlugIn(evse, connector, halfway)
}

func callPlugOut(p *Panel, q params) error {
	evse, connector, err := p.place(q)
	if err != nil {
		return err
	}
	return p.PlugOut(evse, connector)
}

func callAuthorize(p *Panel, q params) error {
	evse, _, err := q.number("evse_id")
	if err != nil {
		return err
	}
	connector, _, err := q.number("connector_id")
	if err != nil {
		return err
	}
	token := Token{ID: q["id"], Type: q["type"]}
	if token.Type == "" {
		token.Type = "ISO14443" // the token of an RFID card, the commonest
	}
	return p.PresentToken(token, evse, connector)
}

func callSelect(p *Panel, q params) error {
	evse, _, err := q.number("evse_id")
	if err != nil {
		return err
	}
	return p.Select(evse)
}

func callParkingBay(p *Panel, q params) error {
	occupied, err := q.must("occupied")
	if err != nil {
		return err
	}
	evse, err := p.evseOf(q)
	if err != nil {
		return err
	}
	return p.Bay(evse, occupied)
}

func callState(p *Panel, q params) error {
	for _, name := range []string{"refused_local_auth_list", "charging_limit"} {
		if q[name] != "" {
			return fmt.Errorf("%s: %w; leave the parameter out", name, errUnable)
		}
	}
	evse, connector, err := p.place(q)
	if err != nil {
		return err
	}
	faulted, setFaulted, err := q.boolean("faulted")
	if err != nil {
		return err
	}
	jammed, setJammed, err := q.boolean("unlock_failed")
	if err != nil {
		return err
	}
	if !setFaulted && !setJammed {
		return fmt.Errorf("nothing to set: %w: give faulted or unlock_failed, true or false", ErrValue)
	}
	// The tool sets a state, it does not make a change: setting what is set already is no error.
	return p.at(evse, connector, func(c *socket) error {
		if setJammed && c.evse.fixed {
			return fmt.Errorf("the cable of %s is fixed and has no lock: %w", c, errUnable)
		}
		if setJammed {
			c.jammed = jammed
		}
		if setFaulted && c.faulted != faulted {
			p.setFault(c, faulted)
		}
		return nil
	})
}

// The EV emulator's calls set a state too: it stands for one EV, which cannot know what a person did to the cable.

func callEVPlugIn(p *Panel, q params) error {
	return p.atEV(q, func(c *socket) error {
		if err := c.barred(); err != nil && c.evse.fixed && !c.evEnd {
			return err
		}
		p.putEVEnd(c)
		p.settle(c)
		return nil
	})
}

func callEVPlugOut(p *Panel, q params) error {
	return p.atEV(q, func(c *socket) error {
		p.takeEVEnd(c)
		return nil
	})
}

func callEVEnd(p *Panel, q params) error {
	return p.atEV(q, func(c *socket) error { return p.setReady(c, false) })
}

func callEVState(p *Panel, q params) error {
	ready, err := q.must("ready")
	if err != nil {
		return err
	}
	return p.atEV(q, func(c *socket) error { return p.setReady(c, ready) })
}

// place finds the connector that a station-side call means.
func (p *Panel) place(q params) (evse, connector int, err error) {
	evse, err = p.evseOf(q)
	if err != nil {
		return 0, 0, err
	}
	connector, given, err := q.number("connector_id")
	if err != nil || given {
		return evse, connector, err
	}
	e, err := p.evse(evse)
	if err != nil {
		return 0, 0, err
	}
	if len(e.sockets) != 1 {
		return 0, 0, fmt.Errorf("connector_id is missing: %w: the station has EVSEs %s", ErrValue, p.places())
	}
	return evse, e.sockets[0].id, nil
}

// evseOf finds the EVSE that a station-side call means.
func (p *Panel) evseOf(q params) (int, error) {
	evse, given, err := q.number("evse_id")
	switch {
	case err != nil || given:
		return evse, err
	case len(p.evses) != 1:
		return 0, fmt.Errorf("evse_id is missing: %w: the station has EVSEs %s", ErrValue, p.places())
	}
	return p.evses[0].id, nil
}

// atEV runs one act at the connector of the EV: the one named, or the only one at which a loose cable or an EV is.
func (p *Panel) atEV(q params, do func(c *socket) error) error {
	if q["evse_id"] != "" || q["connector_id"] != "" || len(p.evses)*len(p.evses[0].sockets) == 1 {
		evse, connector, err := p.place(q)
		if err != nil {
			return err
		}
		return p.at(evse, connector, do)
	}
	return p.act(func() error {
		var busy []*socket
		for _, e := range p.evses {
			for _, c := range e.sockets {
				if c.evEnd || c.stationEnd && !e.fixed {
					busy = append(busy, c)
				}
			}
		}
		if len(busy) != 1 {
			return fmt.Errorf("evse_id is missing: %w: a cable is in at %d connectors, so it must be named", ErrValue, len(busy))
		}
		return do(busy[0])
	})
}

// knownParams is what an error names.
func knownParams(names []string) string {
	if len(names) == 0 {
		return "this call has none"
	}
	return "this call knows " + strings.Join(slices.Sorted(slices.Values(names)), ", ")
}
