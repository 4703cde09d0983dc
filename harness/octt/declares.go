package octt

import "github.com/certbench/certbench/harness/pics"

// declares are the variables of which a PICS tells the value, where it says that the product can have no other: the answers that stand
// for true and for false.
var declares = map[string]struct{ yes, no pics.Feature }{
	"AuthCtrlr.AuthorizeRemoteStart":               {yes: pics.C_48_1, no: pics.C_48_2},
	"OCPPCommCtrlr.UnlockOnEVSideDisconnect":       {yes: pics.C_12_1, no: pics.C_12_2},
	"SecurityCtrlr.AdditionalRootCertificateCheck": {yes: pics.AS_2},
	"TxCtrlr.StopTxOnEVSideDisconnect":             {yes: pics.C_06_2, no: pics.C_06_1},
}

// byPICS is the value that a variable has by the PICS; ok is false where that leaves it open.
func (s *Scenario) byPICS(name string) (k Knowledge, ok bool) {
	by, known := declares[name]
	if !known || s.PICS == nil {
		return k, false
	}
	can, cannot := s.PICS.Answer(by.yes), pics.Yes
	switch {
	case by.no != "":
		cannot = s.PICS.Answer(by.no)
	case can == pics.Yes:
		cannot = pics.No
	}
	switch {
	case can == pics.Yes && cannot == pics.No:
		return Knowledge{Value: "true", Way: ByPICS}, true
	case can == pics.No && cannot == pics.Yes:
		return Knowledge{Value: "false", Way: ByPICS}, true
	}
	return k, false
}
