package certificates

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

const controller = "SecurityCtrlr"

// Rows are the variables of SecurityCtrlr that are about certificates.
func Rows(t *product.Type) []model.Row {
	const c = controller
	can := &t.Capabilities
	rows := []model.Row{
		{Component: c, Name: "CertificateEntries", DataType: ocpp201.DataInteger, Min: new(0.0), Max: new(float64(can.CertificateEntries)), Measured: true},
		{Component: c, Name: "OrganizationName", DataType: ocpp201.DataString, Value: t.Vendor, Set: true, Max: new(64.0)},
	}
	if can.AdditionalRootCheck {
		rows = append(rows, model.Row{Component: c, Name: "AdditionalRootCertificateCheck", DataType: ocpp201.DataBoolean, Value: "true", Constant: true})
	}
	if can.SigningTimeout {
		rows = append(rows,
			model.Row{Component: c, Name: "CertSigningWaitMinimum", DataType: ocpp201.DataInteger, Unit: "s", Value: "60", Set: true, Min: new(1.0)},
			model.Row{Component: c, Name: "CertSigningRepeatTimes", DataType: ocpp201.DataInteger, Value: "3", Set: true, Min: new(0.0)})
	}
	if can.CertificateChainSize > 0 {
		rows = append(rows, model.Row{
			Component: c, Name: "MaxCertificateChainSize", DataType: ocpp201.DataInteger, Value: strconv.Itoa(can.CertificateChainSize), Max: new(10000.0), Constant: true,
		})
	}
	return rows
}
