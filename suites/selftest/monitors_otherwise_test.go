package selftest

import (
	"cmp"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/strangers"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/monitoring"
)

// TestAMonitorIsSetBeforeItsAnswerComes: the interval of a periodic one begins somewhere between its request and a late answer.
func TestAMonitorIsSetBeforeItsAnswerComes(t *testing.T) {
	late := func(m *strangers.Message) {
		if m.Asks(strangers.CSMS, "SetVariableMonitoring") { // which the station is slow to take, and then quick to answer
			m.Late(6 * time.Second)
		}
	}
	for defect, want := range map[defects.Defect]evidence.Verdict{"": evidence.Pass, defects.PeriodicHalved: evidence.Fail} {
		s := setup{product: "full", change: overWire(late)}
		if defect != "" {
			s.defects = []defects.Defect{defect}
		}
		if p := play(t, "TC_N_24_CS", s); p.Verdict != want {
			place, sentence := firstWorst(p)
			t.Errorf("with %q: expected %s, got %s at %s: %s", defect, want, p.Verdict, place, sentence)
		}
	}
}

// hardwired is a station whose maker watches variables that cases watch as well, with monitors that cannot be cleared (part 2, N06.FR.03).
func hardwired(t *testing.T, severities ...int) setup {
	t.Helper()
	var had watching
	for i, severity := range severities {
		for j, c := range []ocpp201.Component{{Name: "ChargingStation"}, {Name: "EVSE", EVSE: &ocpp201.EVSE{ID: 1}}} {
			had.Monitors = append(had.Monitors, &monitoring.Monitor{
				ID: 10 + 2*i + j, Kind: ocpp201.EventNotificationHardWiredMonitor, Component: c, Variable: ocpp201.Variable{Name: "AvailabilityState"},
				Type: ocpp201.MonitorDelta, Value: 1, Severity: severity,
			})
		}
	}
	had.Base, had.Level, had.Next = ocpp201.MonitoringBaseAll, 9, 101
	store := station.Memory()
	saves(t, store, monitoring.Record, had)
	return setup{product: "full", change: remembering(store)}
}

// TestAHardwiredMonitorIsNoFault plays the cases beside hardwired monitors on what they set theirs on: where these are in the way nothing is
// shown, and nothing is in the way of a case that fails. One whose events wait for the connection tells of what table 356 has nothing told.
func TestAHardwiredMonitorIsNoFault(t *testing.T) {
	proves := func(want evidence.Verdict, ids ...string) map[string]evidence.Verdict {
		all := map[string]evidence.Verdict{}
		for _, id := range ids {
			all[id] = want
		}
		return all
	}
	queued := proves(evidence.Inconclusive, "TC_N_06_CS", "TC_N_08_CS", "TC_N_09_CS", "TC_N_15_CS", "TC_N_18_CS", "TC_N_39_CS", "TC_N_40_CS", "TC_N_56_CS")
	queued["TC_N_23_CS"] = evidence.Warning
	for _, c := range []struct {
		severities []int
		unproven   map[string]evidence.Verdict
	}{
		{[]int{8, 7}, proves(evidence.Inconclusive, "TC_N_06_CS", "TC_N_08_CS", "TC_N_10_CS", "TC_N_16_CS", "TC_N_18_CS")},
		{[]int{5, 4}, queued},
		{[]int{6}, proves(evidence.Inconclusive, "TC_N_06_CS", "TC_N_08_CS", "TC_N_18_CS")}, // TC_N_23_CS takes it for its own
	} {
		for _, of := range casesOf([]pics.Profile{pics.AdvancedDeviceManagement}) {
			want := cmp.Or(c.unproven[of.ID], evidence.Pass)
			if p := play(t, of.ID, hardwired(t, c.severities...)); p.Verdict != want {
				place, sentence := firstWorst(p)
				t.Errorf("%s beside severities %v: expected %s, got %s at %s: %s", of.ID, c.severities, want, p.Verdict, place, sentence)
			}
		}
	}
	for id, defect := range map[string]defects.Defect{"TC_N_18_CS": defects.ClearMonitorRefused, "TC_N_43_CS": defects.NegativeDeltaTaken} {
		s := hardwired(t, 8, 7)
		s.defects = []defects.Defect{defect}
		if p := play(t, id, s); p.Verdict != evidence.Fail {
			t.Errorf("%s with %s beside hardwired monitors: expected FAIL, got %s", id, defect, p.Verdict)
		}
	}
}
