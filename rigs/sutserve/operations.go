package sutserve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// Side is whom a call is for.
type Side string

// The two sides of the API, named as its outbound form names them.
const (
	Station Side = "sut"
	EV      Side = "ev_emulator"
)

// Service does calls by the rigs of a bench. It may be used concurrently; the rigs take one act at a time.
type Service struct {
	Acts  rigs.Set
	At    rigs.Place    // where a call acts that names no place
	Limit time.Duration // for one call; 0 means one minute
	// Told is called after every call, for whoever watches the bench; may be nil.
	Told func(side Side, operation string, p Params, back rigs.ReadBack, err error)
}

const defaultLimit = time.Minute

// longestLook is for how long a display is watched at most.
const longestLook = 5 * time.Minute

// ErrUnknown says that the API has no such operation.
var ErrUnknown = errors.New("unknown operation")

// operation is one call: the parameters it knows besides those of the place, and what it does.
type operation struct {
	params []string
	act    func(p Params, at rigs.Place) ([]rigs.Act, error)
}

var placeParams = []string{"connector_id", "evse_id"}

// operations lists the calls of each side. select, display and customer are extensions of ours: the API has no word for a menu on
// the display, for what that shows, nor for customers.
var operations = map[Side]map[string]operation{
	Station: {
		"plugin":     {append([]string{"halfway"}, placeParams...), plugIn},
		"plugout":    {placeParams, one(rigs.DisconnectEV)},
		"authorize":  {append([]string{"id", "type"}, placeParams...), authorize},
		"reboot":     {nil, func(Params, rigs.Place) ([]rigs.Act, error) { return []rigs.Act{rigs.PowerCycle()}, nil }},
		"select":     {[]string{"evse_id"}, selectOnDisplay},
		"display":    {[]string{"evse_id", "seconds", "stays", "text", "without"}, lookAtDisplay},
		"customer":   {[]string{"identifier"}, storeCustomer},
		"parkingbay": {append([]string{"occupied"}, placeParams...), parkingBay},
		"state":      {append([]string{"charging_limit", "faulted", "refused_local_auth_list", "unlock_failed"}, placeParams...), stationState},
	},
	EV: {
		"plugin":  {placeParams, one(func(at rigs.Place) rigs.Act { return rigs.PlugEnd(rigs.EVEnd, at) })},
		"plugout": {placeParams, one(func(at rigs.Place) rigs.Act { return rigs.UnplugEnd(rigs.EVEnd, at) })},
		"end":     {placeParams, one(rigs.SuspendByEV)},
		"state":   {append([]string{"ready"}, placeParams...), evState},
	},
}

func one(act func(at rigs.Place) rigs.Act) func(Params, rigs.Place) ([]rigs.Act, error) {
	return func(_ Params, at rigs.Place) ([]rigs.Act, error) { return []rigs.Act{act(at)}, nil }
}

func plugIn(p Params, at rigs.Place) ([]rigs.Act, error) {
	halfway, _, err := p.boolean("halfway")
	if halfway {
		return []rigs.Act{rigs.PlugEnd(rigs.StationEnd, at)}, err
	}
	return []rigs.Act{rigs.ConnectEV(at)}, err
}

func authorize(p Params, at rigs.Place) ([]rigs.Act, error) {
	token, err := p.token()
	return []rigs.Act{rigs.PresentToken(token, at)}, err
}

// selectOnDisplay means all transactions where no EVSE is named.
func selectOnDisplay(p Params, at rigs.Place) ([]rigs.Act, error) {
	if p["evse_id"] == "" {
		return []rigs.Act{rigs.StopAllTransactions()}, nil
	}
	return []rigs.Act{rigs.StopTransactionAt(rigs.Place{EVSE: at.EVSE})}, nil
}

// lookAtDisplay watches it for as many seconds as are given, at most the time that a call has.
func lookAtDisplay(p Params, at rigs.Place) ([]rigs.Act, error) {
	seconds, err := p.count("seconds")
	if err != nil {
		return nil, err
	}
	if p["text"] == "" {
		return nil, fmt.Errorf("%w: text is missing; give what the display may show", ErrCall)
	}
	stays, _, err := p.boolean("stays")
	if err != nil {
		return nil, err
	}
	return []rigs.Act{rigs.LookAtDisplay(rigs.Sight{Text: p["text"], Without: p["without"], Stays: stays}, time.Duration(seconds)*time.Second, at)}, nil
}

func storeCustomer(p Params, _ rigs.Place) ([]rigs.Act, error) {
	if p["identifier"] == "" {
		return nil, errors.New("identifier is missing; give that of the customer")
	}
	return []rigs.Act{rigs.StoreCustomer(p["identifier"])}, nil
}

func parkingBay(p Params, at rigs.Place) ([]rigs.Act, error) {
	occupied, err := p.must("occupied")
	if occupied {
		return []rigs.Act{rigs.DriveIn(at)}, err
	}
	return []rigs.Act{rigs.DriveOut(at)}, err
}

// stationState sets or clears faults. What else the tool may ask for is about the firmware, which no rig can reach.
func stationState(p Params, at rigs.Place) ([]rigs.Act, error) {
	for _, name := range []string{"refused_local_auth_list", "charging_limit"} {
		if p[name] != "" {
			return nil, fmt.Errorf("%w that can set %s, for it is a matter of the station's firmware; leave the parameter out", rigs.ErrNoRig, name)
		}
	}
	var acts []rigs.Act
	for _, defect := range []rigs.Defect{rigs.Faulted, rigs.UnlockFailed} {
		set, given, err := p.boolean(string(defect))
		switch {
		case err != nil:
			return nil, err
		case given && set:
			acts = append(acts, rigs.SetFault(defect, at))
		case given:
			acts = append(acts, rigs.ClearFault(defect, at))
		}
	}
	if acts == nil {
		return nil, fmt.Errorf("%w: nothing to set; give faulted or unlock_failed, true or false", ErrCall)
	}
	return acts, nil
}

func evState(p Params, at rigs.Place) ([]rigs.Act, error) {
	ready, err := p.must("ready")
	if ready {
		return []rigs.Act{rigs.RequestByEV(at)}, err
	}
	return []rigs.Act{rigs.SuspendByEV(at)}, err
}

// Do does one call and returns what the rig saw after it. Errors are ErrUnknown, ErrCall, and those of the rigs.
func (s *Service) Do(ctx context.Context, side Side, name string, p Params) (rigs.ReadBack, error) {
	back, err := s.do(ctx, side, name, p)
	if s.Told != nil {
		s.Told(side, name, p, back, err)
	}
	return back, err
}

func (s *Service) do(ctx context.Context, side Side, name string, p Params) (back rigs.ReadBack, err error) {
	known, ok := operations[side]
	if !ok {
		return back, fmt.Errorf("%w: the API has no side %q; it has %s and %s", ErrUnknown, side, Station, EV)
	}
	op, ok := known[name]
	if !ok {
		return back, fmt.Errorf("%w: %s has no %q; it has %s", ErrUnknown, side, name, namesOf(side))
	}
	if err := p.check(op.params); err != nil {
		return back, err
	}
	at, err := p.place(s.At)
	if err != nil {
		return back, err
	}
	acts, err := op.act(p, at)
	if err != nil {
		return back, err
	}
	limit := cmp.Or(s.Limit, defaultLimit)
	if name == "display" {
		limit += longestLook
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for _, act := range acts {
		if back, err = act.Do(ctx, s.Acts); err != nil {
			return back, err
		}
	}
	return back, nil
}

func namesOf(side Side) string { return strings.Join(slices.Sorted(maps.Keys(operations[side])), ", ") }
