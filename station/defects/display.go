package defects

// The defects of display messages (block O), and of tariff and cost (block I).
const (
	DisplayMessageRejected            Defect = "display-message-rejected"
	DisplayMessageForgotten           Defect = "display-message-forgotten"
	DisplayMessageTruncated           Defect = "display-message-truncated"
	DisplayMessageNeverShown          Defect = "display-message-never-shown"
	DisplayMessageLostByReboot        Defect = "display-message-lost-by-reboot"
	UnsupportedPriorityAccepted       Defect = "unsupported-priority-accepted"
	UnsupportedPriorityRejected       Defect = "unsupported-priority-rejected"
	UnsupportedPriorityAsState        Defect = "unsupported-priority-as-state"
	UnsupportedFormatAccepted         Defect = "unsupported-format-accepted"
	UnsupportedFormatRejected         Defect = "unsupported-format-rejected"
	UnsupportedFormatAsPriority       Defect = "unsupported-format-as-priority"
	UnknownTransactionAccepted        Defect = "message-of-unknown-transaction-accepted"
	UnknownTransactionRejected        Defect = "message-of-unknown-transaction-rejected"
	ReplacedMessageRejected           Defect = "replaced-message-rejected"
	ReplacedMessageAdded              Defect = "replaced-message-added"
	ReplacedMessageKeepsContent       Defect = "replaced-message-keeps-content"
	SecondAlwaysFrontRejected         Defect = "second-always-front-rejected"
	SecondAlwaysFrontAdded            Defect = "second-always-front-added"
	SecondAlwaysFrontIgnored          Defect = "second-always-front-ignored"
	AlwaysFrontCycled                 Defect = "always-front-cycled"
	InFrontNotCycled                  Defect = "in-front-not-cycled"
	InFrontOnlyNewest                 Defect = "in-front-only-newest"
	MessageStateIgnored               Defect = "message-state-ignored"
	MessageWithStateNeverShown        Defect = "message-with-state-never-shown"
	MessageStateOutlived              Defect = "message-state-outlived"
	MessageStartIgnored               Defect = "message-start-ignored"
	MessageStartEarly                 Defect = "message-start-early"
	MessageStartMissed                Defect = "message-start-missed"
	MessageEndIgnored                 Defect = "message-end-ignored"
	MessageEndOnlyHides               Defect = "message-end-only-hides"
	MessageRemovedAtOnce              Defect = "message-with-end-removed-at-once"
	TransactionMessageStays           Defect = "transaction-message-stays"
	TransactionMessageOnlyHidden      Defect = "transaction-message-only-hidden"
	DisplayMessagesUnknown            Defect = "display-messages-unknown"
	DisplayMessagesAcceptedWithout    Defect = "display-messages-accepted-without"
	DisplayMessagesNotTold            Defect = "display-messages-not-told"
	DisplayMessagesToldTwice          Defect = "display-messages-told-twice"
	DisplayMessagesWithoutEnd         Defect = "display-messages-without-end"
	DisplayMessagesOtherRequestID     Defect = "display-messages-other-request-id"
	DisplayMessagesToldEmpty          Defect = "display-messages-told-empty"
	DisplayMessagesIDIgnored          Defect = "display-messages-id-ignored"
	DisplayMessagesStateIgnored       Defect = "display-messages-state-ignored"
	DisplayMessagesPriorityIgnored    Defect = "display-messages-priority-ignored"
	DisplayMessagesAnyCriterion       Defect = "display-messages-any-criterion"
	DisplayMessageToldWithoutState    Defect = "display-message-told-without-state"
	DisplayMessageToldWithoutTimes    Defect = "display-message-told-without-times"
	DisplayMessageToldWithoutTransact Defect = "display-message-told-without-transaction"
	DisplayMessageToldAsNormal        Defect = "display-message-told-as-normal"
	ClearedMessageKept                Defect = "cleared-message-kept"
	ClearedMessageUnknown             Defect = "cleared-message-unknown"
	UnknownMessageCleared             Defect = "unknown-message-cleared"
	CostUpdatedNotSupported           Defect = "cost-updated-not-supported"
	CostUpdatedNotShown               Defect = "cost-updated-not-shown"
	RunningCostNotShown               Defect = "running-cost-not-shown"
	OnlyFirstCostShown                Defect = "only-first-cost-shown"
	TotalCostNotShown                 Defect = "total-cost-not-shown"
	TotalCostRoundedUp                Defect = "total-cost-rounded-up"
	CostInCents                       Defect = "cost-in-cents"
	UpdatedTariffNotShown             Defect = "updated-tariff-not-shown"
	PersonalMessageRefuses            Defect = "personal-message-refuses"
)

var ofDisplay = []Info{
	{DisplayMessageRejected, "A SetDisplayMessage is answered with Rejected."},
	{DisplayMessageForgotten, "A SetDisplayMessage is answered with Accepted, and the message is not kept."},
	{DisplayMessageTruncated, "The content of a display message is cut after ten characters."},
	{DisplayMessageNeverShown, "Messages of the CSMS are kept and told, and never shown."},
	{DisplayMessageLostByReboot, "Display messages are lost when the station boots."},
	{UnsupportedPriorityAccepted, "A message of a priority that the station does not support is answered with Accepted."},
	{UnsupportedPriorityRejected, "A message of a priority that the station does not support is answered with Rejected."},
	{UnsupportedPriorityAsState, "A message of a priority that the station does not support is answered with NotSupportedState."},
	{UnsupportedFormatAccepted, "A message in a format that the station does not support is answered with Accepted."},
	{UnsupportedFormatRejected, "A message in a format that the station does not support is answered with Rejected."},
	{UnsupportedFormatAsPriority, "A message in a format that the station does not support is answered with NotSupportedPriority."},
	{UnknownTransactionAccepted, "A message for a transaction that the station does not know is answered with Accepted."},
	{UnknownTransactionRejected, "A message for a transaction that the station does not know is answered with Rejected."},
	{ReplacedMessageRejected, "A message with the id of one that is set is answered with Rejected."},
	{ReplacedMessageAdded, "A message with the id of one that is set stands beside that."},
	{ReplacedMessageKeepsContent, "A message with the id of one that is set leaves that its content."},
	{SecondAlwaysFrontRejected, "A second message that is always in front is answered with Rejected."},
	{SecondAlwaysFrontAdded, "A second message that is always in front leaves the first set, and both are shown in turns."},
	{SecondAlwaysFrontIgnored, "A second message that is always in front is answered with Accepted, and the first stays in its place."},
	{AlwaysFrontCycled, "A message that is always in front takes turns with the station's own words."},
	{InFrontNotCycled, "Of several messages in front only the first is shown."},
	{InFrontOnlyNewest, "Of several messages in front only the newest is shown."},
	{MessageStateIgnored, "A message is shown whatever its state."},
	{MessageWithStateNeverShown, "A message with a state is not shown in that either."},
	{MessageStateOutlived, "A message with a state goes on being shown when the station is in it no more."},
	{MessageStartIgnored, "A message is shown before its startDateTime."},
	{MessageStartEarly, "A message begins a quarter of a minute before its startDateTime."},
	{MessageStartMissed, "A message with a startDateTime is never shown."},
	{MessageEndIgnored, "A message is shown and kept after its endDateTime."},
	{MessageEndOnlyHides, "A message is not shown after its endDateTime, and kept."},
	{MessageRemovedAtOnce, "A message with an endDateTime is never shown, and kept until then."},
	{TransactionMessageStays, "A message of a transaction is shown and kept when that has ended."},
	{TransactionMessageOnlyHidden, "A message of a transaction is kept when that has ended, and not shown."},
	{DisplayMessagesUnknown, "A GetDisplayMessages is answered with Unknown, whatever messages there are."},
	{DisplayMessagesAcceptedWithout, "A GetDisplayMessages that matches no message is answered with Accepted."},
	{DisplayMessagesNotTold, "A GetDisplayMessages is answered with Accepted, and no NotifyDisplayMessages follows."},
	{DisplayMessagesToldTwice, "The display messages are told twice."},
	{DisplayMessagesWithoutEnd, "The last NotifyDisplayMessages says that more follow."},
	{DisplayMessagesOtherRequestID, "NotifyDisplayMessages has another requestId than the request."},
	{DisplayMessagesToldEmpty, "NotifyDisplayMessages holds no messages."},
	{DisplayMessagesIDIgnored, "A GetDisplayMessages is answered for all ids."},
	{DisplayMessagesStateIgnored, "A GetDisplayMessages is answered for all states."},
	{DisplayMessagesPriorityIgnored, "A GetDisplayMessages is answered for all priorities."},
	{DisplayMessagesAnyCriterion, "A GetDisplayMessages is answered for messages that match one of its criteria and not all."},
	{DisplayMessageToldWithoutState, "A display message is told without its state."},
	{DisplayMessageToldWithoutTimes, "A display message is told without startDateTime and endDateTime."},
	{DisplayMessageToldWithoutTransact, "A display message is told without its transactionId."},
	{DisplayMessageToldAsNormal, "A display message is told with priority NormalCycle."},
	{ClearedMessageKept, "A ClearDisplayMessage is answered with Accepted, and the message is kept."},
	{ClearedMessageUnknown, "A ClearDisplayMessage is answered with Unknown although there is the message."},
	{UnknownMessageCleared, "A ClearDisplayMessage of a message that there is not is answered with Accepted."},
	{CostUpdatedNotSupported, "A CostUpdated is answered with the CALLERROR NotSupported."},
	{CostUpdatedNotShown, "The cost of a CostUpdated is not shown."},
	{RunningCostNotShown, "The cost in the answer to an event of a transaction that goes on is not shown."},
	{OnlyFirstCostShown, "The first cost of a transaction stays on the display when the CSMS tells another."},
	{TotalCostNotShown, "The total cost in the answer to the last event of a transaction is not shown."},
	{TotalCostRoundedUp, "The total cost is shown without its decimals."},
	{CostInCents, "Costs are shown as a hundred times as much."},
	{UpdatedTariffNotShown, "In the place of the updated personal message in the answer to an event the tariff of yesterday is shown."},
	{PersonalMessageRefuses, "A driver to whom the CSMS has a personal message is not authorized."},
}
