package defects

// Defects of meter values: when they are read, what they show, how they are told and signed; and of a charging profile
// that comes with a remote start.
const (
	ProfileStartRejected             Defect = "profile-start-rejected"
	ProfileStartWithoutTransactionID Defect = "profile-start-without-transaction-id"
	ProfileStartIDMistaken           Defect = "profile-start-id-mistaken"
	ProfileStartNotCharging          Defect = "profile-start-not-charging"
)

var metering = []Info{
	{ProfileStartRejected, "A RequestStartTransaction with a chargingProfile is answered with Rejected."},
	{ProfileStartWithoutTransactionID, "A RequestStartTransaction with a chargingProfile is answered without the transactionId of the open transaction."},
	{ProfileStartIDMistaken, "After a RequestStartTransaction with a chargingProfile the remoteStartId is the profile's id."},
	{ProfileStartNotCharging, "After a RequestStartTransaction with a chargingProfile the EV gets no energy."},
}
