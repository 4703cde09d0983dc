package defects

// Defects of meter values: when they are read, what they show, how they are told and signed; and of a charging profile
// that comes with a remote start.
const (
	ProfileStartRejected             Defect = "profile-start-rejected"
	ProfileStartWithoutTransactionID Defect = "profile-start-without-transaction-id"
	ProfileStartIDMistaken           Defect = "profile-start-id-mistaken"
	ProfileStartNotCharging          Defect = "profile-start-not-charging"
	ClockSilentInTransaction         Defect = "clock-silent-in-transaction"
	ClockOnceInTransaction           Defect = "clock-once-in-transaction"
	AlignedEVSEsInTurn               Defect = "aligned-evses-in-turn"
	ClockEventWrongTrigger           Defect = "clock-event-wrong-trigger"
	ClockEventWrongContext           Defect = "clock-event-wrong-context"
	ClockEventMeasurandMissing       Defect = "clock-event-measurand-missing"
	ClockEndMissing                  Defect = "clock-end-missing"
	ClockEndWrongContext             Defect = "clock-end-wrong-context"
	ClockEndIrregular                Defect = "clock-end-irregular"
	ClockEndMeasurandMissing         Defect = "clock-end-measurand-missing"
	ClockEndWithSampled              Defect = "clock-end-with-sampled"
	IdleOnlyIgnored                  Defect = "idle-only-ignored"
	IdleOnlyForEVSEAlone             Defect = "idle-only-for-evse-alone"
	IdleOnlyAsMeterValues            Defect = "idle-only-as-meter-values"
	IdleOnlyForever                  Defect = "idle-only-forever"
	IdleOnlyNever                    Defect = "idle-only-never"
	BeginMissing                     Defect = "begin-missing"
	BeginWrongContext                Defect = "begin-wrong-context"
	BeginLate                        Defect = "begin-late"
	BeginMeasurandMissing            Defect = "begin-measurand-missing"
	PeriodicNotSent                  Defect = "periodic-not-sent"
	PeriodicOnce                     Defect = "periodic-once"
	PeriodicAsMeterValues            Defect = "periodic-as-meter-values"
	PeriodicWrongTrigger             Defect = "periodic-wrong-trigger"
	PeriodicWrongContext             Defect = "periodic-wrong-context"
	PeriodicTwiceTheInterval         Defect = "periodic-twice-the-interval"
	PeriodicFixedInterval            Defect = "periodic-fixed-interval"
	PeriodicMeasurandMissing         Defect = "periodic-measurand-missing"
	PeriodicOldTimestamp             Defect = "periodic-old-timestamp"
	EndMissing                       Defect = "end-missing"
	EndWithoutLast                   Defect = "end-without-last"
	EndPeriodicAsClock               Defect = "end-periodic-as-clock"
	EndIrregular                     Defect = "end-irregular"
	EndOneTimestamp                  Defect = "end-one-timestamp"
	EndMeasurandMissing              Defect = "end-measurand-missing"
	RegisterBackwards                Defect = "register-backwards"
	SignatureOfEndMissing            Defect = "signature-of-end-missing"
	SignatureOfClockMissing          Defect = "signature-of-clock-missing"
	PublicKeyNotBase64               Defect = "public-key-not-base64"
)

var metering = []Info{
	{ProfileStartRejected, "A RequestStartTransaction with a chargingProfile is answered with Rejected."},
	{ProfileStartWithoutTransactionID, "A RequestStartTransaction with a chargingProfile is answered without the transactionId of the open transaction."},
	{ProfileStartIDMistaken, "After a RequestStartTransaction with a chargingProfile the remoteStartId is the profile's id."},
	{ProfileStartNotCharging, "After a RequestStartTransaction with a chargingProfile the EV gets no energy."},
	{ClockSilentInTransaction, "No clock-aligned meter values of an EVSE are sent while it has a transaction."},
	{ClockOnceInTransaction, "Of each transaction only the first clock-aligned meter values of its EVSE are sent."},
	{AlignedEVSEsInTurn, "Clock-aligned meter values of several EVSEs are sent in turn, of every second EVSE at each interval."},
	{ClockEventWrongTrigger, "A TransactionEvent with clock-aligned meter values has the triggerReason MeterValuePeriodic."},
	{ClockEventWrongContext, "Clock-aligned meter values in a TransactionEvent that says MeterValueClock carry the context Sample.Periodic."},
	{ClockEventMeasurandMissing, "Clock-aligned meter values in TransactionEvents leave out the last of several measurands."},
	{ClockEndMissing, "The TransactionEvent that ends a transaction carries no clock-aligned meter values."},
	{ClockEndWrongContext, "Clock-aligned meter values of the end of a transaction carry the context Sample.Periodic."},
	{ClockEndIrregular, "Every second of the clock-aligned meter values of the end of a transaction is taken half an interval late."},
	{ClockEndMeasurandMissing, "Clock-aligned meter values of the end of a transaction leave out the last of several measurands."},
	{ClockEndWithSampled, "A transaction ends with values of Transaction.End although SampledDataTxEndedMeasurands is empty."},
	{IdleOnlyIgnored, "With SendDuringIdle true clock-aligned meter values are sent during a transaction all the same."},
	{IdleOnlyForEVSEAlone, "With SendDuringIdle true the main meter and the other EVSEs go on to send clock-aligned meter values during a transaction."},
	{IdleOnlyAsMeterValues, "With SendDuringIdle true the values of an EVSE with a transaction are sent in MeterValues."},
	{IdleOnlyForever, "With SendDuringIdle true no clock-aligned meter values are sent after the first transaction."},
	{IdleOnlyNever, "With SendDuringIdle true no clock-aligned meter values are sent at all."},
	{BeginMissing, "No TransactionEvent carries values of Transaction.Begin but that which ends the transaction."},
	{BeginWrongContext, "The meter values of the start of a transaction carry the context Sample.Periodic."},
	{BeginLate, "The values of Transaction.Begin come when charging starts, although the EVSE was known before."},
	{BeginMeasurandMissing, "The values of Transaction.Begin leave out the last of several measurands."},
	{PeriodicNotSent, "No sampled meter values are sent during a transaction."},
	{PeriodicOnce, "Sampled meter values are sent once in a transaction."},
	{PeriodicAsMeterValues, "Sampled meter values of a transaction are sent in MeterValues."},
	{PeriodicWrongTrigger, "A TransactionEvent with sampled meter values has the triggerReason MeterValueClock."},
	{PeriodicWrongContext, "Sampled meter values in a TransactionEvent that says MeterValuePeriodic carry the context Sample.Clock."},
	{PeriodicTwiceTheInterval, "Sampled meter values are taken at twice TxUpdatedInterval."},
	{PeriodicFixedInterval, "Sampled meter values are taken every 17 seconds, whatever TxUpdatedInterval says."},
	{PeriodicMeasurandMissing, "Sampled meter values during a transaction leave out the last of several measurands."},
	{PeriodicOldTimestamp, "The meterValue of a TransactionEvent with sampled values has a timestamp an hour before its event's."},
	{EndMissing, "The TransactionEvent that ends a transaction carries no meterValue."},
	{EndWithoutLast, "The last of the sampled values of the end of a transaction have the context Sample.Periodic."},
	{EndPeriodicAsClock, "The periodic values of the end of a transaction carry the context Sample.Clock."},
	{EndIrregular, "Every second of the periodic values of the end of a transaction is taken half an interval late."},
	{EndOneTimestamp, "All values of the end of a transaction have the timestamp of that end."},
	{EndMeasurandMissing, "Sampled values of the end of a transaction leave out the last of several measurands."},
	{RegisterBackwards, "Every second reading of an energy register shows 10 kWh less."},
	{SignatureOfEndMissing, "Values of Transaction.End are not signed although SignReadings is true."},
	{SignatureOfClockMissing, "Clock-aligned values are not signed although SignReadings is true."},
	{PublicKeyNotBase64, "The publicKey of a signed value is no Base64."},
}
