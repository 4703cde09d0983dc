package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
)

// anotherStation finds out where a station is not the one that the PICS and the bench file declare: one finding for each way in which it
// is another, whatever number of benches has such a station. What a station has not told, or nobody has declared, speaks against
// nothing. The firmware is that which it ran before the run asked it for an update.
func anotherStation(run evidence.Run, declared *pics.Declaration) []evidence.Found {
	var all []evidence.Found
	for _, told := range run.Told {
		d := Differing(run.Started, declared, told)
		if d == nil {
			continue
		}
		at := slices.IndexFunc(all, func(f evidence.Found) bool { return f.Expected == d.Expected && f.Actual == d.Actual })
		if at < 0 {
			at = len(all)
			all = append(all, evidence.Found{Finding: *d, Seq: told.Seq, At: told.At})
		}
		if told.Bench != "" && !slices.Contains(all[at].Benches, told.Bench) {
			all[at].Benches = append(all[at].Benches, told.Bench)
		}
	}
	return all
}

// Differing is what makes a station another one than is declared; nil for nothing. declared may be nil.
func Differing(run evidence.RunStarted, declared *pics.Declaration, told evidence.Told) *evidence.Finding {
	var compared []pics.Compared
	if declared != nil {
		firmware := told.Firmware
		if told.Updated {
			firmware = ""
		}
		compared = declared.Product.Compare(pics.Told{Vendor: told.Vendor, Model: told.Model, Firmware: firmware})
	}
	if serial := serialOf(run, told); serial != "" {
		compared = append(compared, pics.Compared{Field: "serialNumber", Told: told.Serial, Declared: []string{serial},
			Same: told.Serial == "" || strings.TrimSpace(told.Serial) == strings.TrimSpace(serial)})
	}
	var want, got []string
	for _, c := range compared {
		if !c.Same {
			want = append(want, fmt.Sprintf("%s %q", c.Field, strings.Join(c.Declared, " or ")))
			got = append(got, fmt.Sprintf("%s %q", c.Field, c.Told))
		}
	}
	if len(want) == 0 {
		return nil
	}
	return &evidence.Finding{Kind: evidence.FoundIdentity, Subject: "who the station is", Verdict: evidence.Inconclusive,
		Requirement: "The Charging Station is the product that the PICS declares.", Clause: "part 2, BootNotificationRequest",
		Expected: strings.Join(want, ", "), Actual: strings.Join(got, ", ")}
}

// serialOf is the serial number that a bench file declares for the station of a bench.
func serialOf(run evidence.RunStarted, told evidence.Told) string {
	for _, b := range run.Benches {
		if b.Name == told.Bench {
			return b.Serial
		}
	}
	return run.Serial
}

// strangeStation makes a run inconclusive whose station is not the one that is declared, whatever its cases came to.
func strangeStation(s *Source) []Reason {
	var all []Reason
	for _, f := range s.Run.Found {
		if f.Kind == evidence.FoundIdentity {
			all = append(all, Reason{ExitTrouble, "The station is not the one that is declared, so that the run is inconclusive for the product. " + whatCame(f.Finding)})
		}
	}
	return all
}

// untold says which of what the PICS declares of who the station is no station has told, so that nothing has shown it.
func (s *Source) untold() []string {
	if s.PICS == nil || len(s.Run.Stations) == 0 {
		return nil
	}
	of := map[string]func(evidence.Station) string{
		"vendorName": func(s evidence.Station) string { return s.Vendor }, "model": func(s evidence.Station) string { return s.Model },
		"firmwareVersion": func(s evidence.Station) string { return s.Firmware },
	}
	var missing []string
	for _, c := range s.PICS.Product.Compare(pics.Told{}) {
		if len(c.Declared) > 0 && told(s.Run.Stations, of[c.Field]) == "" {
			missing = append(missing, c.Field)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("The station has told no %s: that it is the declared one in that, nothing has shown.", strings.Join(missing, " and no "))}
}
