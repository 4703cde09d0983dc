package rigs

import (
	"context"
	"errors"
	"testing"
)

// counting is a cable that counts what is done to it.
type counting struct{ connected, disconnected int }

func (c *counting) Connect(context.Context, Place) (ReadBack, error) {
	c.connected++
	return ReadBack{}, nil
}
func (c *counting) ConnectIdle(context.Context, Place) (ReadBack, error) { return ReadBack{}, nil }
func (c *counting) Disconnect(context.Context, Place) (ReadBack, error) {
	c.disconnected++
	return ReadBack{}, nil
}

func TestTheEndOfAFixedCableIsTheCable(t *testing.T) {
	cable := &counting{}
	set := Set{Cable: cable, Ends: FixedCable(cable)}
	at := Place{EVSE: 1, Connector: 1}
	for _, act := range []Act{UnplugEnd(EVEnd, at), PlugEnd(EVEnd, at)} {
		if _, err := act.Do(t.Context(), set); err != nil {
			t.Errorf("%s: %v", act.Name, err)
		}
	}
	if cable.connected != 1 || cable.disconnected != 1 {
		t.Errorf("expected the EV to be disconnected and connected once, got %+v", cable)
	}
	if _, err := UnplugEnd(StationEnd, at).Do(t.Context(), set); !errors.Is(err, ErrNoRig) {
		t.Errorf("expected nobody to take a fixed cable out of the station, got %v", err)
	}
}
