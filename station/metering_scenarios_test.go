package station_test

import "time"

// meteringScenarios are those of meter values, and of a remote start with a charging profile.
var meteringScenarios = []scenario{
	{name: "clock-aligned values to the end of a transaction", settings: metered(map[string]string{
		"AlignedDataCtrlr.TxEndedInterval": "20", "SampledDataCtrlr.TxEndedMeasurands": "",
	}), play: charge},
	{name: "sampled values to the end of a transaction", settings: metered(map[string]string{
		"SampledDataCtrlr.TxEndedInterval": "20", "SampledDataCtrlr.TxUpdatedInterval": "20",
	}), play: charge},
	{name: "clock-aligned values while idle only", settings: metered(map[string]string{
		"AlignedDataCtrlr.Interval": "20", "AlignedDataCtrlr.SendDuringIdle": "true",
	}), play: charge},
	{name: "clock-aligned values of two EVSEs", settings: metered(map[string]string{"AlignedDataCtrlr.Interval": "20"}), play: charge},
	{name: "values that a meter signs to the end of a transaction", settings: metered(map[string]string{
		"SampledDataCtrlr.SignReadings": "true", "AlignedDataCtrlr.SignReadings": "true", "AlignedDataCtrlr.TxEndedInterval": "20",
	}), play: charge},
	{name: "a remote start with a charging profile", settings: byPlug, play: func(r *rig) {
		r.in()
		r.request("RequestStartTransaction", `{"idToken":{"idToken":"CARD","type":"ISO14443"},"remoteStartId":7,"evseId":1,
			"chargingProfile":{"id":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative",
			"chargingSchedule":[{"id":1,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":6}]}]}}`)
		r.pass(5 * time.Second)
	}},
}

// charge is a transaction of a minute, with half a minute before and after it.
func charge(r *rig) {
	r.pass(30 * time.Second)
	r.in()
	r.pass(70 * time.Second)
	r.out()
	r.pass(30 * time.Second)
}

// metered has the settings beside two measurands in every list, and the plug begin and end transactions.
func metered(settings map[string]string) map[string]string {
	all := map[string]string{"TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected"}
	for _, list := range []string{"AlignedDataCtrlr.Measurands", "AlignedDataCtrlr.TxEndedMeasurands", "SampledDataCtrlr.TxStartedMeasurands",
		"SampledDataCtrlr.TxUpdatedMeasurands", "SampledDataCtrlr.TxEndedMeasurands"} {
		all[list] = register + ",Voltage"
	}
	for name, value := range settings {
		all[name] = value
	}
	return all
}
