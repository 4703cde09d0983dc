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
}
