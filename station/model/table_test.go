package model_test

import (
	"strconv"
	"sync"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
)

// someRows are a few variables of controllers and of places.
func someRows() []model.Row {
	rows := []model.Row{
		{Component: "OCPPCommCtrlr", Name: "OfflineThreshold", DataType: ocpp201.DataInteger, Value: "60", Set: true},
		{Component: "OCPPCommCtrlr", Name: "MessageAttempts", Instance: "TransactionEvent", DataType: ocpp201.DataInteger, Value: "3", Set: true},
		{Component: "ClockCtrlr", Name: "DateTime", DataType: ocpp201.DataDateTime, Measured: true},
	}
	for evse := range 40 {
		rows = append(rows, model.Row{Component: "EVSE", EVSE: &ocpp201.EVSE{ID: evse}, Name: "SupplyPhases", DataType: ocpp201.DataInteger, Value: strconv.Itoa(evse)})
	}
	return rows
}

func TestNamesAreFoundWithoutCase(t *testing.T) {
	m := model.New(model.NewTable(someRows()))
	at := &ocpp201.EVSE{ID: 7}
	for _, c := range []struct {
		component ocpp201.Component
		variable  ocpp201.Variable
		want      string // the value; empty where nothing is found
		known     bool   // the component is
	}{
		{ocpp201.Component{Name: "OCPPCommCtrlr"}, ocpp201.Variable{Name: "OfflineThreshold"}, "60", true},
		{ocpp201.Component{Name: "ocppcommctrlr"}, ocpp201.Variable{Name: "OFFLINETHRESHOLD"}, "60", true},
		{ocpp201.Component{Name: "OCPPCommCtrlr"}, ocpp201.Variable{Name: "OfflineThreshold", Instance: new("")}, "60", true},
		{ocpp201.Component{Name: "OCPPCommCtrlr"}, ocpp201.Variable{Name: "OfflineThreshold", Instance: new("X")}, "", true},
		{ocpp201.Component{Name: "OCPPCommCtrlr"}, ocpp201.Variable{Name: "messageattempts", Instance: new("TRANSACTIONEVENT")}, "3", true},
		{ocpp201.Component{Name: "OCPPCommCtrlr"}, ocpp201.Variable{Name: "MessageAttempts"}, "", true},
		{ocpp201.Component{Name: "OCPPCommCtrlr", EVSE: at}, ocpp201.Variable{Name: "OfflineThreshold"}, "", false},
		{ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: 7}}, ocpp201.Variable{Name: "SupplyPhases"}, "7", true},
		{ocpp201.Component{Name: "Evse", EVSE: &ocpp201.EVSE{ID: 0}}, ocpp201.Variable{Name: "SupplyPhases"}, "0", true},
		{ocpp201.Component{Name: "EVSE"}, ocpp201.Variable{Name: "SupplyPhases"}, "", false},
		{ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: 7, ConnectorID: new(1)}}, ocpp201.Variable{Name: "SupplyPhases"}, "", false},
	} {
		got := ""
		v, known := m.Find(c.component, c.variable)
		if v != nil {
			got = v.Read()
		}
		if got != c.want || known != c.known {
			t.Errorf("%+v %+v: expected %q of a component known %t, got %q and %t", c.component, c.variable, c.want, c.known, got, known)
		}
	}
}

// TestLivesOfOneTableDoNotSeeEachOther also lets the race detector look at what they share.
func TestLivesOfOneTableDoNotSeeEachOther(t *testing.T) {
	table := model.NewTable(someRows())
	var lives sync.WaitGroup
	for life := range 8 {
		lives.Go(func() {
			m, own := model.New(table), strconv.Itoa(1000+life)
			m.Measure(ocpp201.Component{Name: "ClockCtrlr"}, "DateTime", func() string { return own })
			v := m.Named("OCPPCommCtrlr.OfflineThreshold")
			v.AtBoot = life%2 == 0
			v.Check = func(string) error { return nil }
			if inForce := v.Take(own); inForce == v.AtBoot {
				t.Errorf("life %d: expected the new value in force %t, got %t", life, !v.AtBoot, inForce)
			}
			want := own
			if v.AtBoot {
				want = "60"
			}
			if got := m.Controller("OCPPCommCtrlr", "OfflineThreshold", "").Read(); got != want {
				t.Errorf("life %d: expected %s, got %s", life, want, got)
			}
			if got := m.Named("ClockCtrlr.DateTime").Read(); got != own {
				t.Errorf("life %d: expected to measure %s, got %s", life, own, got)
			}
		})
	}
	lives.Wait()
	if got := model.New(table).Integer("OCPPCommCtrlr", "OfflineThreshold", ""); got != 60 {
		t.Errorf("expected the next life to begin with the factory's 60, got %d", got)
	}
}

func BenchmarkLookUp(b *testing.B) {
	m := model.New(model.NewTable(someRows()))
	for name, c := range map[string]ocpp201.Component{
		"as written":      {Name: "OCPPCommCtrlr"},
		"in another case": {Name: "ocppCommCtrlr"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if v, _ := m.Find(c, ocpp201.Variable{Name: "OfflineThreshold"}); v == nil {
					b.Fatal("expected OfflineThreshold, got nothing")
				}
			}
		})
	}
}
