package defects

// Defects of transactions: what starts them, what ends them, and how that is told.
const (
	EnergyStartAtPlug             Defect = "energy-start-at-plug"
	EnergyStartWithoutToken       Defect = "energy-start-without-token"
	EnergyStartWithoutEVSE        Defect = "energy-start-without-evse"
	EnergyStartWrongState         Defect = "energy-start-wrong-state"
	EnergyStartWrongTrigger       Defect = "energy-start-wrong-trigger"
	AuthorizedStartNeedsEV        Defect = "authorized-start-needs-ev"
	AuthorizedStartWrongTrigger   Defect = "authorized-start-wrong-trigger"
	AuthorizedStartWrongTokenType Defect = "authorized-start-wrong-token-type"
	RemoteStartIDOffByOne         Defect = "remote-start-id-off-by-one"
	RemoteStartedWithoutToken     Defect = "remote-started-without-token"
	RemoteStartedAsUpdated        Defect = "remote-started-as-updated"
	ConnectedStartNeedsDriver     Defect = "connected-start-needs-driver"
	ConnectedStartWrongState      Defect = "connected-start-wrong-state"
	ConnectedStartWrongConnector  Defect = "connected-start-wrong-connector"
	AuthorizedLaterWithoutToken   Defect = "authorized-later-without-token"
	AuthorizedLaterAsStarted      Defect = "authorized-later-as-started"
	ChargingAsEnded               Defect = "charging-as-ended"
	PlugAsEnded                   Defect = "plug-as-ended"
	PlugAsRemoteStart             Defect = "plug-as-remote-start"
	NotReadyAsCharging            Defect = "not-ready-as-charging"
	NotReadyAsSuspendedEVSE       Defect = "not-ready-as-suspended-evse"
	NotReadyWithoutState          Defect = "not-ready-without-state"
	NotReadyWrongTrigger          Defect = "not-ready-wrong-trigger"
	NotReadyNotTold               Defect = "not-ready-not-told"
	NotReadyEnds                  Defect = "not-ready-ends"
	TimeoutReasonOmitted          Defect = "timeout-reason-omitted"
	TimeoutKeepsAuthorization     Defect = "timeout-keeps-authorization"
	NeverAskAsks                  Defect = "never-ask-asks"
	NeverAskAsksLate              Defect = "never-ask-asks-late"
	NeverAskAccepts               Defect = "never-ask-accepts"
	NeverAskStartsAtPlug          Defect = "never-ask-starts-at-plug"
	LocalStopReasonRemote         Defect = "local-stop-reason-remote"
	LocalStopToldLate             Defect = "local-stop-told-late"
	StoppedByNobodysToken         Defect = "stopped-by-nobodys-token"
	LocalStopWrongTokenType       Defect = "local-stop-wrong-token-type"
	ChargingAtAnotherEVSE         Defect = "charging-at-another-evse"
	ChargingBeforePlug            Defect = "charging-before-plug"
	SuspendedAsEnded              Defect = "suspended-as-ended"
	LocalStopToldTwice            Defect = "local-stop-told-twice"
	RemoteStopReasonLocal         Defect = "remote-stop-reason-local"
	RemoteStopReasonOmitted       Defect = "remote-stop-reason-omitted"
	RemoteStopLate                Defect = "remote-stop-late"
	PathStopNeedsUnplug           Defect = "path-stop-needs-unplug"
	PathStopNeedsDriver           Defect = "path-stop-needs-driver"
	AuthorizedStopNeedsUnplug     Defect = "authorized-stop-needs-unplug"
	EnergyStopIgnored             Defect = "energy-stop-ignored"
	EnergyStopNotByEV             Defect = "energy-stop-not-by-ev"
	EnergyStopToldLate            Defect = "energy-stop-told-late"
	StoppedByEVReasonLocal        Defect = "stopped-by-ev-reason-local"
	StoppedByEVReasonOmitted      Defect = "stopped-by-ev-reason-omitted"
	StoppedByEVWrongTrigger       Defect = "stopped-by-ev-wrong-trigger"
	StoppedByEVStillCharging      Defect = "stopped-by-ev-still-charging"
	StoppedByEVAsUpdated          Defect = "stopped-by-ev-as-updated"
	ConnectedStopIgnored          Defect = "connected-stop-ignored"
	LostEVReasonLocal             Defect = "lost-ev-reason-local"
	LostEVReasonOmitted           Defect = "lost-ev-reason-omitted"
	LostEVWithoutState            Defect = "lost-ev-without-state"
	LostEVStillSuspended          Defect = "lost-ev-still-suspended"
	LostEVWrongTrigger            Defect = "lost-ev-wrong-trigger"
	UnplugAfterStopNotTold        Defect = "unplug-after-stop-not-told"
	UnplugAfterStopAsUpdated      Defect = "unplug-after-stop-as-updated"
	UnplugAfterStopReasonTimeout  Defect = "unplug-after-stop-reason-timeout"
	UnplugAfterStopAnotherID      Defect = "unplug-after-stop-another-id"
	BayStopIgnored                Defect = "bay-stop-ignored"
	BayStopAtUnplug               Defect = "bay-stop-at-unplug"
	DepartureNotTold              Defect = "departure-not-told"
	DepartureWrongTrigger         Defect = "departure-wrong-trigger"
	DepartureAsUpdated            Defect = "departure-as-updated"
	DepartureWrongReason          Defect = "departure-wrong-reason"
	TransactionIDTooLong          Defect = "transaction-id-too-long"
)

var transactions = []Info{
	{EnergyStartAtPlug, "Where TxStartPoint is EnergyTransfer alone, a transaction starts when an authorized driver's EV is connected."},
	{EnergyStartWithoutToken, "A TransactionEvent that begins a transaction with the energy transfer carries no idToken."},
	{EnergyStartWithoutEVSE, "A TransactionEvent that begins a transaction with the energy transfer carries no evse."},
	{EnergyStartWrongState, "A TransactionEvent that begins a transaction with the energy transfer has the chargingState SuspendedEV."},
	{EnergyStartWrongTrigger, "A TransactionEvent that begins a transaction with the energy transfer has the triggerReason CablePluggedIn."},
	{AuthorizedStartNeedsEV, "Where TxStartPoint is Authorized alone, a transaction starts only when the EV is connected too."},
	{AuthorizedStartWrongTrigger, "Where TxStartPoint is Authorized alone, the TransactionEvent that begins a transaction has the triggerReason CablePluggedIn."},
	{AuthorizedStartWrongTokenType, "Where TxStartPoint is Authorized alone, the idToken of the TransactionEvent that begins a transaction has the type Local."},
	{RemoteStartIDOffByOne, "A TransactionEvent carries the remoteStartId of its request plus one."},
	{RemoteStartedWithoutToken, "A TransactionEvent with the triggerReason RemoteStart carries no idToken."},
	{RemoteStartedAsUpdated, "A TransactionEvent that begins a transaction with the triggerReason RemoteStart has the eventType Updated."},
	{ConnectedStartNeedsDriver, "Where TxStartPoint is EVConnected alone, a transaction starts only when a driver is authorized too."},
	{ConnectedStartWrongState, "Where TxStartPoint is EVConnected alone, the TransactionEvent that begins a transaction has the chargingState Idle."},
	{ConnectedStartWrongConnector, "Where TxStartPoint is EVConnected alone, the TransactionEvent that begins a transaction names the next connector."},
	{AuthorizedLaterWithoutToken, "Where TxStartPoint is EVConnected alone, the TransactionEvent that tells of the authorization carries no idToken."},
	{AuthorizedLaterAsStarted, "Where TxStartPoint is EVConnected alone, the TransactionEvent that tells of the authorization has the eventType Started."},
	{ChargingAsEnded, "A TransactionEvent that tells that an EV charges in a transaction has the eventType Ended."},
	{PlugAsEnded, "A TransactionEvent that tells of the plug in a transaction has the eventType Ended."},
	{PlugAsRemoteStart, "A TransactionEvent that tells of the plug has the triggerReason RemoteStart."},
	{NotReadyAsCharging, "A TransactionEvent that would tell of SuspendedEV tells of Charging."},
	{NotReadyAsSuspendedEVSE, "A TransactionEvent that would tell of SuspendedEV tells of SuspendedEVSE."},
	{NotReadyWithoutState, "A TransactionEvent that would tell of SuspendedEV carries no chargingState."},
	{NotReadyWrongTrigger, "A TransactionEvent that tells of SuspendedEV with the triggerReason ChargingStateChanged has ChargingRateChanged."},
	{NotReadyNotTold, "No TransactionEvent tells that a connected EV takes none of the energy offered."},
	{NotReadyEnds, "A transaction whose EV takes none of the energy offered ends."},
	{TimeoutReasonOmitted, "After EVConnectionTimeOut the transaction ends without a stoppedReason."},
	{TimeoutKeepsAuthorization, "After EVConnectionTimeOut the EV that is connected next is charged."},
	{NeverAskAsks, "An AuthorizeRequest is sent although DisableRemoteAuthorization is true."},
	{NeverAskAsksLate, "An AuthorizeRequest is sent after ten seconds although DisableRemoteAuthorization is true."},
	{NeverAskAccepts, "With DisableRemoteAuthorization true a token that is not known is treated as Accepted."},
	{NeverAskStartsAtPlug, "With DisableRemoteAuthorization true a token that is not known authorizes the EV that is connected next."},
	{LocalStopReasonRemote, "A transaction that is stopped at the station has the stoppedReason Remote."},
	{LocalStopToldLate, "A transaction is stopped a minute after the token that stops it was presented."},
	{StoppedByNobodysToken, "A TransactionEvent by which a token ends the transaction carries another idToken that nobody has presented."},
	{LocalStopWrongTokenType, "A TransactionEvent by which a token ends the transaction carries it with the type Local."},
	{ChargingAtAnotherEVSE, "A TransactionEvent that tells of Charging after others names EVSE 2, wherever the EV is."},
	{ChargingBeforePlug, "A TransactionEvent that begins a transaction before an EV is connected has the chargingState Charging."},
	{SuspendedAsEnded, "A TransactionEvent that tells of SuspendedEV has the eventType Ended, and the transaction goes on."},
	{LocalStopToldTwice, "The TransactionEvent by which a token ends the transaction is sent twice, with two seqNos."},
	{RemoteStopReasonLocal, "A transaction that is stopped by the CSMS has the stoppedReason Local."},
	{RemoteStopReasonOmitted, "A transaction that is stopped by the CSMS ends without a stoppedReason."},
	{RemoteStopLate, "A transaction is stopped a minute after RequestStopTransaction was answered with Accepted."},
	{PathStopNeedsUnplug, "Where TxStopPoint is PowerPathClosed alone, the transaction does not end with the authorization."},
	{PathStopNeedsDriver, "Where TxStopPoint is PowerPathClosed alone, the transaction does not end when the EV is lost."},
	{AuthorizedStopNeedsUnplug, "Where TxStopPoint is Authorized alone, a stop does not end the transaction."},
	{EnergyStopIgnored, "Where TxStopPoint is EnergyTransfer alone, the transaction does not end with the energy transfer."},
	{EnergyStopNotByEV, "Where TxStopPoint is EnergyTransfer alone, the transaction does not end when the EV ends the energy transfer."},
	{EnergyStopToldLate, "That the EV has ended the energy transfer is noticed a minute later."},
	{StoppedByEVReasonLocal, "A transaction that the EV ends has the stoppedReason Local."},
	{StoppedByEVReasonOmitted, "A transaction that the EV ends has no stoppedReason."},
	{StoppedByEVWrongTrigger, "A TransactionEvent by which the EV ends the transaction has the triggerReason StopAuthorized."},
	{StoppedByEVStillCharging, "A TransactionEvent by which the EV ends the transaction has the chargingState Charging."},
	{StoppedByEVAsUpdated, "A TransactionEvent by which the EV ends the transaction has the eventType Updated."},
	{ConnectedStopIgnored, "Where TxStopPoint is EVConnected alone, the transaction does not end when the EV is lost."},
	{LostEVReasonLocal, "A transaction that ends because an EV is lost that had suspended has the stoppedReason Local."},
	{LostEVReasonOmitted, "A transaction that ends because an EV is lost that had suspended has no stoppedReason."},
	{LostEVWithoutState, "A TransactionEvent that tells of the loss of an EV that had suspended carries no chargingState."},
	{LostEVStillSuspended, "A TransactionEvent that tells of the loss of an EV that had suspended has the chargingState SuspendedEV."},
	{LostEVWrongTrigger, "A TransactionEvent that tells of the loss of an EV that had suspended has the triggerReason ChargingStateChanged."},
	{UnplugAfterStopNotTold, "No TransactionEvent tells that the EV is disconnected after a stop, and the transaction stays open."},
	{UnplugAfterStopAsUpdated, "The TransactionEvent by which disconnecting the EV after a stop ends the transaction has the eventType Updated."},
	{UnplugAfterStopReasonTimeout, "A transaction that ends by disconnecting the EV after a stop has the stoppedReason Timeout."},
	{UnplugAfterStopAnotherID, "The TransactionEvent that tells of disconnecting the EV after a stop carries another transactionId."},
	{BayStopIgnored, "Where TxStopPoint is ParkingBayOccupancy alone, the transaction does not end when the EV leaves."},
	{BayStopAtUnplug, "Where TxStopPoint is ParkingBayOccupancy alone, the transaction ends when the EV is disconnected."},
	{DepartureNotTold, "No TransactionEvent tells that the EV leaves the parking bay, and the transaction stays open."},
	{DepartureWrongTrigger, "A TransactionEvent that would have the triggerReason EVDeparted has EVDetected."},
	{DepartureAsUpdated, "A TransactionEvent with the triggerReason EVDeparted that would be Ended is Updated."},
	{DepartureWrongReason, "A transaction that ends when the EV leaves the parking bay has the stoppedReason EVDisconnected."},
	{TransactionIDTooLong, "The id of a transaction has 37 characters, one more than an identifier of its kind may have."},
}
