package bench

import (
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

func TestTheReferenceStationResetsAndFallsBackAsItsPICSSays(t *testing.T) {
	for _, c := range []struct {
		name             string
		data             []byte
		reset, fallsBack bool
	}{
		{examples.PICSName, examples.PICS(), false, true},
		{examples.FullName, examples.Full(), true, true},
		{examples.LeanName, examples.Lean(), false, false},
	} {
		d, err := pics.Read(c.name, c.data)
		if err != nil {
			t.Fatal(err)
		}
		got := Capabilities(d)
		if got.ResetEVSE != c.reset || got.FallsBackToLastProfile != c.fallsBack {
			t.Errorf("%s: expected ResetEVSE %t (C-13) and FallsBackToLastProfile %t (C-47), got %t and %t",
				c.name, c.reset, c.fallsBack, got.ResetEVSE, got.FallsBackToLastProfile)
		}
	}
}
