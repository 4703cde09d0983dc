package defects

// Defects of authorization: idTokens, the Authorization Cache, groups, the Master Pass, and tokens that the CSMS refuses
// during a transaction.
const (
	ExpiredTokenStarts             Defect = "expired-token-starts"
	UnknownTokenStarts             Defect = "unknown-token-starts"
	NotReadyAfterRefusal           Defect = "not-ready-after-refusal"
	OtherTokenNotAsked             Defect = "other-token-not-asked"
	OtherTokenStops                Defect = "other-token-stops"
	CacheLostOnReboot              Defect = "cache-lost-on-reboot"
	CacheIgnoresAuthorize          Defect = "cache-ignores-authorize"
	CacheIgnoresTransactionEvent   Defect = "cache-ignores-transaction-event"
	CacheNeverUpdated              Defect = "cache-never-updated"
	CacheOnlyAccepted              Defect = "cache-only-accepted"
	CacheIgnoresLifeTime           Defect = "cache-ignores-lifetime"
	ClearCacheRejected             Defect = "clear-cache-rejected"
	ClearCacheKeepsEntries         Defect = "clear-cache-keeps-entries"
	ClearCacheAcceptedWhenDisabled Defect = "clear-cache-accepted-when-disabled"
	LocalPreAuthorizeIgnored       Defect = "local-pre-authorize-ignored"
	CachedTokenAskedAnyway         Defect = "cached-token-asked-anyway"
	CachedTokenRefusedUnasked      Defect = "cached-token-refused-unasked"
	CachedInvalidStarts            Defect = "cached-invalid-starts"
	CachedBlockedStarts            Defect = "cached-blocked-starts"
	CachedExpiredStarts            Defect = "cached-expired-starts"
	DisablePostAuthorizeIgnored    Defect = "disable-post-authorize-ignored"
	GroupIgnored                   Defect = "group-ignored"
	GroupNotCached                 Defect = "group-not-cached"
	CachedGroupAskedAnyway         Defect = "cached-group-asked-anyway"
	InvalidGroupTokenStops         Defect = "invalid-group-token-stops"
	MasterPassStarts               Defect = "master-pass-starts"
	MasterPassStopsNothing         Defect = "master-pass-stops-nothing"
	MasterPassStopsOnlyFirst       Defect = "master-pass-stops-only-first"
	MasterPassWithoutSelection     Defect = "master-pass-without-selection"
	MasterPassSelectionIgnored     Defect = "master-pass-selection-ignored"
	MasterPassWrongReason          Defect = "master-pass-wrong-reason"
	RefusalInTransactionIgnored    Defect = "refusal-in-transaction-ignored"
	InvalidIDNeverStops            Defect = "invalid-id-never-stops"
	InvalidIDAlwaysStops           Defect = "invalid-id-always-stops"
	RefusedKeepsCharging           Defect = "refused-keeps-charging"
	DeauthorizedWrongTrigger       Defect = "deauthorized-wrong-trigger"
	DeauthorizedWrongReason        Defect = "deauthorized-wrong-reason"
	RefusedWrongState              Defect = "refused-wrong-state"
	RefusedWrongTrigger            Defect = "refused-wrong-trigger"
	MaxEnergyIgnored               Defect = "max-energy-ignored"
	MaxEnergyEndless               Defect = "max-energy-endless"
	MaxEnergyDespiteStop           Defect = "max-energy-despite-stop"
	OfflineCachedRefused           Defect = "offline-cached-refused"
	OfflineUnknownRefused          Defect = "offline-unknown-refused"
)

var authorization = []Info{
	{ExpiredTokenStarts, "A token that AuthorizeResponse calls Expired is treated as Accepted."},
	{UnknownTokenStarts, "A token that AuthorizeResponse calls Unknown is treated as Accepted."},
	{NotReadyAfterRefusal, "After a token was refused no token is read until the next boot."},
	{OtherTokenNotAsked, "Another token than the one that started is refused without an AuthorizeRequest while no EVSE is free."},
	{OtherTokenStops, "Any token that is Accepted stops the transaction of another."},
	{CacheLostOnReboot, "The Authorization Cache is empty after a reboot."},
	{CacheIgnoresAuthorize, "An AuthorizeResponse does not change the Authorization Cache."},
	{CacheIgnoresTransactionEvent, "A TransactionEventResponse does not change the Authorization Cache."},
	{CacheNeverUpdated, "An idToken that is in the Authorization Cache keeps the status that it came with."},
	{CacheOnlyAccepted, "Only idTokens with the status Accepted come into the Authorization Cache, and there they stay."},
	{CacheIgnoresLifeTime, "Entries of the Authorization Cache outlive AuthCacheCtrlr.LifeTime."},
	{ClearCacheRejected, "ClearCache is answered with Rejected, and the entries stay."},
	{ClearCacheKeepsEntries, "ClearCache is answered with Accepted, and the entries stay."},
	{ClearCacheAcceptedWhenDisabled, "ClearCache is answered with Accepted although AuthCacheCtrlr.Enabled is false."},
	{LocalPreAuthorizeIgnored, "A token that is in the Authorization Cache as Accepted starts without an AuthorizeRequest although LocalPreAuthorize is false."},
	{CachedTokenAskedAnyway, "An AuthorizeRequest is sent for a token that is in the Authorization Cache as Accepted although LocalPreAuthorize is true."},
	{CachedTokenRefusedUnasked, "A token that is in the Authorization Cache with another status than Accepted is refused without an AuthorizeRequest."},
	{CachedInvalidStarts, "A token that is in the Authorization Cache as Invalid is treated as Accepted."},
	{CachedBlockedStarts, "A token that is in the Authorization Cache as Blocked is treated as Accepted."},
	{CachedExpiredStarts, "A token that is in the Authorization Cache as Expired is treated as Accepted."},
	{DisablePostAuthorizeIgnored, "An AuthorizeRequest is sent for a cached token that is not Accepted although DisablePostAuthorize is true."},
	{GroupIgnored, "A token of the same group does not stop the transaction."},
	{GroupNotCached, "The Authorization Cache does not keep the groupIdToken."},
	{CachedGroupAskedAnyway, "A cached token of the same group stops the transaction only after an AuthorizeRequest."},
	{InvalidGroupTokenStops, "A token of the same group stops the transaction whatever its status."},
	{MasterPassStarts, "A Master Pass is treated as any other token: it starts transactions and stops none."},
	{MasterPassStopsNothing, "A Master Pass is refused, and the transactions go on."},
	{MasterPassStopsOnlyFirst, "A Master Pass stops only the first of the transactions meant."},
	{MasterPassWithoutSelection, "A Master Pass stops all transactions at once although the display could offer a selection."},
	{MasterPassSelectionIgnored, "A Master Pass stops all transactions whichever was selected on the display."},
	{MasterPassWrongReason, "A transaction that is stopped by a Master Pass has the stoppedReason Local."},
	{RefusalInTransactionIgnored, "A TransactionEventResponse that does not accept the idToken changes nothing."},
	{InvalidIDNeverStops, "A TransactionEventResponse that does not accept the idToken is treated as if StopTxOnInvalidId were false."},
	{InvalidIDAlwaysStops, "A TransactionEventResponse that does not accept the idToken is treated as if StopTxOnInvalidId were true."},
	{RefusedKeepsCharging, "With StopTxOnInvalidId false the energy of a refused token does not stop."},
	{DeauthorizedWrongTrigger, "A TransactionEvent that would have the triggerReason Deauthorized has StopAuthorized."},
	{DeauthorizedWrongReason, "A TransactionEvent that would have the stoppedReason DeAuthorized has Local."},
	{RefusedWrongState, "A TransactionEvent that would tell of SuspendedEVSE tells of SuspendedEV."},
	{RefusedWrongTrigger, "A TransactionEvent that tells of SuspendedEVSE with the triggerReason ChargingStateChanged has Deauthorized."},
	{MaxEnergyIgnored, "MaxEnergyOnInvalidId is treated as 0."},
	{MaxEnergyEndless, "With MaxEnergyOnInvalidId set the energy of a refused token never stops."},
	{MaxEnergyDespiteStop, "With MaxEnergyOnInvalidId set a refused transaction goes on although StopTxOnInvalidId is true."},
	{OfflineCachedRefused, "A cached token does not start offline although LocalAuthorizeOffline is true."},
	{OfflineUnknownRefused, "An unknown token does not start offline although OfflineTxForUnknownIdEnabled is true."},
}
