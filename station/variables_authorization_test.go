package station_test

import (
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/product"
)

func TestAProductHasTheVariablesThatItDeclares(t *testing.T) {
	names := map[string][]string{
		"AuthCtrlr":      {"Enabled", "OfflineTxForUnknownIdEnabled", "DisableRemoteAuthorization", "MasterPassGroupId"},
		"AuthCacheCtrlr": {"Available", "Enabled", "LifeTime", "Policy", "Storage", "DisablePostAuthorize"},
		"TxCtrlr":        {"MaxEnergyOnInvalidId"},
	}
	everything := func(c *station.Config) { everyAuthorization(c); c.Capabilities.AuthorizationSwitch = true }
	nothing := func(c *station.Config) { c.Capabilities.OfflineTxForUnknownID = false }
	for _, product := range []struct {
		change func(*station.Config)
		has    bool
	}{{everything, true}, {nothing, false}} {
		bubble(t, product.change, func(r *rig) {
			for component, variables := range names {
				for _, name := range variables {
					if has := r.has(component, name); has != product.has {
						t.Errorf("%s.%s: expected it to exist = %t, got %t", component, name, product.has, has)
					}
				}
			}
		})
	}
}

func TestTheCachesVariablesTakeWhatThePartAllows(t *testing.T) {
	bubble(t, productOf(nil, func(c *station.Config) {
		c.Capabilities.CachePolicies = []string{product.PolicyFIFO, product.PolicyLRU}
	}), func(r *rig) {
		for _, row := range []struct{ component, name, value, want string }{
			{"AuthCacheCtrlr", "Policy", "LRU", "Accepted"},
			{"AuthCacheCtrlr", "Policy", "LFU", "Rejected"},
			{"AuthCacheCtrlr", "LifeTime", "0", "Rejected"},
			{"AuthCacheCtrlr", "LifeTime", "1", "Accepted"},
			{"AuthCacheCtrlr", "Available", "false", "Rejected"},
			{"AuthCacheCtrlr", "Storage", "0", "Rejected"},
			{"AuthCtrlr", "MasterPassGroupId", "1234567890123456789012345678901234567", "Rejected"},
			{"AuthCtrlr", "MasterPassGroupId", "POLICE", "Accepted"},
			{"TxCtrlr", "MaxEnergyOnInvalidId", "-1", "Rejected"},
		} {
			f := r.ask("SetVariables", `{"setVariableData":[{"component":{"name":"`+row.component+`"},"variable":{"name":"`+row.name+`"},"attributeValue":"`+row.value+`"}]}`)
			if got := attributeStatus(t, f.Payload); got != row.want {
				t.Errorf("%s.%s = %s: expected %s, got %s", row.component, row.name, row.value, row.want, got)
			}
		}
		r.reboot()
		if got := r.variable("AuthCtrlr", 0, "MasterPassGroupId"); got != "POLICE" {
			t.Errorf("expected the setting to survive a reboot, got %q", got)
		}
	})
}

func attributeStatus(t *testing.T, payload []byte) string {
	t.Helper()
	var r ocpp201.SetVariablesResponse
	if err := ocpp201.Decode(payload, &r); err != nil {
		t.Fatal(err)
	}
	return string(r.SetVariableResult[0].AttributeStatus)
}

// has tells whether the station has a variable of a controller.
func (r *rig) has(component, name string) bool {
	r.Helper()
	f := r.ask("GetVariables", `{"getVariableData":[{"component":{"name":"`+component+`"},"variable":{"name":"`+name+`"}}]}`)
	var got ocpp201.GetVariablesResponse
	if err := ocpp201.Decode(f.Payload, &got); err != nil {
		r.Fatal(err)
	}
	return got.GetVariableResult[0].AttributeStatus == ocpp201.GetVariableStatusAccepted
}
