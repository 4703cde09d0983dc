package i_tariff_cost

import (
	"fmt"
	"html"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const whatFor = "The purpose of the case is that it is displayed, of which its table has no row"

// shows prepares a station that tells the driver of tariff and cost, and shows nothing that would hide it. Both may be switched off (part 2,
// TariffEnabled and CostEnabled), and the prerequisite of the cases is a station that supports them.
func shows(more ...[]octt.Preparation) []octt.Preparation {
	on := octt.Config(octt.IsIfWritable("TariffCostCtrlr.Enabled[Tariff]", "true"), octt.IsIfWritable("TariffCostCtrlr.Enabled[Cost]", "true"))
	return octt.Prepare(append([][]octt.Preparation{on, octt.FreeDisplay()}, more...)...)
}

// amount is what there is to see of a cost: its figures, in whatever currency and with whatever words.
func amount(cost float64) rigs.Sight {
	return rigs.Sight{What: fmt.Sprintf("the amount %.2f", cost), Text: fmt.Sprintf("%.2f", cost)}
}

// content is a text in a format that the product has (UI-2): on a page where it shows nothing but pages. An address of one says nothing, so
// that a product of those alone is sent the text.
func content(s *octt.Scenario, text string) ocpp201.MessageContent {
	switch has := func(f pics.Feature) bool { return s.PICS.Answer(f) == pics.Yes }; {
	case has(pics.UI_2_4):
	case has(pics.UI_2_1):
		return ocpp201.MessageContent{Format: ocpp201.MessageFormatASCII, Content: text}
	case has(pics.UI_2_2):
		return ocpp201.MessageContent{Format: ocpp201.MessageFormatHTML, Content: "<p>" + html.EscapeString(text) + "</p>"}
	}
	return ocpp201.MessageContent{Format: ocpp201.MessageFormatUTF8, Content: text}
}
