package e_transactions

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_11_CS starts a transaction with a signed meter value.
//
// The validations of step 3 speak of one sampledValue: one of them is signed, because a meter need not sign every measurand
// (part 2, SampledDataCtrlr.SignReadings). "Not omitted" is what the schema asks of the four fields in any case; a signature
// without data or methods is none. publicKey may be empty: PublicKeyWithSignedMeterValue, which the table does not set,
// decides about that. On the way to Charging in step 5 more changes may be told than the table shows (E02.FR.16).
var TC_E_11_CS = octt.Register(octt.Case{
	ID:    "TC_E_11_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		startsAt(dataSigned, parkingBay, evConnected, authorized),
		octt.Config(octt.Is("SampledDataCtrlr.SignReadings", "true")),
		octt.States(states.Authorized)),
	Main: func(s *octt.Scenario) {
		states.Connect(s)
		states.PluggedIn(s, 1)
		event := states.SignedDataReceived(s, 3,
			octt.Must("eventType", ocpp201.TransactionEventEnumStarted).Clause("E01.FR.04"),
			octt.Present("meterValue").Clause("E01.FR.09"))
		s.Check(3, "A sampledValue with context Transaction.Begin is signed: signedMeterData, signingMethod and encodingMethod are given.",
			slices.ContainsFunc(event.MeterValue, signsBegin), true, "E01.FR.04", "J02.FR.21")
		states.TransactionEvent(s, 5, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged},
			states.OnTheWay(),
			octt.Must("eventType", ocpp201.TransactionEventEnumUpdated),
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateCharging))
	},
})

// signsBegin tells whether a meter value has a signed value of the beginning of the transaction.
func signsBegin(m ocpp201.MeterValue) bool {
	return slices.ContainsFunc(m.SampledValue, func(v ocpp201.SampledValue) bool {
		signed := v.SignedMeterValue
		return v.Context != nil && *v.Context == ocpp201.ReadingContextTransactionBegin && signed != nil &&
			signed.SignedMeterData != "" && signed.SigningMethod != "" && signed.EncodingMethod != ""
	})
}
