package bench

import (
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

func TestTheReferenceStationDeliversTheCurrentOfThePICS(t *testing.T) {
	for name, c := range map[string]struct {
		source []byte
		direct bool
	}{
		examples.FullName: {examples.Full(), false},
		examples.DCName:   {examples.DC(), true},
	} {
		d, err := pics.Read(name, c.source)
		if err != nil {
			t.Fatal(err)
		}
		if got := Capabilities(d).DirectCurrent; got != c.direct {
			t.Errorf("%s: HFS-3 and HFS-4 made a DC station %t, expected %t", name, got, c.direct)
		}
	}
}
