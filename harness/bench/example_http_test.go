package bench

import (
	"testing"

	"github.com/certbench/certbench/rigs"
)

func TestTheExampleOfAnHTTPRigIsReadAndDoesItsActs(t *testing.T) {
	t.Setenv("STATION_PASSWORD", "0123456789abcdef")
	f, err := Load("../examples/http-rig.yaml")
	if err != nil {
		t.Fatal(err)
	}
	at := f.Configured.Place()
	for _, act := range []rigs.Act{rigs.ConnectEV(at), rigs.DisconnectEV(at), rigs.RequestByEV(at), rigs.SuspendByEV(at),
		rigs.PresentToken(f.Token("valid_idtoken"), at), rigs.PowerCycle(), rigs.CutLink(), rigs.RestoreLink()} {
		if doer := f.Doer(act, ""); doer.Lacks != nil || f.Acts[act.Kind] != "hand" {
			t.Errorf("%s: expected it to be done by hand, got %+v", act.Name, doer)
		}
	}
	if doer := f.Doer(rigs.DriveIn(at), ""); doer.Lacks == nil {
		t.Error("expected nobody to move the bay")
	}
}
