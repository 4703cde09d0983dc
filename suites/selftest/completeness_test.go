package selftest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station/defects"
)

// killers are the defects that make each case FAIL on any ground, sorted. INCONCLUSIVE is not enough: it says that the
// case could not be played, not that the station is wrong.
func killers(outcomes []outcome) map[string][]string {
	by := map[string][]string{}
	for _, o := range outcomes {
		if o.verdict == evidence.Fail && !o.outside && !slices.Contains(by[o.id], string(o.defect)) {
			by[o.id] = append(by[o.id], string(o.defect))
		}
	}
	for _, names := range by {
		slices.Sort(names)
	}
	return by
}

// betweenTheCases are the defects that make a run FAIL outside of its cases, sorted.
func betweenTheCases(outcomes []outcome) []string {
	var names []string
	for _, o := range outcomes {
		if o.outside && !slices.Contains(names, string(o.defect)) {
			names = append(names, string(o.defect))
		}
	}
	slices.Sort(names)
	return names
}

// everyCaseFails: a case that no defect makes FAIL proves nothing.
func everyCaseFails(t *testing.T, outcomes []outcome) {
	by := killers(outcomes)
	for _, c := range octt.Registered() {
		if len(by[c.ID]) == 0 {
			t.Errorf("%s: expected a defect that makes it FAIL, got none", c.ID)
		}
	}
}

// failsNothing are the defects on which no case FAILs, with the reason.
var failsNothing = map[defects.Defect]string{
	defects.FirmwareRetriesIgnored:       noRetries,
	defects.FirmwareRetriedOnceMore:      noRetries,
	defects.FirmwareRetryIntervalIgnored: noRetries,
	defects.PendingUpdateTakesDrivers:    "no table has a driver come to a connector that an update has taken out of service",
	defects.UpdateForgottenByPowerCut:    "no table of block L cuts the power",
	defects.FirmwareForgottenByPowerCut:  "no table of block L cuts the power",
	defects.EVSEResetDropsConnection:     "no document forbids an EVSE to take the connection along when it is reset: a connection that ends is a WARNING (TC_B_25_CS)",
	defects.ReservedPlugReported:         "no table of block H has an EV come to a Reserved EVSE but in its preparations, which are INCONCLUSIVE then",
	defects.ListSameVersionAccepted:      "the table of TC_D_06_CS sends an older version only: the same one that is taken is a WARNING beside it",
	defects.NTPIgnored:                   byDoctor,
	defects.NTPStratumZeroTaken:          byDoctor,
	defects.NTPUnsynchronisedTaken:       byDoctor,
	defects.NTPADayOff:                   byDoctor,
	defects.HeartbeatBeforeNTP:           byDoctor,
}

const noRetries = "no table of block L has retries or retryInterval in its UpdateFirmwareRequest, and what is left out is the station's (part 2, UpdateFirmwareRequest)"

// byDoctor is why no case FAILs on a clock that is set wrongly by NTP.
const byDoctor = "no case of part 6 has a station take its time from NTP; certbench doctor finds it"

// everyDefectFails: a defect that neither a case nor a run fails on is none that the bench can see.
func everyDefectFails(t *testing.T, outcomes []outcome) {
	worst := map[defects.Defect]evidence.Verdict{}
	for _, o := range outcomes {
		if worst[o.defect] != evidence.Fail && !o.passed() {
			worst[o.defect] = o.verdict
		}
		if o.found != "" {
			worst[o.defect] = evidence.Fail
		}
	}
	for _, d := range defects.All() {
		switch excused := failsNothing[d.Name] != ""; {
		case worst[d.Name] == "" && !excused:
			t.Errorf("%s: expected a case that does not pass on it, got none (%s)", d.Name, d.Sentence)
		case worst[d.Name] != evidence.Fail && !excused:
			t.Errorf("%s: expected a case that FAILs on it, got nothing worse than %s (%s)", d.Name, worst[d.Name], d.Sentence)
		case worst[d.Name] == evidence.Fail && excused:
			t.Errorf("%s: expected no case that FAILs on it, because %s; got one", d.Name, failsNothing[d.Name])
		}
	}
}

// enough is the average number of defects per case that every block has to have.
const enough = 3

func threeDefectsACase(t *testing.T, outcomes []outcome) {
	for _, name := range blocksPlayed() {
		if b := blockOf(outcomes, name); b.own() < enough {
			t.Errorf("expected at least %d defects per case on average in block %s, got %s", enough, name, b)
		}
	}
}

// blocksPlayed are the functional blocks of which there are cases.
func blocksPlayed() []string {
	var names []string
	for _, c := range octt.Registered() {
		if entry, _ := catalogue.Lookup(c.ID); !slices.Contains(names, entry.Block) {
			names = append(names, entry.Block)
		}
	}
	return names
}

// block counts the kills in a functional block.
type block struct {
	cases, kills int
	general      int // of the kills, those by defects that fail more than half of all cases, whatever they are about
}

// own is the average number of defects that fail a case, without the general ones.
func (b block) own() float64 { return float64(b.kills-b.general) / float64(b.cases) }

func (b block) String() string {
	return fmt.Sprintf("%d cases, each failed by %.1f defects on average, %.1f without those that fail most cases",
		b.cases, float64(b.kills)/float64(b.cases), b.own())
}

func blockOf(outcomes []outcome, name string) block {
	by := killers(outcomes)
	fails := map[string]int{}
	for _, defects := range by {
		for _, d := range defects {
			fails[d]++
		}
	}
	registered := octt.Registered()
	var b block
	for _, c := range registered {
		if entry, _ := catalogue.Lookup(c.ID); entry.Block != name {
			continue
		}
		b.cases++
		for _, d := range by[c.ID] {
			b.kills++
			if 2*fails[d] > len(registered) {
				b.general++
			}
		}
	}
	return b
}

// matrixOf draws the kills: a line per case with the defects that make it FAIL on any ground, and a line per block. How many
// defects there are stands in one line only, so that another one changes no line of a case that it does not concern.
func matrixOf(outcomes []outcome) string {
	var out strings.Builder
	by := killers(outcomes)
	for _, c := range octt.Registered() {
		fmt.Fprintf(&out, "%-10s fails on %2d defects: %s\n", c.ID, len(by[c.ID]), strings.Join(by[c.ID], " "))
	}
	outside := betweenTheCases(outcomes)
	fmt.Fprintf(&out, "between the cases a run fails on %d of %d defects: %s\n", len(outside), len(defects.All()), strings.Join(outside, " "))
	out.WriteString("\n")
	for _, name := range blocksPlayed() {
		fmt.Fprintf(&out, "block %s: %s\n", name, blockOf(outcomes, name))
	}
	return out.String()
}
