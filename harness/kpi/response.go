package kpi

// response is the indicator of which every CALL makes a sample as soon as it is answered.
var response = Indicator{
	ID:   Response,
	Name: "OCPP response time",
	Definition: "From each CALL that the CSMS sends to the CALLRESULT or CALLERROR with which the station answers it, " +
		"for every action.",
	Qualified: "Every CALL counts that was answered on the connection it was sent on, unless more had come behind the answer before the " +
		"bench read it: then nothing tells when the answer itself came.",
}
