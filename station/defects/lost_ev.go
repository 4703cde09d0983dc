package defects

// Defects of an EV that is lost at its end of the cable and may come back, and of the parking bay that starts a transaction.
const (
	LostEVStaysAuthorized       Defect = "lost-ev-stays-authorized"
	LostEVAlwaysDeauthorized    Defect = "lost-ev-always-deauthorized"
	LostEVToldLate              Defect = "lost-ev-told-late"
	LostEVKeepsLock             Defect = "lost-ev-keeps-lock"
	LostEVCableNotFreed         Defect = "lost-ev-cable-not-freed"
	LostEVCableFreedLate        Defect = "lost-ev-cable-freed-late"
	SuspendedLossNotTold        Defect = "suspended-loss-not-told"
	SuspendedLossStillThere     Defect = "suspended-loss-still-there"
	ReturnNotTold               Defect = "return-not-told"
	ReturnWrongTrigger          Defect = "return-wrong-trigger"
	ReturnWithoutEVSE           Defect = "return-without-evse"
	ReturnTwoMessagesInOne      Defect = "return-two-messages-in-one"
	ReturnStaysIdle             Defect = "return-stays-idle"
	ReturnAsksAgain             Defect = "return-asks-again"
	FixedCableStaysOccupied     Defect = "fixed-cable-stays-occupied"
	SuspendedNeverTimesOut      Defect = "suspended-never-times-out"
	SuspendedTimesOutLate       Defect = "suspended-times-out-late"
	SuspendedTimeoutAsLoss      Defect = "suspended-timeout-as-loss"
	SuspendedTimeoutWrongReason Defect = "suspended-timeout-wrong-reason"
	BayEntryStartsNothing       Defect = "bay-entry-starts-nothing"
	BayEntryWrongTrigger        Defect = "bay-entry-wrong-trigger"
	BayEntryToldLate            Defect = "bay-entry-told-late"
)

var lostEVs = []Info{
	{LostEVStaysAuthorized, "StopTxOnEVSideDisconnect counts as false whatever it is."},
	{LostEVAlwaysDeauthorized, "StopTxOnEVSideDisconnect counts as true whatever it is."},
	{LostEVToldLate, "That an authorized EV is lost is noticed a minute later."},
	{LostEVKeepsLock, "UnlockOnEVSideDisconnect counts as false whatever it is."},
	{LostEVCableNotFreed, "A cable that is held after its EV was lost is not freed by the idToken."},
	{LostEVCableFreedLate, "A cable that is held after its EV was lost is freed a minute after the idToken was presented."},
	{SuspendedLossNotTold, "No TransactionEvent tells that an EV is lost that stays authorized."},
	{SuspendedLossStillThere, "A TransactionEvent that tells of the loss of an EV and ends no transaction has the chargingState EVConnected."},
	{ReturnNotTold, "No TransactionEvent tells that a lost EV is connected again."},
	{ReturnWrongTrigger, "The TransactionEvent that tells that a lost EV is connected again has the triggerReason EVDetected."},
	{ReturnWithoutEVSE, "The TransactionEvent that tells that a lost EV is connected again carries no evse."},
	{ReturnTwoMessagesInOne, "The TransactionEvent that tells that a lost EV is connected again tells of Charging already."},
	{ReturnStaysIdle, "A lost EV that is connected again is offered no energy."},
	{ReturnAsksAgain, "An AuthorizeRequest is sent when a lost EV is connected again."},
	{FixedCableStaysOccupied, "A connector with a fixed cable stays Occupied while the EV that is lost stays authorized."},
	{SuspendedNeverTimesOut, "The authorization of a lost EV never ends by itself."},
	{SuspendedTimesOutLate, "The authorization of a lost EV ends after three times EVConnectionTimeOut."},
	{SuspendedTimeoutAsLoss, "The end of the authorization of a lost EV has the triggerReason EVCommunicationLost."},
	{SuspendedTimeoutWrongReason, "The end of the authorization of a lost EV has the stoppedReason EVDisconnected."},
	{BayEntryStartsNothing, "An EV that drives into the parking bay starts no transaction."},
	{BayEntryWrongTrigger, "A TransactionEvent that would have the triggerReason EVDetected has CablePluggedIn."},
	{BayEntryToldLate, "That an EV has driven into the parking bay is noticed a minute later."},
}
