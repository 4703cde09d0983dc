package display

import (
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

const (
	controller     = "DisplayMessageCtrlr"
	costController = "TariffCostCtrlr"
	component      = "Display"
)

// Rows are the variables of the display, of its messages and of tariff and cost (part 2, sections 2.10 and 2.12; O01.FR.21).
func Rows(t *product.Type) []model.Row {
	can := &t.Capabilities
	var rows []model.Row
	if len(can.MessagePriorities) > 0 {
		rows = append(rows,
			model.Row{Component: controller, Name: "Available", DataType: ocpp201.DataBoolean, Value: "true", Constant: true},
			model.Row{Component: controller, Name: "DisplayMessages", DataType: ocpp201.DataInteger, Max: new(float64(can.DisplayMessages)), Measured: true},
			members("SupportedFormats", can.MessageFormats), members("SupportedPriorities", can.MessagePriorities),
			model.Row{Component: component, Name: "Available", DataType: ocpp201.DataBoolean, Value: "true", Constant: true})
	}
	if len(can.MessagePriorities) > 0 && can.MessageSwitch {
		rows = append(rows, model.Row{Component: controller, Name: "Enabled", DataType: ocpp201.DataBoolean, Value: "true", Set: true})
	}
	if !can.TariffAndCost {
		return rows
	}
	text := func(name, value string, longest float64) model.Row {
		return model.Row{Component: costController, Name: name, DataType: ocpp201.DataString, Value: value, Set: true, Max: new(longest)}
	}
	for _, what := range []string{"Tariff", "Cost"} {
		rows = append(rows,
			model.Row{Component: costController, Name: "Available", Instance: what, DataType: ocpp201.DataBoolean, Value: "true", Constant: true},
			model.Row{Component: costController, Name: "Enabled", Instance: what, DataType: ocpp201.DataBoolean, Value: "true", Set: true})
	}
	return append(rows,
		text("TariffFallbackMessage", "Ask your provider for the tariff", 255), text("TotalCostFallbackMessage", "The total cost will stand on your bill", 255),
		text("Currency", "EUR", 3))
}

func members(name string, values []string) model.Row {
	return model.Row{Component: controller, Name: name, DataType: ocpp201.DataMemberList, Value: strings.Join(values, ","), Values: values, Constant: true}
}
