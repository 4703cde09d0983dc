package pics

import "testing"

func TestAStationIsItsProductWhereNothingSpeaksAgainstIt(t *testing.T) {
	p := Product{Vendor: "ChargePoint Inc.", Designation: "CP Flex Plus EU", Model: "CP840-LTE-ETH-16A3-L5-MID", Firmware: "0.9.3"}
	for name, c := range map[string]struct {
		of   Product
		told Told
		want [3]bool // vendorName, model, firmwareVersion
	}{
		"all told, the model as far as it fits": {p, Told{"chargepoint inc. ", "CP840-LTE-ETH-16A3-L", "0.9.3"}, [3]bool{true, true, true}},
		"the designation for the model":         {p, Told{"ChargePoint Inc.", "CP Flex Plus EU", "0.9.3"}, [3]bool{true, true, true}},
		"nothing told":                          {p, Told{}, [3]bool{true, true, true}},
		"nothing declared":                      {Product{}, Told{"A", "B", "C"}, [3]bool{true, true, true}},
		"all others":                            {p, Told{"ChargePoint", "CP Flex", "0.9.30"}, [3]bool{false, false, false}},
		"another model that begins alike":       {p, Told{"ChargePoint Inc.", "CP840-LTE-ETH-16A3", "0.9.3"}, [3]bool{true, false, true}},
		"what it tells itself":                  {p, p.Tells(), [3]bool{true, true, true}},
	} {
		for i, compared := range c.of.Compare(c.told) {
			if compared.Same != c.want[i] {
				t.Errorf("%s: %s: expected %t, got %+v", name, compared.Field, c.want[i], compared)
			}
		}
	}
}
