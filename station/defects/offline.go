package defects

// Defects of what happened offline and is told afterwards, of tokens that are refused then, and of what the Authorization
// Cache keeps, forgets and clears.
const (
	OfflineTokenLost             Defect = "offline-token-lost"
	OfflineTokenWrongType        Defect = "offline-token-wrong-type"
	OfflineAuthorizedOnline      Defect = "offline-authorized-online"
	OfflineChargingOnline        Defect = "offline-charging-online"
	OfflineNeverCharges          Defect = "offline-never-charges"
	OfflineQueueLastOnly         Defect = "offline-queue-last-only"
	OfflineQueueWaits            Defect = "offline-queue-waits"
	DeauthorizedMarkedOffline    Defect = "deauthorized-marked-offline"
	DeauthorizedWithoutReason    Defect = "deauthorized-without-reason"
	DeauthorizedAsUpdated        Defect = "deauthorized-as-updated"
	DeauthorizedAsEnded          Defect = "deauthorized-as-ended"
	DeauthorizedStillCharging    Defect = "deauthorized-still-charging"
	DeauthorizedLate             Defect = "deauthorized-late"
	RefusedSuspendsLate          Defect = "refused-suspends-late"
	RefusedAsEnded               Defect = "refused-as-ended"
	RefusedWithoutState          Defect = "refused-without-state"
	RefusedResumes               Defect = "refused-resumes"
	RefusedStopsNoMore           Defect = "refused-stops-no-more"
	RefusedStopAsked             Defect = "refused-stop-asked"
	MaxEnergyTooSmall            Defect = "max-energy-too-small"
	MaxEnergyDeauthorizes        Defect = "max-energy-deauthorizes"
	CacheLostOnPowerCut          Defect = "cache-lost-on-power-cut"
	CacheStatusLostOnReboot      Defect = "cache-status-lost-on-reboot"
	PreAuthorizeLostOnReboot     Defect = "pre-authorize-lost-on-reboot"
	PreAuthorizeNeedsReboot      Defect = "pre-authorize-needs-reboot"
	PreAuthorizeOffRefuses       Defect = "pre-authorize-off-refuses"
	FirstTokenAskedAfterBoot     Defect = "first-token-asked-after-boot"
	AuthorizedAsStarted          Defect = "authorized-as-started"
	TransactionIDReused          Defect = "transaction-id-reused"
	SecondPlugUntold             Defect = "second-plug-untold"
	NotReadyAfterDeauthorization Defect = "not-ready-after-deauthorization"
	HeldCableNotUnlocked         Defect = "held-cable-not-unlocked"
	HeldCableCalledAuthorized    Defect = "held-cable-called-authorized"
	ClearCacheKeepsLastUsed      Defect = "clear-cache-keeps-last-used"
	ClearCacheLate               Defect = "clear-cache-late"
	ClearCacheNotSupported       Defect = "clear-cache-not-supported"
	ClearCacheErrorWhenDisabled  Defect = "clear-cache-error-when-disabled"
	ClearedTokenRefused          Defect = "cleared-token-refused"
	LifeTimeInMinutes            Defect = "lifetime-in-minutes"
	LifeTimeDoubled              Defect = "lifetime-doubled"
	LifeTimeNeedsReboot          Defect = "lifetime-needs-reboot"
	ExpiredEntryRefused          Defect = "expired-entry-refused"
)

var offline = []Info{
	{OfflineTokenLost, "No TransactionEvent of an offline period carries an idToken."},
	{OfflineTokenWrongType, "TransactionEvents of an offline period carry the idToken with the type Local."},
	{OfflineAuthorizedOnline, "A TransactionEvent of an offline period with the triggerReason Authorized does not carry the flag offline."},
	{OfflineChargingOnline, "A TransactionEvent of an offline period that tells of Charging does not carry the flag offline."},
	{OfflineNeverCharges, "While offline the station offers no energy to an EV that has none yet."},
	{OfflineQueueLastOnly, "Of an offline period only the last TransactionEvent is sent."},
	{OfflineQueueWaits, "TransactionEvents of an offline period are sent when the next one has happened, and not before."},
	{DeauthorizedMarkedOffline, "A TransactionEvent with the triggerReason Deauthorized carries the flag offline."},
	{DeauthorizedWithoutReason, "A transaction that ends with the stoppedReason DeAuthorized tells no stoppedReason."},
	{DeauthorizedAsUpdated, "A TransactionEvent with the triggerReason Deauthorized that would be Ended is Updated."},
	{DeauthorizedAsEnded, "A TransactionEvent with the triggerReason Deauthorized that would be Updated is Ended."},
	{DeauthorizedStillCharging, "A TransactionEvent with the triggerReason Deauthorized that would tell of EVConnected tells of Charging."},
	{DeauthorizedLate, "With StopTxOnInvalidId true the transaction of a refused token is deauthorized a minute after the refusal."},
	{RefusedSuspendsLate, "With StopTxOnInvalidId false the energy of a refused token stops a minute after the refusal."},
	{RefusedAsEnded, "A TransactionEvent that would tell of SuspendedEVSE as Updated is Ended."},
	{RefusedWithoutState, "A TransactionEvent that would tell of SuspendedEVSE tells no chargingState."},
	{RefusedResumes, "The energy of a refused token flows again a second after it was stopped."},
	{RefusedStopsNoMore, "A token that was refused during its transaction does not stop it."},
	{RefusedStopAsked, "A token that was refused during its transaction stops it only after an AuthorizeRequest."},
	{MaxEnergyTooSmall, "Only a hundredth of MaxEnergyOnInvalidId is delivered."},
	{MaxEnergyDeauthorizes, "While MaxEnergyOnInvalidId lasts a TransactionEvent with the triggerReason Deauthorized tells of the refusal."},
	{CacheLostOnPowerCut, "The Authorization Cache survives a reset and is empty after a power cut."},
	{CacheStatusLostOnReboot, "After a reboot every entry of the Authorization Cache is Unknown."},
	{PreAuthorizeLostOnReboot, "LocalPreAuthorize is false after a reboot."},
	{PreAuthorizeNeedsReboot, "A change of LocalPreAuthorize takes effect at the next boot."},
	{PreAuthorizeOffRefuses, "While LocalPreAuthorize is false a token that is in the Authorization Cache is refused without an AuthorizeRequest."},
	{FirstTokenAskedAfterBoot, "The first token after a boot is asked about although it is in the Authorization Cache as Accepted."},
	{AuthorizedAsStarted, "A TransactionEvent with the triggerReason Authorized that would be Updated is Started."},
	{TransactionIDReused, "Every transaction has the id of the first one since the boot."},
	{SecondPlugUntold, "The status Occupied is sent only once after a boot."},
	{NotReadyAfterDeauthorization, "After a transaction was deauthorized no token is read until the next boot."},
	{HeldCableNotUnlocked, "UnlockConnector is answered with UnlockFailed while a cable is held for a refused token."},
	{HeldCableCalledAuthorized, "UnlockConnector is answered with OngoingAuthorizedTransaction while a cable is held for a refused token."},
	{ClearCacheKeepsLastUsed, "ClearCache is answered with Accepted, and the entry that was last used stays."},
	{ClearCacheLate, "ClearCache is answered with Accepted, and the entries go a minute later."},
	{ClearCacheNotSupported, "ClearCache is answered with a CALLERROR NotSupported."},
	{ClearCacheErrorWhenDisabled, "ClearCache is answered with a CALLERROR InternalError while AuthCacheCtrlr.Enabled is false."},
	{ClearedTokenRefused, "A token that ClearCache has removed from the Authorization Cache is refused without an AuthorizeRequest."},
	{LifeTimeInMinutes, "AuthCacheCtrlr.LifeTime is taken for minutes."},
	{LifeTimeDoubled, "Entries of the Authorization Cache last twice AuthCacheCtrlr.LifeTime."},
	{LifeTimeNeedsReboot, "A change of AuthCacheCtrlr.LifeTime takes effect at the next boot."},
	{ExpiredEntryRefused, "A token whose entry of the Authorization Cache has expired is refused without an AuthorizeRequest."},
}
