package defects

// Defects of meter values that are signed, and of transactions that begin with one.
const (
	SignatureMissing        Defect = "signature-missing"
	SignatureEmpty          Defect = "signature-empty"
	SignedWithoutMethod     Defect = "signed-without-method"
	SignedStartWrongTrigger Defect = "signed-start-wrong-trigger"
	SignedStartWithoutToken Defect = "signed-start-without-token"
	SignedStartWithoutEVSE  Defect = "signed-start-without-evse"
	SignedStartNever        Defect = "signed-start-never"
)

var signed = []Info{
	{SignatureMissing, "Meter values carry no signedMeterValue although SignReadings is true."},
	{SignatureEmpty, "The signedMeterData of every meter value is empty."},
	{SignedWithoutMethod, "The signingMethod of every meter value is empty."},
	{SignedStartWrongTrigger, "A TransactionEvent that would have the triggerReason SignedDataReceived has CablePluggedIn."},
	{SignedStartWithoutToken, "A TransactionEvent with the triggerReason SignedDataReceived carries no idToken."},
	{SignedStartWithoutEVSE, "A TransactionEvent with the triggerReason SignedDataReceived carries no evse."},
	{SignedStartNever, "A signed meter value starts no transaction, whatever TxStartPoint says."},
}
