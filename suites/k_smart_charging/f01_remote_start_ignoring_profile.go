package k_smart_charging

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_K_38_CS starts the session from the CSMS with a TxProfile, on a station that does no smart charging.
//
// Steps 1 to 6 are those of the state Authorized (remote), with a profile in the request. That the profile is ignored
// (F01.FR.12) is judged by what the table has: the request is accepted and the EV charges all the same. What flows is not
// measured, because no row asks for it.
var TC_K_38_CS = octt.Register(octt.Case{
	ID:     "TC_K_38_CS",
	Before: octt.States(states.EVConnectedPreSession),
	Main: func(s *octt.Scenario) {
		states.StartRemotely(s, txProfile(s))
		s.Reach(7, states.EnergyTransferStarted)
		s.Check(7, "The energy transfer has started, whatever the profile.", s.ChargingState, ocpp201.ChargingStateCharging, "F01.FR.12")
	},
})

// txProfile is the profile of the table. The schema asks for ids and a stackLevel, of which the table says nothing.
func txProfile(s *octt.Scenario) ocpp201.ChargingProfile {
	return ocpp201.ChargingProfile{
		ID: 1, StackLevel: 0,
		ChargingProfilePurpose: ocpp201.ChargingProfilePurposeTxProfile,
		ChargingProfileKind:    ocpp201.ChargingProfileKindRelative,
		ChargingSchedule: []ocpp201.ChargingSchedule{{
			ID: 1, ChargingRateUnit: s.Configured.ChargingRateUnit,
			ChargingSchedulePeriod: []ocpp201.ChargingSchedulePeriod{{
				StartPeriod: 0, NumberPhases: &s.Configured.NumberPhases, Limit: 6 * limitMultiplier(&s.Configured),
			}},
		}},
	}
}

// limitMultiplier turns a limit in A into one of the configured unit, at 230 V on each phase. Erratum 6.2.69 sets it in
// place of the table's own 6000 W.
func limitMultiplier(c *octt.Configured) float64 {
	if c.ChargingRateUnit == ocpp201.ChargingRateUnitW {
		return 230 * float64(c.NumberPhases)
	}
	return 1
}
