package defects

// Defects of groups and of the Master Pass, as a stop by them is asked about, told, and carried out.
const (
	OtherTokenAskedLate        Defect = "other-token-asked-late"
	OtherTokenAskedWrongType   Defect = "other-token-asked-wrong-type"
	GroupForgotten             Defect = "group-forgotten"
	GroupTakesOver             Defect = "group-takes-over"
	GroupStopsLate             Defect = "group-stops-late"
	GroupStopWrongTrigger      Defect = "group-stop-wrong-trigger"
	GroupStopWrongReason       Defect = "group-stop-wrong-reason"
	GroupStopWithoutToken      Defect = "group-stop-without-token"
	GroupStopTellsStarter      Defect = "group-stop-tells-starter"
	GroupStopTellsGroup        Defect = "group-stop-tells-group"
	RefusedGroupStopsLate      Defect = "refused-group-stops-late"
	RefusedGroupIsTold         Defect = "refused-group-is-told"
	RefusedGroupSuspends       Defect = "refused-group-suspends"
	RefusedGroupOpensSilently  Defect = "refused-group-opens-silently"
	MasterPassGroupTruncated   Defect = "master-pass-group-truncated"
	MasterPassAuthorizesNext   Defect = "master-pass-authorizes-next"
	MasterPassMenuTooShort     Defect = "master-pass-menu-too-short"
	MasterPassMenuWithoutFirst Defect = "master-pass-menu-without-first"
	MasterPassAllStopsNothing  Defect = "master-pass-all-stops-nothing"
	MasterPassStopsAnother     Defect = "master-pass-stops-another"
	MasterPassStopsInTurn      Defect = "master-pass-stops-in-turn"
	MasterPassSuspendsOthers   Defect = "master-pass-suspends-others"
	MasterPassOpensOthers      Defect = "master-pass-opens-others"
	MasterPassStopWrongTrigger Defect = "master-pass-stop-wrong-trigger"
	MasterPassStopTellsDriver  Defect = "master-pass-stop-tells-driver"
	MasterPassStopTellsGroup   Defect = "master-pass-stop-tells-group"
	MasterPassReasonOmitted    Defect = "master-pass-reason-omitted"
	MasterPassReasonForgotten  Defect = "master-pass-reason-forgotten"
	MasterPassEndsTwice        Defect = "master-pass-ends-twice"
)

var groups = []Info{
	{OtherTokenAskedLate, "For another token than the one that started, AuthorizeRequest is sent after a minute."},
	{OtherTokenAskedWrongType, "For another token than the one that started, AuthorizeRequest carries the token type Local."},
	{GroupForgotten, "The groupIdToken of the token that started is forgotten when energy begins to flow."},
	{GroupTakesOver, "A token of the same group takes the transaction over, which goes on under it."},
	{GroupStopsLate, "A token of the same group stops the transaction after a minute."},
	{GroupStopWrongTrigger, "A TransactionEvent that tells of a stop by another token of the group has the triggerReason Deauthorized."},
	{GroupStopWrongReason, "A transaction that is stopped by another token of the group has the stoppedReason DeAuthorized."},
	{GroupStopWithoutToken, "A TransactionEvent that tells of a stop by another token of the group carries no idToken."},
	{GroupStopTellsStarter, "A TransactionEvent that tells of a stop by another token of the group carries the token that started."},
	{GroupStopTellsGroup, "A TransactionEvent that tells of a stop by another token of the group carries the groupIdToken as idToken."},
	{RefusedGroupStopsLate, "A token of the same group that is not Accepted stops the transaction after three seconds."},
	{RefusedGroupIsTold, "A token of the same group that is not Accepted is told by a TransactionEvent."},
	{RefusedGroupSuspends, "A token of the same group that is not Accepted suspends the energy transfer."},
	{RefusedGroupOpensSilently, "A token of the same group that is not Accepted stops the energy, and no TransactionEvent tells of it."},
	{MasterPassGroupTruncated, "Only the first sixteen characters of MasterPassGroupId are compared with a groupIdToken."},
	{MasterPassAuthorizesNext, "A Master Pass that finds nothing to stop authorizes the EV that is connected next."},
	{MasterPassMenuTooShort, "The display offers a selection to a Master Pass for a tenth of a second."},
	{MasterPassMenuWithoutFirst, "The display does not offer the first transaction to a Master Pass."},
	{MasterPassAllStopsNothing, "A Master Pass that selects all transactions stops none."},
	{MasterPassStopsAnother, "A Master Pass that selects one transaction stops that of the EVSE with the next id."},
	{MasterPassStopsInTurn, "A Master Pass stops the transactions one by one, a minute apart."},
	{MasterPassSuspendsOthers, "A Master Pass that selects one transaction suspends the energy transfer of the others."},
	{MasterPassOpensOthers, "A Master Pass that selects one transaction stops the energy of the others, and no TransactionEvent tells of it."},
	{MasterPassStopWrongTrigger, "A TransactionEvent that tells of a stop by a Master Pass has the triggerReason Deauthorized."},
	{MasterPassStopTellsDriver, "A TransactionEvent that tells of a stop by a Master Pass carries the token that started."},
	{MasterPassStopTellsGroup, "A TransactionEvent that tells of a stop by a Master Pass carries its groupIdToken as idToken."},
	{MasterPassReasonOmitted, "A transaction that is stopped by a Master Pass ends without a stoppedReason."},
	{MasterPassReasonForgotten, "A transaction that ends later than a Master Pass has stopped it has the stoppedReason of what ended it."},
	{MasterPassEndsTwice, "The TransactionEvent that ends a transaction stopped by a Master Pass is sent twice, with two seqNos."},
}
