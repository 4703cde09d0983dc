package defects

// The defects of the Local Authorization List: what becomes of an update (D01), what is told of it (D02), and who is authorized by it
// (C09, C13, C14).
const (
	ListNotSupported             Defect = "list-not-supported"
	ListFullFailed               Defect = "list-full-failed"
	ListFullKeepsVersion         Defect = "list-full-keeps-version"
	ListDifferentialFailed       Defect = "list-differential-failed"
	ListDifferentialKeepsVersion Defect = "list-differential-keeps-version"
	ListVersionCounted           Defect = "list-version-counted"
	ListRemovalFailed            Defect = "list-removal-failed"
	ListRemovalKeepsVersion      Defect = "list-removal-keeps-version"
	ListEmptyFullFailed          Defect = "list-empty-full-failed"
	ListEmptiedWithoutVersion    Defect = "list-emptied-without-version"
	ListEmptyUpdateFailed        Defect = "list-empty-update-failed"
	ListEmptyUpdateMismatch      Defect = "list-empty-update-mismatch"
	ListEmptyUpdateKeepsVersion  Defect = "list-empty-update-keeps-version"
	ListOlderAccepted            Defect = "list-older-accepted"
	ListOlderFailed              Defect = "list-older-failed"
	ListOlderTakesVersion        Defect = "list-older-takes-version"
	ListSameVersionAccepted      Defect = "list-same-version-accepted"
	ListLostOnReboot             Defect = "list-lost-on-reboot"
	ListLostOnPowerCut           Defect = "list-lost-on-power-cut"
	ListVersionZero              Defect = "list-version-zero"
	ListVersionOfBoot            Defect = "list-version-of-boot"
	ListVersionNotSupported      Defect = "list-version-not-supported"
	ListOffTellsVersion          Defect = "list-off-tells-version"
	ListOffTellsMinusOne         Defect = "list-off-tells-minus-one"
	ListOffNotSupported          Defect = "list-off-not-supported"
	ListSwitchNeedsReboot        Defect = "list-switch-needs-reboot"

	ListedAskedAnyway          Defect = "listed-asked-anyway"
	ListedNotCharged           Defect = "listed-not-charged"
	ListedStartsLate           Defect = "listed-starts-late"
	ListedNeedsEV              Defect = "listed-needs-ev"
	ListedInvalidStarts        Defect = "listed-invalid-starts"
	ListedBlockedStarts        Defect = "listed-blocked-starts"
	ListedExpiredStarts        Defect = "listed-expired-starts"
	ListedInvalidFinal         Defect = "listed-invalid-final"
	ListedBlockedFinal         Defect = "listed-blocked-final"
	ListedExpiredFinal         Defect = "listed-expired-final"
	ListedAskedLate            Defect = "listed-asked-late"
	ListedAskedWrongType       Defect = "listed-asked-wrong-type"
	ListedAskedInVain          Defect = "listed-asked-in-vain"
	ListedAskedNotCharged      Defect = "listed-asked-not-charged"
	ListPostAuthorizeIgnored   Defect = "list-post-authorize-ignored"
	ListPostAuthorizeAccepts   Defect = "list-post-authorize-accepts"
	ListPostAuthorizeOnlyLate  Defect = "list-post-authorize-only-late"
	ListBelowCache             Defect = "list-below-cache"
	ListedRefusedOffline       Defect = "listed-refused-offline"
	ListedInvalidStartsOffline Defect = "listed-invalid-starts-offline"
	ListedBlockedStartsOffline Defect = "listed-blocked-starts-offline"
	ListedExpiredStartsOffline Defect = "listed-expired-starts-offline"
	ListedUnknownOffline       Defect = "listed-unknown-offline"
	ListedStartsWhenBack       Defect = "listed-starts-when-back"
	ListedGroupAskedAnyway     Defect = "listed-group-asked-anyway"
	ListedGroupForgotten       Defect = "listed-group-forgotten"
	ListedInvalidGroupStops    Defect = "listed-invalid-group-stops"
)

var ofLocalList = []Info{
	{ListNotSupported, "SendLocalList is answered with the CALLERROR NotSupported."},
	{ListFullFailed, "A SendLocalList with updateType Full that has idTokens is answered with Failed."},
	{ListFullKeepsVersion, "A SendLocalList with updateType Full replaces the list and leaves its version as it was."},
	{ListDifferentialFailed, "A SendLocalList with updateType Differential is answered with Failed."},
	{ListDifferentialKeepsVersion, "A SendLocalList with updateType Differential changes the list and leaves its version as it was."},
	{ListVersionCounted, "The version of the Local Authorization List goes up by one with each update, whatever versionNumber says."},
	{ListRemovalFailed, "An update that removes an idToken from the Local Authorization List is answered with Failed."},
	{ListRemovalKeepsVersion, "An update that removes an idToken from the Local Authorization List leaves its version as it was."},
	{ListEmptyFullFailed, "A SendLocalList with updateType Full without idTokens is answered with Failed."},
	{ListEmptiedWithoutVersion, "A Local Authorization List that was emptied has the version 0."},
	{ListEmptyUpdateFailed, "A SendLocalList with updateType Differential without idTokens is answered with Failed."},
	{ListEmptyUpdateMismatch, "A SendLocalList with updateType Differential without idTokens is answered with VersionMismatch."},
	{ListEmptyUpdateKeepsVersion, "A SendLocalList with updateType Differential without idTokens leaves the version of the list as it was."},
	{ListOlderAccepted, "An update of the Local Authorization List is taken whatever its version is."},
	{ListSameVersionAccepted, "An update of the Local Authorization List with the version that it has is taken."},
	{ListOlderFailed, "An update of the Local Authorization List with an older version is answered with Failed."},
	{ListOlderTakesVersion, "An update of the Local Authorization List with an older version is answered with VersionMismatch, and the list has that version then."},
	{ListLostOnReboot, "The Local Authorization List is lost with each boot."},
	{ListLostOnPowerCut, "The Local Authorization List is lost when the power is cut."},
	{ListVersionZero, "GetLocalListVersion is always answered with 0."},
	{ListVersionOfBoot, "GetLocalListVersion is answered with the version that the list had at the last boot."},
	{ListVersionNotSupported, "GetLocalListVersion is answered with the CALLERROR NotSupported."},
	{ListOffTellsVersion, "GetLocalListVersion is answered with the version of a list that is switched off."},
	{ListOffTellsMinusOne, "GetLocalListVersion is answered with -1 while the list is switched off, as in OCPP 1.6."},
	{ListOffNotSupported, "GetLocalListVersion is answered with the CALLERROR NotSupported while the list is switched off."},
	{ListSwitchNeedsReboot, "A new value of LocalAuthListCtrlr.Enabled takes effect at the next boot only."},
	{ListedAskedAnyway, "A token that the Local Authorization List has as Accepted is asked about with LocalPreAuthorize true."},
	{ListedNotCharged, "A token that is accepted by the Local Authorization List is offered no energy."},
	{ListedStartsLate, "A token that is in the Local Authorization List as Accepted is authorized a minute after it was presented."},
	{ListedNeedsEV, "A token that is in the Local Authorization List as Accepted is refused while no EV is connected."},
	{ListedInvalidStarts, "A token that is in the Local Authorization List as Invalid is treated as Accepted while the CSMS could be asked."},
	{ListedBlockedStarts, "A token that is in the Local Authorization List as Blocked is treated as Accepted while the CSMS could be asked."},
	{ListedExpiredStarts, "A token that is in the Local Authorization List as Expired is treated as Accepted while the CSMS could be asked."},
	{ListedInvalidFinal, "A token that is in the Local Authorization List as Invalid is refused without an AuthorizeRequest."},
	{ListedBlockedFinal, "A token that is in the Local Authorization List as Blocked is refused without an AuthorizeRequest."},
	{ListedExpiredFinal, "A token that is in the Local Authorization List as Expired is refused without an AuthorizeRequest."},
	{ListedAskedLate, "The AuthorizeRequest for a token of the Local Authorization List is sent a minute after it was presented."},
	{ListedAskedWrongType, "The AuthorizeRequest for a token of the Local Authorization List has the token type Central."},
	{ListedAskedInVain, "The answer to the AuthorizeRequest for a token of the Local Authorization List changes nothing for its driver."},
	{ListedAskedNotCharged, "A token of the Local Authorization List that AuthorizeResponse accepts is offered no energy."},
	{ListPostAuthorizeIgnored, "A token that is in the Local Authorization List as something else than Accepted is asked about with DisablePostAuthorize true."},
	{ListPostAuthorizeAccepts, "With DisablePostAuthorize true a listed token that is not Accepted is treated as Accepted."},
	{ListPostAuthorizeOnlyLate, "With DisablePostAuthorize true the AuthorizeRequest for a listed token that is not Accepted is sent twenty seconds later."},
	{ListBelowCache, "What the Authorization Cache has of a token goes before what the Local Authorization List has."},
	{ListedRefusedOffline, "A token that is in the Local Authorization List as Accepted is refused offline."},
	{ListedInvalidStartsOffline, "A token that is in the Local Authorization List as Invalid is treated as Accepted offline."},
	{ListedBlockedStartsOffline, "A token that is in the Local Authorization List as Blocked is treated as Accepted offline."},
	{ListedExpiredStartsOffline, "A token that is in the Local Authorization List as Expired is treated as Accepted offline."},
	{ListedUnknownOffline, "A token that is in the Local Authorization List as something else than Accepted is treated as unknown offline."},
	{ListedStartsWhenBack, "A token that the Local Authorization List refuses offline is treated as Accepted when the connection is back."},
	{ListedGroupAskedAnyway, "A token of the group that the Local Authorization List has as Accepted is asked about before it stops."},
	{ListedGroupForgotten, "The Local Authorization List keeps no groupIdToken."},
	{ListedInvalidGroupStops, "A token of the group that the Local Authorization List has as something else than Accepted stops without an AuthorizeRequest."},
}
