package bench

import (
	"os"
	"regexp"
	"strings"
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

// TestTheREADMEShowsAWholeBenchFile that can be copied as it stands.
func TestTheREADMEShowsAWholeBenchFile(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)\n( *)```yaml\n( *name: .*?)\n *```").FindSubmatch(readme)
	if block == nil {
		t.Fatal("README.md shows no bench file")
	}
	t.Setenv("STATION_PASSWORD", "0123456789abcdef")
	text := strings.ReplaceAll("\n"+string(block[2]), "\n"+string(block[1]), "\n")
	f, err := Read("README.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if doer := f.Doer(rigs.ConnectEV(f.Configured.Place()), ""); doer.Lacks != nil || f.Rigs[f.Acts[rigs.KindCable]].Type != TypeHTTP {
		t.Errorf("expected an http rig that connects the EV, got %+v", doer)
	}
}
