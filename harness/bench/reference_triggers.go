package bench

import "github.com/certbench/certbench/harness/pics"

var messages = []word{
	{pics.C_29_1, "MeterValues"}, {pics.C_29_2, "TransactionEvent"}, {pics.C_29_3, "LogStatusNotification"},
	{pics.C_29_4, "FirmwareStatusNotification"}, {pics.C_29_5, "StatusNotification"}, {pics.C_29_6, "BootNotification"},
}

// triggers are the messages that a PICS lets TriggerMessage ask for. Heartbeat is no feature: TC_F_20_CS is mandatory. Nor is
// SignChargingStationCertificate: TC_A_11_CS is mandatory in Advanced Security.
func triggers(d *pics.Declaration) []string {
	always := []string{"Heartbeat"}
	if d.Profiles[pics.AdvancedSecurity] == pics.Yes {
		always = append(always, "SignChargingStationCertificate")
	}
	return append(chosen(func(f pics.Feature) bool { return d.Answer(f) == pics.Yes }, messages), always...)
}
