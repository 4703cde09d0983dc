package defects

// The defects of a clock that is set by NTP (part 2, ClockCtrlr.TimeSource).
const (
	NTPIgnored             Defect = "ntp-ignored"
	NTPStratumZeroTaken    Defect = "ntp-stratum-0-taken"
	NTPUnsynchronisedTaken Defect = "ntp-unsynchronised-taken"
	NTPADayOff             Defect = "ntp-a-day-off"
	HeartbeatBeforeNTP     Defect = "heartbeat-before-ntp"
)

var ofClock = []Info{
	{NTPIgnored, "No NTP server is asked, whatever the time sources are."},
	{NTPStratumZeroTaken, "The clock is set by an NTP answer of stratum 0."},
	{NTPUnsynchronisedTaken, "The clock is set by an NTP answer whose leap indicator says that its server is not synchronised."},
	{NTPADayOff, "NTP sets the clock to a day later than it tells."},
	{HeartbeatBeforeNTP, "The time that the CSMS tells sets the clock although NTP is the time source before it and answers."},
}
