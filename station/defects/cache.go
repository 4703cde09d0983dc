package defects

// Defects of idTokens that are refused, of a second idToken during a transaction, and of what is authorized by the
// Authorization Cache.
const (
	AuthorizeRepeated            Defect = "authorize-repeated"
	AuthorizeTruncated           Defect = "authorize-truncated"
	RefusedStartsLate            Defect = "refused-starts-late"
	RefusedIsTold                Defect = "refused-is-told"
	OtherTokenIsTold             Defect = "other-token-is-told"
	OtherTokenAskedAsFirst       Defect = "other-token-asked-as-first"
	OtherTokenStopsUnasked       Defect = "other-token-stops-unasked"
	OtherTokenEndsUntold         Defect = "other-token-ends-untold"
	CacheForgetsAfterTransaction Defect = "cache-forgets-after-transaction"
	CachedEventWithoutToken      Defect = "cached-event-without-token"
	CachedEventHashedToken       Defect = "cached-event-hashed-token"
	CachedEventWrongType         Defect = "cached-event-wrong-type"
	CachedEventWrongTrigger      Defect = "cached-event-wrong-trigger"
	CachedEventMissing           Defect = "cached-event-missing"
	CachedNotCharged             Defect = "cached-not-charged"
	CachedStartsLate             Defect = "cached-starts-late"
	CachedNeedsEV                Defect = "cached-needs-ev"
	CachedLostOnPlug             Defect = "cached-lost-on-plug"
	CachedInvalidFinal           Defect = "cached-invalid-final"
	CachedBlockedFinal           Defect = "cached-blocked-final"
	CachedExpiredFinal           Defect = "cached-expired-final"
	AskedAgainHashed             Defect = "asked-again-hashed"
	AskedAgainWrongType          Defect = "asked-again-wrong-type"
	AskedAgainLate               Defect = "asked-again-late"
	AskedAgainInVain             Defect = "asked-again-in-vain"
	AskedAgainNotCharged         Defect = "asked-again-not-charged"
	PostAuthorizeOnlyLate        Defect = "post-authorize-only-late"
	PostAuthorizeAccepts         Defect = "post-authorize-accepts"
	PostAuthorizeCharges         Defect = "post-authorize-charges"
)

var cached = []Info{
	{AuthorizeRepeated, "Every AuthorizeRequest is sent twice."},
	{AuthorizeTruncated, "AuthorizeRequest carries only the first eight characters of the idToken."},
	{RefusedStartsLate, "A token that AuthorizeResponse does not accept is treated as Accepted twenty seconds later."},
	{RefusedIsTold, "A token that AuthorizeResponse does not accept is told by a TransactionEvent of the transaction that the plug has started."},
	{OtherTokenIsTold, "Another token than the one that started is told by a TransactionEvent when AuthorizeResponse accepts it."},
	{OtherTokenAskedAsFirst, "For another token than the one that started, AuthorizeRequest carries the one that started."},
	{OtherTokenStopsUnasked, "Any token stops the transaction of another without an AuthorizeRequest."},
	{OtherTokenEndsUntold, "Another token than the one that started ends the transaction when AuthorizeResponse accepts it, and no TransactionEvent carries it."},
	{CacheForgetsAfterTransaction, "The Authorization Cache forgets an idToken two seconds after its transaction has ended."},
	{CachedEventWithoutToken, "After a token was accepted by the Authorization Cache no TransactionEvent carries it."},
	{CachedEventHashedToken, "After a token was accepted by the Authorization Cache TransactionEvents carry the hash by which it is stored."},
	{CachedEventWrongType, "After a token was accepted by the Authorization Cache TransactionEvents carry it with the type Local."},
	{CachedEventWrongTrigger, "A TransactionEvent that tells of a token accepted by the Authorization Cache has the triggerReason Trigger."},
	{CachedEventMissing, "A token that is accepted by the Authorization Cache is told by no TransactionEvent before energy flows."},
	{CachedNotCharged, "A token that is accepted by the Authorization Cache is offered no energy."},
	{CachedStartsLate, "A token that is in the Authorization Cache as Accepted is authorized a minute after it was presented."},
	{CachedNeedsEV, "A token that is in the Authorization Cache as Accepted is refused while no EV is connected."},
	{CachedLostOnPlug, "An authorization by the Authorization Cache ends when the EV is connected."},
	{CachedInvalidFinal, "A token that is in the Authorization Cache as Invalid is refused without an AuthorizeRequest."},
	{CachedBlockedFinal, "A token that is in the Authorization Cache as Blocked is refused without an AuthorizeRequest."},
	{CachedExpiredFinal, "A token that is in the Authorization Cache as Expired is refused without an AuthorizeRequest."},
	{AskedAgainHashed, "The AuthorizeRequest for a token of the Authorization Cache carries the hash by which it is stored."},
	{AskedAgainWrongType, "The AuthorizeRequest for a token of the Authorization Cache has the token type Central."},
	{AskedAgainLate, "The AuthorizeRequest for a token of the Authorization Cache is sent a minute after it was presented."},
	{AskedAgainInVain, "The answer to the AuthorizeRequest for a token of the Authorization Cache changes nothing for its driver."},
	{AskedAgainNotCharged, "A token of the Authorization Cache that AuthorizeResponse accepts is offered no energy."},
	{PostAuthorizeOnlyLate, "With DisablePostAuthorize true the AuthorizeRequest for a cached token that is not Accepted is sent twenty seconds later."},
	{PostAuthorizeAccepts, "With DisablePostAuthorize true a cached token that is not Accepted is treated as Accepted."},
	{PostAuthorizeCharges, "With DisablePostAuthorize true a cached token that is not Accepted is refused, and energy flows all the same."},
}
