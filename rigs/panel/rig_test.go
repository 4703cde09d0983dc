package panel_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/rigs"
	rig "github.com/certbench/certbench/rigs/panel"
	"github.com/certbench/certbench/rigs/panel/paneltest"
	"github.com/certbench/certbench/rigs/rigtest"
)

func TestThePanelRigPassesTheContract(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		p, probe := paneltest.New(t)
		return rigtest.Fixture{Rig: rig.New(p), At: paneltest.At, ReadBack: true, Probe: probe}
	})
}

func TestThePanelRigActsInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, probe := paneltest.New(t)
		var set rigs.Set
		set.Bind(rig.New(p))
		back, err := rigs.ConnectEV(paneltest.At).Do(t.Context(), set)
		if err != nil || back.Observed != "EV connected, pilot B, mains on" {
			t.Errorf("got %+v, %v; expected a connected EV in state B", back, err)
		}
		if got := probe.Pilot(paneltest.At); got != "C" {
			t.Errorf("pilot %s once a current is offered, expected C", got)
		}
	})
}

func TestAShutConnectorIsTheStationsDoing(t *testing.T) {
	p, _ := paneltest.New(t)
	r := rig.New(p)
	if err := p.SetShutter(1, 1, true); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Connect(t.Context(), paneltest.At); !errors.Is(err, rigs.ErrBarred) || !errors.Is(err, rigs.ErrRefused) {
		t.Errorf("connecting at a shut connector: expected ErrBarred, got %v", err)
	}
}

func TestRestLeavesALockedCableHalfway(t *testing.T) {
	p, _ := paneltest.New(t)
	r := rig.New(p)
	if _, err := r.Connect(t.Context(), paneltest.At); err != nil {
		t.Fatal(err)
	}
	if err := p.SetLock(1, 1, true); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Disconnect(t.Context(), paneltest.At); !errors.Is(err, rigs.ErrHeld) {
		t.Errorf("taking a locked cable out: expected ErrHeld, got %v", err)
	}
	if err := r.Rest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, _ := p.Read().At(1, 1); c.Pilot != "A" || !c.Halfway {
		t.Errorf("read %+v, expected pilot A and the cable in at the station", c)
	}
	if _, err := r.Connect(t.Context(), paneltest.At); err != nil {
		t.Errorf("connecting again: %v", err)
	}
}
