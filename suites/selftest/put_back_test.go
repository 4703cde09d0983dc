package selftest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/display"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/monitoring"
	"github.com/certbench/certbench/station/reservations"
	"github.com/certbench/certbench/suites"
)

// watching is what a station keeps of its monitors.
type watching struct {
	Monitors []*monitoring.Monitor
	Base     ocpp201.MonitoringBase
	Level    int
	Next     int
}

// shown is that in words, without what monitors have seen, and without the ids of custom ones, which the station gives anew.
func (w watching) shown() string {
	var all []string
	for _, m := range w.Monitors {
		id := ""
		if m.Kind != ocpp201.EventNotificationCustomMonitor {
			id = fmt.Sprint(m.ID)
		}
		all = append(all, fmt.Sprintf("%s%s of %s.%s %s %v severity %d disabled %v", m.Kind, id, m.Component.Name, m.Variable.Name, m.Type, m.Value, m.Severity, m.Disabled))
	}
	slices.Sort(all)
	return fmt.Sprintf("base %s, level %d, %s", w.Base, w.Level, strings.Join(all, "; "))
}

// watched is a station that comes with custom monitors beside its own, one of them on what cases set theirs on.
func watched(base ocpp201.MonitoringBase) watching {
	own := func(id int, kind ocpp201.EventNotification, component, variable string, severity int) *monitoring.Monitor {
		m := &monitoring.Monitor{ID: id, Kind: kind, Component: ocpp201.Component{Name: component}, Variable: ocpp201.Variable{Name: variable}, Type: ocpp201.MonitorDelta, Value: 1, Severity: severity}
		m.Disabled = kind == ocpp201.EventNotificationPreconfiguredMonitor && base == ocpp201.MonitoringBaseHardWiredOnly
		return m
	}
	power := own(102, ocpp201.EventNotificationCustomMonitor, "EVSE", "Power", 5)
	power.Component.EVSE, power.Type, power.Value = &ocpp201.EVSE{ID: 1}, ocpp201.MonitorUpperThreshold, 21000
	return watching{Base: base, Level: 6, Next: 103, Monitors: []*monitoring.Monitor{
		own(1, ocpp201.EventNotificationHardWiredMonitor, "ChargingStation", "Problem", 2),
		own(2, ocpp201.EventNotificationPreconfiguredMonitor, "TxCtrlr", "EVConnectionTimeOut", 8),
		own(101, ocpp201.EventNotificationCustomMonitor, "TxCtrlr", "StopTxOnInvalidId", 4), power,
	}}
}

func saves(t *testing.T, store station.Store, record string, what any) {
	t.Helper()
	data, err := json.Marshal(what)
	if err == nil {
		err = store.Save(record, data)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func loads(t *testing.T, store station.Store, record string, into any) {
	t.Helper()
	data, err := store.Load(record)
	if err == nil && data != nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheMonitorsOfAStationOutlastEachCase plays all cases of Advanced Device Management on stations that come with monitors. Some of
// them the cases clear, or have the base delete.
func TestTheMonitorsOfAStationOutlastEachCase(t *testing.T) {
	for _, base := range []ocpp201.MonitoringBase{ocpp201.MonitoringBaseAll, ocpp201.MonitoringBaseFactoryDefault, ocpp201.MonitoringBaseHardWiredOnly} {
		for _, c := range casesOf([]pics.Profile{pics.AdvancedDeviceManagement}) {
			t.Run(string(base)+"/"+c.ID, func(t *testing.T) {
				t.Parallel()
				store, had, has := station.Memory(), watched(base), watching{}
				saves(t, store, monitoring.Record, had)
				if !passes(t, c.ID, setup{product: "full", mode: suites.Starts(c)[0], change: remembering(store)}) {
					return
				}
				loads(t, store, monitoring.Record, &has)
				if got, want := has.shown(), had.shown(); got != want {
					t.Errorf("expected of monitors what was there before:\n%s\ngot:\n%s", want, got)
				}
			})
		}
	}
}

// messages are some with which a station comes, of which one is always in front.
func messages() []ocpp201.MessageInfo {
	of := func(id int, p ocpp201.MessagePriority, text string) ocpp201.MessageInfo {
		return ocpp201.MessageInfo{ID: id, Priority: p, Message: ocpp201.MessageContent{Format: ocpp201.MessageFormatUTF8, Content: text}}
	}
	return []ocpp201.MessageInfo{of(1, ocpp201.MessagePriorityAlwaysFront, "Closed on Sunday"), of(2, ocpp201.MessagePriorityNormalCycle, "Happy holidays"),
		of(3, ocpp201.MessagePriorityNormalCycle, "Buckle up")}
}

// TestTheDisplayMessagesOfAStationOutlastEachCase plays all cases of Advanced User Interface on stations that come with messages, one of
// which tells them in parts and backwards.
func TestTheDisplayMessagesOfAStationOutlastEachCase(t *testing.T) {
	stations := map[string]func(*bench.MemoryParts){"at once": func(*bench.MemoryParts) {}, "in parts": choices["messages told in parts"].change}
	for _, c := range casesOf([]pics.Profile{pics.AdvancedUserInterface}) {
		for name, change := range stations {
			t.Run(c.ID+" "+name, func(t *testing.T) {
				t.Parallel()
				store, had := station.Memory(), messages()
				if c.ID == "TC_O_17_CS" {
					had = had[1:] // its product has no priority AlwaysFront
				}
				saves(t, store, display.Record, had)
				if !passes(t, c.ID, setup{mode: suites.Starts(c)[0], change: both(remembering(store), change)}) {
					return
				}
				var has []ocpp201.MessageInfo
				loads(t, store, display.Record, &has)
				want, got := fmt.Sprint(contents(had)), fmt.Sprint(contents(has))
				if got != want {
					t.Errorf("expected the messages that were there before, %s, got %s", want, got)
				}
			})
		}
	}
}

// contents are those of messages, whose order is nobody's.
func contents(all []ocpp201.MessageInfo) (texts []string) {
	for _, m := range all {
		texts = append(texts, fmt.Sprintf("%d %s %s", m.ID, m.Priority, m.Message.Content))
	}
	slices.Sort(texts)
	return texts
}

// TestAMessageThatCannotBeClearedIsNotBlamedOnTheStationTwice: the cases that read all messages, or look for none, begin without any.
func TestAMessageThatCannotBeClearedIsNotBlamedOnTheStationTwice(t *testing.T) {
	for _, id := range []string{"TC_O_01_CS", "TC_O_02_CS", "TC_O_03_CS", "TC_O_08_CS", "TC_O_09_CS"} {
		store := station.Memory()
		all := messages()
		all[1].State = new(octt.DefaultConfigured().DisplayMessageState)
		saves(t, store, display.Record, all)
		p := play(t, id, setup{defects: []defects.Defect{defects.ClearedMessageUnknown}, change: remembering(store)})
		if p.Verdict != evidence.Inconclusive || !strings.Contains(p.Reason, "could not be cleared") {
			t.Errorf("%s: expected INCONCLUSIVE because of a message that could not be cleared, got %s: %s", id, p.Verdict, p.Reason)
		}
	}
}

// TestNoReservationOutlastsACase plays all cases of Reservation, also on a station that is switched to take none, which it is again then.
func TestNoReservationOutlastsACase(t *testing.T) {
	for _, c := range casesOf([]pics.Profile{pics.Reservation}) {
		for _, enabled := range []string{"true", "false"} {
			t.Run(c.ID+" "+enabled, func(t *testing.T) {
				t.Parallel()
				store := station.Memory()
				switched := onStation(func(c *station.Config) {
					if c.Capabilities.ReservationSwitch {
						c.Settings["ReservationCtrlr.Enabled"] = enabled
					}
				})
				var over time.Time // by the clock of the play
				after := func(*bench.Memory) { over = time.Now() }
				if !passes(t, c.ID, setup{mode: suites.Starts(c)[0], change: both(remembering(store), switched), after: after}) {
					return
				}
				var left []reservations.Reservation
				loads(t, store, reservations.Record, &left)
				left = slices.DeleteFunc(left, func(r reservations.Reservation) bool { return !r.Expires.After(over) })
				kept, err := store.Load(model.Record)
				if err != nil || len(left) > 0 || strings.Contains(strings.ToLower(string(kept)), "reservationctrlr") {
					t.Errorf("expected no reservation, and ReservationCtrlr.Enabled %s as it was made, got %+v and the settings %s, %v", enabled, left, kept, err)
				}
			})
		}
	}
}
