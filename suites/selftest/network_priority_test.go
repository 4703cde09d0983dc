package selftest

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// whenOrdered has a station do something as soon as it has another NetworkConfigurationPriority.
func whenOrdered(does func(*station.Firmware)) func(*bench.MemoryParts) {
	return onStation(func(c *station.Config) {
		before := c.Patch
		c.Patch = func(fw *station.Firmware) {
			before(fw)
			fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
				pass(m)
				q, _ := m.Request.(ocpp201.SetVariablesRequest)
				for _, d := range q.SetVariableData {
					if d.Variable.Name == "NetworkConfigurationPriority" {
						fw.Kernel.After(0, func() { does(fw) })
					}
				}
			})
		}
	})
}

// TestNetworkProfilesAreTurnedToInAnyOrderOfTheCases plays the cases that move a station on stations that turn to another profile when they are
// reset, and on those that do not wait for it: none finds the station away, or another than it takes it for.
func TestNetworkProfilesAreTurnedToInAnyOrderOfTheCases(t *testing.T) {
	for name, change := range map[string]func(*bench.MemoryParts){
		"by a reset": func(*bench.MemoryParts) {},
		"takes it at its next boot": can(func(c *station.Capabilities) {
			c.RebootRequired = []string{"OCPPCommCtrlr.NetworkConfigurationPriority"}
		}),
		"connects at once": whenOrdered(func(fw *station.Firmware) {
			fw.Wire.GoOffline(false)
			fw.Wire.SetOut(true)
			fw.Wire.Connect()
		}),
		"boots at once": whenOrdered(func(fw *station.Firmware) {
			fw.Kernel.End(kernel.Ending{Reason: string(ocpp201.BootReasonLocalReset)})
		}),
	} {
		for _, order := range []string{
			"TC_B_45_CS TC_B_46_CS TC_B_47_CS TC_B_49_CS TC_B_50_CS TC_B_51_CS",
			"TC_B_51_CS TC_B_50_CS TC_B_49_CS TC_B_46_CS TC_B_45_CS TC_B_45_CS TC_B_49_CS",
		} {
			t.Run(name+"/"+order[:len("TC_B_45_CS")], func(t *testing.T) {
				t.Parallel()
				plays := playsInTurn(t, strings.Fields(order), setup{product: "full", profile: 2, change: change})
				for i := range plays {
					hasPassed(t, &plays[i], "")
				}
			})
		}
	}
}
