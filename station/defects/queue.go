package defects

// Defects of TransactionEvents that the CSMS does not process, and of what happened offline.
const (
	RetryNever                Defect = "retry-never"
	RetryOneTooFew            Defect = "retry-one-too-few"
	RetryOneTooMany           Defect = "retry-one-too-many"
	RetryForever              Defect = "retry-forever"
	RetryIntervalConstant     Defect = "retry-interval-constant"
	RetryIntervalOneTooMany   Defect = "retry-interval-one-too-many"
	RetryIntervalIgnored      Defect = "retry-interval-ignored"
	RetryIntervalFactory      Defect = "retry-interval-factory"
	RetryIntervalMilliseconds Defect = "retry-interval-milliseconds"
	RetryWithNextSeqNo        Defect = "retry-with-next-seqno"
	RetryWithNewTime          Defect = "retry-with-new-time"
	RetryMarkedOffline        Defect = "retry-marked-offline"
	RetryWithoutState         Defect = "retry-without-state"
	RetryDespiteAnswer        Defect = "retry-despite-answer"
	RetryNotAfterError        Defect = "retry-not-after-error"
	RetryNotAfterSilence      Defect = "retry-not-after-silence"
	RetryErrorWaitsTimeout    Defect = "retry-error-waits-timeout"
	RetryCountsFromSending    Defect = "retry-counts-from-sending"
	RetryReconnects           Defect = "retry-reconnects"

	EndedSentTwice              Defect = "ended-sent-twice"
	OfflineLastToldAgain        Defect = "offline-last-told-again"
	OfflineMeterValuesSkipped   Defect = "offline-meter-values-skipped"
	OfflineMeterValuesOnline    Defect = "offline-meter-values-online"
	OfflineFirstOnline          Defect = "offline-first-online"
	OfflineEndedOnline          Defect = "offline-ended-online"
	OfflineEndedAsUpdated       Defect = "offline-ended-as-updated"
	OfflineEndedDropped         Defect = "offline-ended-dropped"
	OfflineStartedDropped       Defect = "offline-started-dropped"
	OfflineStartedAsUpdated     Defect = "offline-started-as-updated"
	OfflineUpdatedAsEnded       Defect = "offline-updated-as-ended"
	OfflineSeqNoBehind          Defect = "offline-seqno-behind"
	OfflineAnotherTransaction   Defect = "offline-another-transaction"
	OfflineTimeOfDelivery       Defect = "offline-time-of-delivery"
	OfflineQueueLate            Defect = "offline-queue-late"
	OfflineAuthorizedAgainLater Defect = "offline-authorized-again-later"
	RefusalDropsQueue           Defect = "refusal-drops-queue"
	DeauthorizedReasonLocal     Defect = "deauthorized-reason-local"
	DeauthorizedAsStateChange   Defect = "deauthorized-as-state-change"
)

var queues = []Info{
	{RetryNever, "A TransactionEvent that the CSMS does not process is not sent again."},
	{RetryOneTooFew, "A TransactionEvent is sent once less than MessageAttempts says."},
	{RetryOneTooMany, "A TransactionEvent is sent once more than MessageAttempts says."},
	{RetryForever, "A TransactionEvent is sent until the CSMS processes it, whatever MessageAttempts says."},
	{RetryIntervalConstant, "MessageAttemptInterval is not multiplied by the number of preceding attempts."},
	{RetryIntervalOneTooMany, "MessageAttemptInterval is multiplied by one more than the number of preceding attempts."},
	{RetryIntervalIgnored, "A TransactionEvent that the CSMS does not process is sent again at once."},
	{RetryIntervalFactory, "The factory's MessageAttemptInterval holds whatever is set."},
	{RetryIntervalMilliseconds, "MessageAttemptInterval is taken for milliseconds."},
	{RetryWithNextSeqNo, "A TransactionEvent that is sent again has the next seqNo."},
	{RetryWithNewTime, "A TransactionEvent that is sent again has the time of the attempt as its timestamp."},
	{RetryMarkedOffline, "A TransactionEvent that is sent again carries the flag offline."},
	{RetryWithoutState, "A TransactionEvent that is sent again tells no chargingState."},
	{RetryDespiteAnswer, "A TransactionEvent whose second attempt was processed is sent a third time."},
	{RetryNotAfterError, "A TransactionEvent that is answered with a CALLERROR is not sent again."},
	{RetryNotAfterSilence, "A TransactionEvent that is not answered is not sent again."},
	{RetryErrorWaitsTimeout, "After a CALLERROR the message timeout passes before MessageAttemptInterval begins."},
	{RetryCountsFromSending, "MessageAttemptInterval counts from the sending of a TransactionEvent, not from the end of its message timeout."},
	{RetryReconnects, "The connection is closed when a TransactionEvent is not answered."},
	{EndedSentTwice, "The TransactionEvent that ends a transaction is sent again although the CSMS has answered it."},
	{OfflineLastToldAgain, "After an offline period the last TransactionEvent that the CSMS has answered before is sent again."},
	{OfflineMeterValuesSkipped, "While offline no periodic meter values are read."},
	{OfflineMeterValuesOnline, "TransactionEvents of an offline period with periodic meter values do not carry the flag offline."},
	{OfflineFirstOnline, "The first TransactionEvent of an offline period does not carry the flag offline."},
	{OfflineEndedOnline, "A TransactionEvent by which a transaction ends offline does not carry the flag offline."},
	{OfflineEndedAsUpdated, "A TransactionEvent by which a transaction ends offline has the eventType Updated."},
	{OfflineEndedDropped, "A TransactionEvent by which a transaction ends offline is not sent."},
	{OfflineStartedDropped, "A TransactionEvent by which a transaction begins offline is not sent."},
	{OfflineStartedAsUpdated, "A TransactionEvent by which a transaction begins offline has the eventType Updated."},
	{OfflineUpdatedAsEnded, "A TransactionEvent of an offline period with periodic meter values has the eventType Ended."},
	{OfflineSeqNoBehind, "The seqNo of a TransactionEvent of an offline period is one behind, unless it is 0."},
	{OfflineAnotherTransaction, "TransactionEvents of an offline period carry another transactionId than those before it."},
	{OfflineTimeOfDelivery, "TransactionEvents of an offline period have the time of their delivery as timestamp."},
	{OfflineQueueLate, "TransactionEvents of an offline period are sent a minute after the connection was made again."},
	{OfflineAuthorizedAgainLater, "The CSMS is asked about a token that was accepted offline when the connection is made again."},
	{RefusalDropsQueue, "When a token is refused in a TransactionEventResponse, the TransactionEvents that wait are not sent."},
	{DeauthorizedReasonLocal, "A transaction that ends with the stoppedReason DeAuthorized has Local."},
	{DeauthorizedAsStateChange, "A TransactionEvent that would have the triggerReason Deauthorized has ChargingStateChanged."},
}
