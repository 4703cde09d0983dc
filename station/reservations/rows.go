package reservations

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

const controller = "ReservationCtrlr"

// Rows are the variables of ReservationCtrlr (part 2, section 2.8), which a station that knows no reservations does not have.
func Rows(t *product.Type) []model.Row {
	can := &t.Capabilities
	if !can.Reservations {
		return nil
	}
	rows := []model.Row{{Component: controller, Name: "Available", DataType: ocpp201.DataBoolean, Value: "true", Constant: true}}
	if can.ReservationSwitch {
		rows = append(rows, model.Row{Component: controller, Name: "Enabled", DataType: ocpp201.DataBoolean, Value: "true", Set: true})
	}
	return append(rows, model.Row{Component: controller, Name: "NonEvseSpecific", DataType: ocpp201.DataBoolean,
		Value: strconv.FormatBool(can.ReservesUnspecified), Constant: true})
}
