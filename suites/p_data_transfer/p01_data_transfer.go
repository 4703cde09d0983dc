package p_data_transfer

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// vendorID is that of the official tool, which no station implements.
const vendorID = "org.openchargealliance.octt"

// TC_P_01_CS sends data that the station has no use for.
var TC_P_01_CS = octt.Register(octt.Case{
	ID: "TC_P_01_CS",
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.DataTransferRequest{VendorID: vendorID, MessageID: &s.Configured.MessageID}).Receive(2,
			octt.Must("status", octt.OneOf(
				ocpp201.DataTransferStatusUnknownVendorId, ocpp201.DataTransferStatusUnknownMessageId, ocpp201.DataTransferStatusRejected,
			)).Clause("P01.FR.05", "P01.FR.06"))
	},
})
