package selftest

import (
	"bytes"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
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
						passes(t, c.ID, setup{mode: mode, change: points(start, stop)})
					}
				})
			}
		}
	}
}

// TestEveryCasePassesOnStationsThatChooseOtherwise plays the cases on good stations that use the freedoms of part 2.
func TestEveryCasePassesOnStationsThatChooseOtherwise(t *testing.T) {
	choices := map[string]func(*bench.MemoryParts){
		"status by NotifyEvent":         onStation(func(c *stationConfig) { c.Capabilities.StatusByNotifyEvent = true }),
		"stop reported in two messages": onStation(func(c *stationConfig) { c.Capabilities.EndAfterStateChange = true }),
		"remote start is authorized":    onStation(func(c *stationConfig) { c.Capabilities.AuthorizeRemoteStart = []bool{true, false} }),
		"reports of one variable each":  onStation(func(c *stationConfig) { c.Capabilities.ReportItems = 1 }),
		"two EVSEs of two connectors":   twoEVSEs,
	}
	for name, change := range choices {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, c := range octt.Registered() {
				passes(t, c.ID, setup{change: change})
			}
		})
	}
}

func onStation(change func(*stationConfig)) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) { p.Change = change }
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

// tolerated are the warnings that a good station may earn: TC_E_05_CS where part 2, E03.FR.05 and the table differ.
var tolerated = map[string]evidence.Verdict{"TC_E_05_CS": evidence.Warning}

func passes(t *testing.T, id string, s setup) {
	t.Helper()
	p := play(t, id, s)
	if p.Verdict == evidence.Pass || p.Verdict == tolerated[id] {
		return
	}
	place, sentence := firstWorst(p)
	var table bytes.Buffer
	if err := reports.WriteTable(&table, p); err != nil {
		t.Error(err)
	}
	t.Errorf("%s: %s at %s: %s\n%s", id, p.Verdict, place, sentence, table.String())
}
