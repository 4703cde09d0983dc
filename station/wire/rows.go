package wire

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

// CommunicationRows are the variables of OCPPCommCtrlr (part 4, chapter 8).
func CommunicationRows(t *product.Type) []model.Row {
	const c = "OCPPCommCtrlr"
	can := &t.Capabilities
	zero, one := new(0.0), new(1.0)
	seconds := func(name, value string, min *float64) model.Row {
		return model.Row{Component: c, Name: name, DataType: ocpp201.DataInteger, Unit: "s", Value: value, Set: true, Min: min}
	}
	count := func(name, value string) model.Row {
		return model.Row{Component: c, Name: name, DataType: ocpp201.DataInteger, Value: value, Set: true, Min: zero}
	}
	attempts := count("MessageAttempts", "3")
	attempts.Instance = "TransactionEvent"
	interval := can.AttemptInterval.Row(c, "MessageAttemptInterval")
	interval.Instance = "TransactionEvent"
	ping := can.PingInterval.Row(c, "WebSocketPingInterval")
	ping.Min, ping.Check = zero, can.PingInterval.OrZero
	unlock := model.Choice(c, "UnlockOnEVSideDisconnect", can.UnlockOnEVSideDisconnect)
	rows := []model.Row{
		{Component: c, Name: "ActiveNetworkProfile", DataType: ocpp201.DataInteger, Measured: true},
		{Component: c, Name: "FileTransferProtocols", DataType: ocpp201.DataMemberList, Value: strings.Join(can.FileTransferProtocols, ","), Values: can.FileTransferProtocols},
		can.HeartbeatInterval.Row(c, "HeartbeatInterval"), interval, attempts,
		{Component: c, Name: "MessageTimeout", Instance: "Default", DataType: ocpp201.DataInteger, Unit: "s", Value: "30", Min: one},
		{
			Component: c, Name: "NetworkConfigurationPriority", DataType: ocpp201.DataSequenceList,
			Value: strconv.Itoa(networkSlots[0]), Values: model.Split(slotNames()), Set: true, NonEmpty: true, Check: checkShippedPriority,
		},
		count("NetworkProfileConnectionAttempts", "3"),
		seconds("OfflineThreshold", "60", zero),
		count("ResetRetries", "0"),
		seconds("RetryBackOffRandomRange", "10", zero),
		count("RetryBackOffRepeatTimes", "5"),
		seconds("RetryBackOffWaitMinimum", strconv.Itoa(int(FactoryBackOff/time.Second)), zero),
		unlock, ping,
	}
	if can.QueueAllMessages {
		rows = append(rows, model.Row{Component: c, Name: "QueueAllMessages", DataType: ocpp201.DataBoolean, Value: "false", Set: true})
	}
	return rows
}

// DeviceRows are the limits on requests that read and write the device model (see serve.go).
func DeviceRows(t *product.Type) []model.Row {
	can := &t.Capabilities
	limits := func(name string, of product.MessageLimits) []model.Row {
		var rows []model.Row
		for _, l := range []struct {
			instance string
			value    int
		}{{"GetReport", of.GetReport}, {"GetVariables", of.GetVariables}, {"SetVariables", of.SetVariables}} {
			rows = append(rows, model.Row{
				Component: "DeviceDataCtrlr", Name: name, Instance: l.instance, DataType: ocpp201.DataInteger,
				Value: strconv.Itoa(l.value), Constant: true,
			})
		}
		return rows
	}
	return append(limits("BytesPerMessage", can.BytesPerMessage), limits("ItemsPerMessage", can.ItemsPerMessage)...)
}

// SecurityRows are the variables of SecurityCtrlr that are about the connection, but for the password. What is of one station
// only, attach says.
func SecurityRows(t *product.Type) []model.Row {
	rows := []model.Row{
		{Component: "SecurityCtrlr", Name: "Identity", DataType: ocpp201.DataString, Max: new(48.0)},
		{Component: "SecurityCtrlr", Name: "SecurityProfile", DataType: ocpp201.DataInteger, Min: new(1.0), Max: new(3.0)},
	}
	if t.Capabilities.Wildcards {
		rows = append(rows, model.Row{Component: "SecurityCtrlr", Name: "AllowCSMSTLSWildcards", DataType: ocpp201.DataBoolean, Value: "false", Set: true})
	}
	return rows
}

// PasswordRows are BasicAuthPassword, which no report shows.
func PasswordRows() []model.Row {
	return []model.Row{
		{Component: "SecurityCtrlr", Name: "BasicAuthPassword", DataType: ocpp201.DataString, WriteOnly: true, Max: new(64.0), Check: checkPassword},
	}
}

// attach ties the variables to this life of this station.
func (w *Wire) attach() {
	p := w.product
	w.model.Controller("SecurityCtrlr", "Identity", "").Value = p.ID
	w.model.Controller("SecurityCtrlr", "SecurityProfile", "").Value = strconv.Itoa(p.SecurityProfile)
	w.model.Controller("SecurityCtrlr", "BasicAuthPassword", "").Value = p.Password
	w.model.Controller("OCPPCommCtrlr", "NetworkConfigurationPriority", "").Check = w.checkPriority
	w.model.Measure(ocpp201.Component{Name: "OCPPCommCtrlr"}, "ActiveNetworkProfile", func() string { return strconv.Itoa(w.active.Slot) })
}

// passwordString is the character set of part 2, section 2.1.3, with the length of errata 2025-01 section 2.1.
var passwordString = regexp.MustCompile(`^[a-zA-Z0-9*\-_=:+|@.]{16,}$`)

func checkPassword(value string) error {
	if !passwordString.MatchString(value) {
		return fmt.Errorf("a password has at least 16 characters, each of a-z, A-Z, 0-9 or *-_=:+|@. and no other")
	}
	return nil
}
