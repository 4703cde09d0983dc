package station_test

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// requiredVariables are those that a station of the profiles Core and Advanced Security must have (part 2, "Referenced
// Components and Variables", column required; part 4 chapter 8; errata 2025-01 sections 2.57 and 2.66), here for two EVSEs:
// name, data type, mutability, and unit.
const requiredVariables = `
OCPPCommCtrlr.ActiveNetworkProfile integer ReadOnly -
OCPPCommCtrlr.FileTransferProtocols MemberList ReadOnly -
OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent] integer ReadWrite s
OCPPCommCtrlr.MessageAttempts[TransactionEvent] integer ReadWrite -
OCPPCommCtrlr.MessageTimeout[Default] integer ReadOnly s
OCPPCommCtrlr.NetworkConfigurationPriority SequenceList ReadWrite -
OCPPCommCtrlr.NetworkProfileConnectionAttempts integer ReadWrite -
OCPPCommCtrlr.OfflineThreshold integer ReadWrite s
OCPPCommCtrlr.ResetRetries integer ReadWrite -
OCPPCommCtrlr.RetryBackOffRandomRange integer ReadWrite s
OCPPCommCtrlr.RetryBackOffRepeatTimes integer ReadWrite -
OCPPCommCtrlr.RetryBackOffWaitMinimum integer ReadWrite s
OCPPCommCtrlr.UnlockOnEVSideDisconnect boolean either -
OCPPCommCtrlr.WebSocketPingInterval integer ReadWrite s
TxCtrlr.EVConnectionTimeOut integer ReadWrite s
TxCtrlr.StopTxOnEVSideDisconnect boolean either -
TxCtrlr.StopTxOnInvalidId boolean ReadWrite -
TxCtrlr.TxStartPoint MemberList either -
TxCtrlr.TxStopPoint MemberList either -
DeviceDataCtrlr.BytesPerMessage[GetReport] integer ReadOnly -
DeviceDataCtrlr.BytesPerMessage[GetVariables] integer ReadOnly -
DeviceDataCtrlr.BytesPerMessage[SetVariables] integer ReadOnly -
DeviceDataCtrlr.ItemsPerMessage[GetReport] integer ReadOnly -
DeviceDataCtrlr.ItemsPerMessage[GetVariables] integer ReadOnly -
DeviceDataCtrlr.ItemsPerMessage[SetVariables] integer ReadOnly -
ClockCtrlr.DateTime dateTime ReadOnly -
ClockCtrlr.TimeSource SequenceList ReadWrite -
SecurityCtrlr.CertificateEntries integer ReadOnly -
SecurityCtrlr.OrganizationName string ReadWrite -
SecurityCtrlr.SecurityProfile integer ReadOnly -
SampledDataCtrlr.TxEndedInterval integer ReadWrite s
SampledDataCtrlr.TxEndedMeasurands MemberList ReadWrite -
SampledDataCtrlr.TxStartedMeasurands MemberList ReadWrite -
SampledDataCtrlr.TxUpdatedInterval integer ReadWrite s
SampledDataCtrlr.TxUpdatedMeasurands MemberList ReadWrite -
AlignedDataCtrlr.Interval integer ReadWrite s
AlignedDataCtrlr.Measurands MemberList ReadWrite -
AlignedDataCtrlr.TxEndedInterval integer ReadWrite s
AlignedDataCtrlr.TxEndedMeasurands MemberList ReadWrite -
AuthCtrlr.AuthorizeRemoteStart boolean either -
AuthCtrlr.LocalAuthorizeOffline boolean ReadWrite -
AuthCtrlr.LocalPreAuthorize boolean ReadWrite -
ChargingStation.AvailabilityState OptionList ReadOnly -
ChargingStation.Available boolean ReadOnly -
ChargingStation.SupplyPhases integer ReadOnly -
EVSE:1.AvailabilityState OptionList ReadOnly -
EVSE:1.Available boolean ReadOnly -
EVSE:1.Power decimal ReadOnly W
EVSE:1.SupplyPhases integer ReadOnly -
EVSE:2.AvailabilityState OptionList ReadOnly -
EVSE:2.Available boolean ReadOnly -
EVSE:2.Power decimal ReadOnly W
EVSE:2.SupplyPhases integer ReadOnly -
Connector:1:1.AvailabilityState OptionList ReadOnly -
Connector:1:1.Available boolean ReadOnly -
Connector:1:1.ConnectorType string ReadOnly -
Connector:1:1.SupplyPhases integer ReadOnly -
Connector:2:1.AvailabilityState OptionList ReadOnly -
Connector:2:1.Available boolean ReadOnly -
Connector:2:1.ConnectorType string ReadOnly -
Connector:2:1.SupplyPhases integer ReadOnly -`

func TestTheFullInventoryHasEveryRequiredVariable(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Layout = twoSockets }, func(r *rig) {
		found := r.report("GetBaseReport", `{"requestId":42,"reportBase":"FullInventory"}`)
		for line := range strings.Lines(strings.TrimSpace(requiredVariables)) {
			want := strings.Fields(line)
			d, ok := found[want[0]]
			if !ok {
				t.Errorf("expected %s in the full inventory", want[0])
				continue
			}
			mutability := string(*d.VariableAttribute[0].Mutability)
			if want[2] == "either" && mutability != string(ocpp201.MutabilityWriteOnly) {
				want[2] = mutability
			}
			unit := "-"
			if c := d.VariableCharacteristics; c.Unit != nil {
				unit = *c.Unit
			}
			if got := []string{want[0], string(d.VariableCharacteristics.DataType), mutability, unit}; strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("expected %v, got %v", want, got)
			}
		}
		for name, d := range found {
			checkReported(t, name, d)
		}
		for _, evse := range []string{"EVSE:1.Power", "EVSE:2.Power"} {
			if limit := found[evse].VariableCharacteristics.MaxLimit; limit == nil || *limit != 3*32*230 {
				t.Errorf("%s: expected the maxLimit of three phases of 32 A at 230 V, got %v", evse, limit)
			}
		}
	})
}
