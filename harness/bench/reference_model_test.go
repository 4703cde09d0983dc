package bench

import (
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
)

func TestTheReferenceStationHasTheDeviceModelOfThePICS(t *testing.T) {
	for name, c := range map[string]struct {
		source                  []byte
		zone, offset, noSummary bool
	}{
		examples.PICSName: {examples.PICS(), true, false, false},
		examples.FullName: {examples.Full(), true, true, false},
		examples.LeanName: {examples.Lean(), true, false, true},
	} {
		d, err := pics.Read(name, c.source)
		if err != nil {
			t.Fatal(err)
		}
		can := Capabilities(d)
		if can.TimeZone != c.zone || can.TimeOffset != c.offset || can.NoSummaryInventory != c.noSummary {
			t.Errorf("%s: C-26, C-25 and C-56 made time zone %t, time offset %t and no summary %t, expected %t, %t and %t",
				name, can.TimeZone, can.TimeOffset, can.NoSummaryInventory, c.zone, c.offset, c.noSummary)
		}
	}
}

func TestTheReferenceStationHasTheLimitsOfThePICS(t *testing.T) {
	d, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	for f, n := range map[pics.Feature]int{pics.ORS_1: 1, pics.ORS_2: 2, pics.ORS_3: 3, pics.ORS_4: 4, pics.ORS_5: 5, pics.ORS_6: 6} {
		d.Features[f] = pics.Value{Kind: pics.Number, Number: n}
	}
	can := Capabilities(d)
	if want := (station.MessageLimits{GetReport: 1, GetVariables: 2, SetVariables: 3}); can.ItemsPerMessage != want {
		t.Errorf("expected ORS-1 to ORS-3 to make %v, got %v", want, can.ItemsPerMessage)
	}
	if want := (station.MessageLimits{GetReport: 4, GetVariables: 5, SetVariables: 6}); can.BytesPerMessage != want {
		t.Errorf("expected ORS-4 to ORS-6 to make %v, got %v", want, can.BytesPerMessage)
	}
	delete(d.Features, pics.ORS_2)
	if got := Capabilities(d).ItemsPerMessage.GetVariables; got != 0 {
		t.Errorf("expected a limit that the PICS leaves out to be left to the station, got %d", got)
	}
}
