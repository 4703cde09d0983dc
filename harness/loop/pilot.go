package loop

import "github.com/certbench/certbench/station/lines"

// The circuit of the control pilot (IEC 61851-1, table A.2): a source of 12 V behind 1 kohm, then, beyond the diode of the
// EV, the resistors that the relays of a rig connect. Volt and ohm.
const (
	sourceVoltage = 12
	sourceOhm     = 1000
	diodeVoltage  = 0.7
)

// ohm is what each relay of an EV simulator connects between the pilot, behind the diode, and earth.
var ohm = map[string]float64{"cp": 2740, "ready": 1300, "ventilation": 270}

// voltage is that of the positive half-wave while the relays, by their roles, are closed. A short bridges the diode too.
func voltage(closed func(role string) bool) float64 {
	if closed("short") {
		return 0
	}
	conductance := 0.0
	for role, r := range ohm {
		if closed(role) {
			conductance += 1 / r
		}
	}
	if conductance == 0 {
		return sourceVoltage
	}
	load := 1 / conductance
	return diodeVoltage + (sourceVoltage-diodeVoltage)*load/(load+sourceOhm)
}

// ladder is what the comparators B, C, D and E of a board make of a voltage.
func ladder(volt float64) (active [4]bool) {
	for i, threshold := range lines.Thresholds() {
		active[i] = volt < threshold
	}
	return active
}
