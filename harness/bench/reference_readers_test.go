package bench

import (
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

func TestTheReferenceStationHasTheReadersOfThePICS(t *testing.T) {
	for name, c := range map[string]struct {
		source []byte
		single bool
	}{
		examples.FullName: {examples.Full(), false},
		examples.LeanName: {examples.Lean(), true},
	} {
		d, err := pics.Read(name, c.source)
		if err != nil {
			t.Fatal(err)
		}
		if got := Capabilities(d).SingleReader; got != c.single {
			t.Errorf("%s: HFS-10 made a single reader %t, expected %t", name, got, c.single)
		}
	}
}
