package station

import (
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
)

// shippedFor is what New needs at least.
func shippedFor(layout panel.Layout, can Capabilities) Config {
	return Config{ID: "CS-1", CSMSURL: "ws://csms.example.com/ocpp", Panel: panel.New(layout), Layout: layout, Capabilities: can}
}

func mustBeMade(t testing.TB, c Config) *Station {
	t.Helper()
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStationsOfOneProductShareTheTableOfTheirVariables(t *testing.T) {
	one, two := panel.Layout{{ID: 1, Connectors: []int{1}}}, panel.Layout{{ID: 1, Connectors: []int{1}}, {ID: 2, Connectors: []int{1}}}
	first := mustBeMade(t, shippedFor(one, Reference()))
	other := shippedFor(one, Reference())
	other.ID, other.Password = "CS-2", "0123456789abcdef"
	if mustBeMade(t, other).table != first.table {
		t.Error("expected two stations of one product to have one table, got two")
	}
	without := Reference()
	without.TimeZone = false
	for what, c := range map[string]Config{"other capabilities": shippedFor(one, without), "another layout": shippedFor(two, Reference())} {
		if mustBeMade(t, c).table == first.table {
			t.Errorf("%s: expected another table, got the same", what)
		}
	}
}

func TestEveryMeasuredVariableIsRead(t *testing.T) {
	layout := panel.Layout{{ID: 1, Connectors: []int{1}, FixedCable: true}, {ID: 2, Connectors: []int{1, 2}}}
	fw := newFirmware(mustBeMade(t, shippedFor(layout, Reference())), ocpp201.BootReasonPowerUp)
	for _, v := range fw.Model.Where(func(v *model.Variable) bool { return v.Measured && v.Computed == nil }) {
		t.Errorf("%s.%s: expected a room to say how it is measured (Model.Measure), none does", v.Component.Name, v.Variable.Name)
	}
}

// BenchmarkBoot is the device model of a boot, made anew as each boot once did, and from the table of the product; and a whole life.
func BenchmarkBoot(b *testing.B) {
	layout := panel.Layout{{ID: 1, Connectors: []int{1}}, {ID: 2, Connectors: []int{1}}}
	kind := &product.Type{Vendor: "certbench", Model: "Reference", Capabilities: Reference().Filled()}
	b.Run("table anew", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			model.New(newTable(kind, layout))
		}
	})
	b.Run("table of the product", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			model.New(tableOf(kind, layout))
		}
	})
	b.Run("firmware", func(b *testing.B) {
		s := mustBeMade(b, shippedFor(layout, Reference()))
		b.ReportAllocs()
		for b.Loop() {
			newFirmware(s, ocpp201.BootReasonPowerUp)
		}
	})
}
