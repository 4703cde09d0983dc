package locallist

import (
	"strconv"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

const controller = "LocalAuthListCtrlr"

// Rows are the variables of LocalAuthListCtrlr (part 2, section 2.5), which a station without a list does not have.
func Rows(t *product.Type) []model.Row {
	can := &t.Capabilities
	if !can.LocalList {
		return nil
	}
	boolean := func(name, value string, set bool) model.Row {
		return model.Row{Component: controller, Name: name, DataType: ocpp201.DataBoolean, Value: value, Set: set, Constant: !set}
	}
	limit := func(name string, of product.MessageLimits) model.Row {
		return model.Row{Component: controller, Name: name, DataType: ocpp201.DataInteger, Value: strconv.Itoa(of.SendLocalList), Constant: true}
	}
	rows := []model.Row{
		boolean("Available", "true", false),
		{Component: controller, Name: "Entries", DataType: ocpp201.DataInteger, Max: new(float64(most)), Measured: true},
		limit("ItemsPerMessage", can.ItemsPerMessage),
		limit("BytesPerMessage", can.BytesPerMessage),
		{Component: controller, Name: "Storage", DataType: ocpp201.DataInteger, Max: new(float64(longest)), Measured: true},
	}
	for _, optional := range []struct {
		exists bool
		row    model.Row
	}{
		{can.LocalListSwitch, boolean("Enabled", "true", true)},
		{can.LocalListDisablePostAuthorize, boolean("DisablePostAuthorize", "false", true)},
		{can.LocalListExpires, boolean("SupportsExpiryDateTime", "true", false)},
	} {
		if optional.exists {
			rows = append(rows, optional.row)
		}
	}
	return rows
}
