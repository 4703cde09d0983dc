package i_tariff_cost

import (
	"fmt"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const whatFor = "The purpose of the case is that it is displayed, of which its table has no row"

// amount is what there is to see of a cost: its figures, in whatever currency and with whatever words.
func amount(cost float64) rigs.Sight {
	return rigs.Sight{What: fmt.Sprintf("the amount %.2f", cost), Text: fmt.Sprintf("%.2f", cost)}
}

// format is a format of texts that the product has (UI-2).
func format(s *octt.Scenario) ocpp201.MessageFormat {
	if s.PICS.Answer(pics.UI_2_4) != pics.Yes && s.PICS.Answer(pics.UI_2_1) == pics.Yes {
		return ocpp201.MessageFormatASCII
	}
	return ocpp201.MessageFormatUTF8
}
