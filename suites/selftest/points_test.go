package selftest

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
)

// TestEveryCasePassesWithEveryStartAndStopPoint plays the cases with all combinations of TxStartPoint and TxStopPoint
// that the PICS declares, alone and joined, started locally and remotely. The tables change with them; the verdict of a
// good station does not.
func TestEveryCasePassesWithEveryStartAndStopPoint(t *testing.T) {
	starts := [][]string{{"EVConnected"}, {"Authorized"}, {"PowerPathClosed"}, {"EnergyTransfer"}, {"EVConnected", "Authorized"}}
	stops := [][]string{{"EVConnected"}, {"Authorized"}, {"PowerPathClosed"}, {"EVConnected", "Authorized"}}
	for _, start := range starts {
		for _, stop := range stops {
			for _, mode := range []octt.Start{octt.Local, octt.Remote} {
				name := strings.Join(start, "+") + "_" + strings.Join(stop, "+") + "_" + string(mode)
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					for _, c := range octt.Registered() {
						passes(t, c.ID, setup{mode: mode, change: points(start, stop)}, nil)
					}
				})
			}
		}
	}
}

// choice is a good station, or driver, that uses a freedom of part 2.
type choice struct {
	change   func(*bench.MemoryParts)
	warnings map[string]string // case to the reason for which it must warn
}

var choices = map[string]choice{
	"status by NotifyEvent": {change: can(func(c *station.Capabilities) { c.StatusByNotifyEvent = true })},
	"status of EVSE and connector": {
		change: can(func(c *station.Capabilities) { c.StatusByNotifyEvent, c.StatusOfEVSE = true, true }),
		warnings: warned("the tables judge eventData[0], and the connector's event is the second",
			"TC_A_01_CS", "TC_B_01_CS", "TC_B_02_CS", "TC_B_03_CS", "TC_B_20_CS", "TC_B_21_CS", "TC_B_22_CS", "TC_C_02_CS",
			"TC_B_23_CS", "TC_B_26_CS", "TC_B_27_CS", "TC_B_29_CS", "TC_B_41_CS", "TC_B_51_CS", "TC_B_52_CS",
			"TC_C_04_CS", "TC_C_07_CS", "TC_C_08_CS", "TC_C_09_CS", "TC_C_10_CS", "TC_C_11_CS", "TC_C_12_CS", "TC_C_13_CS",
			"TC_C_56_CS", "TC_C_57_CS",
			"TC_C_06_CS", "TC_C_26_CS", "TC_C_39_CS", "TC_C_41_CS", "TC_C_42_CS", "TC_C_44_CS", "TC_C_45_CS", "TC_C_47_CS", "TC_C_48_CS", "TC_C_49_CS", "TC_E_01_CS", "TC_E_03_CS", "TC_E_04_CS", "TC_E_05_CS", "TC_E_29_CS", "TC_E_30_CS", "TC_E_31_CS",
			"TC_E_32_CS", "TC_E_33_CS", "TC_F_01_CS", "TC_F_03_CS", "TC_F_08_CS", "TC_G_01_CS", "TC_G_02_CS", "TC_G_03_CS"),
	},
	"status after the event":        {change: can(func(c *station.Capabilities) { c.StatusAfterEvents = true })},
	"occupied by authorization":     {change: can(func(c *station.Capabilities) { c.OccupiedByAuthorization = true })},
	"state apart from the plug":     {change: can(func(c *station.Capabilities) { c.StateApartFromPlug = true })},
	"suspended before charging":     {change: can(func(c *station.Capabilities) { c.SuspendedFirst = true })},
	"stop reported in two messages": {change: can(func(c *station.Capabilities) { c.EndAfterStateChange = true })},
	"state before the end":          {change: can(func(c *station.Capabilities) { c.StateBeforeEnd = true })},
	"remote start is authorized":    {change: can(func(c *station.Capabilities) { c.AuthorizeRemoteStart = []bool{true, false} })},
	"reports of one variable each":  {change: can(func(c *station.Capabilities) { c.ReportItems = 1 })},
	"closed while rejected":         {change: can(func(c *station.Capabilities) { c.ClosesWhenRejected = true })},
	"summary without connectors":    {change: can(func(c *station.Capabilities) { c.SummaryWithoutConnectors = true })},
	"power not measured":            {change: can(func(c *station.Capabilities) { c.PowerLimitOnly = true })},
	"no reasons":                    {change: can(func(c *station.Capabilities) { c.NoReasons = true })},
	"two EVSEs of two connectors":   {change: both(twoEVSEs, can(func(c *station.Capabilities) { c.SingleReader = false }))}, // prerequisite of TC_C_04_CS
	"unavailable while resetting":   {change: can(func(c *station.Capabilities) { c.UnavailableWhileResetting = true })},
	"slow driver":                   {change: slowDriver},
}

// warned gives several cases the same reason for a warning.
func warned(reason string, ids ...string) map[string]string {
	out := map[string]string{}
	for _, id := range ids {
		out[id] = reason
	}
	return out
}

// TestEveryCasePassesOnStationsThatChooseOtherwise plays the cases on good stations that use the freedoms of part 2,
// where transactions start and stop early as well as late.
func TestEveryCasePassesOnStationsThatChooseOtherwise(t *testing.T) {
	for name, choice := range choices {
		for _, on := range benches[:2] { // times do not matter to a choice
			t.Run(name+"/"+on.name, func(t *testing.T) {
				t.Parallel()
				for _, c := range octt.Registered() {
					passes(t, c.ID, setup{change: both(choice.change, on.change)}, choice.warnings)
				}
			})
		}
	}
}

// slowDriver takes a quarter of a minute for everything, on a station that waits for that long.
func slowDriver(p *bench.MemoryParts) {
	p.Timeouts.Act, p.Configured.EVConnectionTimeOut = 15*time.Second, 2*time.Minute
	p.Configured.OfflineThreshold = time.Minute // TC_B_52_CS has the EV connected before the station comes back
}

func twoEVSEs(p *bench.MemoryParts) {
	var rows []pics.Connector
	for evse := 1; evse <= 2; evse++ {
		for id := 1; id <= 2; id++ {
			row := p.PICS.Connectors[0]
			row.EVSE, row.ID = evse, id
			rows = append(rows, row)
		}
	}
	p.PICS.Connectors = rows
}

// tolerated are the warnings that every good station may earn.
var tolerated = map[string]string{"TC_E_05_CS": "part 2, E03.FR.05 and the table differ without Authorized in TxStopPoint"}

// passes plays a case that must pass, or warn where a reason is given for it in warnings, and returns its table.
func passes(t *testing.T, id string, s setup, warnings map[string]string) (table string, passed bool) {
	t.Helper()
	p := play(t, id, s)
	table = tableOf(t, p)
	switch {
	case p.Verdict == evidence.Warning && (tolerated[id] != "" || warnings[id] != ""),
		p.Verdict == evidence.Pass && warnings[id] == "":
		return table, true
	}
	place, sentence := firstWorst(p)
	t.Errorf("%s: %s at %s: %s\n%s", id, p.Verdict, place, sentence, table)
	return table, false
}
