package e_transactions

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// Values of TxStartPoint and TxStopPoint (part 2, section 2.6.6). The tables call the first ParkingBayOccupied at times.
const (
	parkingBay      = "ParkingBayOccupancy"
	evConnected     = "EVConnected"
	authorized      = "Authorized"
	dataSigned      = "DataSigned"
	powerPathClosed = "PowerPathClosed"
	energyTransfer  = "EnergyTransfer"

	startPoint = "TxCtrlr.TxStartPoint"
	stopPoint  = "TxCtrlr.TxStopPoint"
)

// startsAt is the configuration state "TxStartPoint contains …" of the cases of use case E01.
func startsAt(point string, without ...string) []octt.Preparation {
	return at(startPoint, point, without)
}

// stopsAt is the configuration state "TxStopPoint contains …" of the cases of use case E06.
func stopsAt(point string, without ...string) []octt.Preparation {
	return at(stopPoint, point, without)
}

// at has the variable contain the point. Where the station takes another value it becomes the only one: the tables name
// no other, and their prerequisites exclude those that would come first. What a ReadOnly variable must not contain is
// without; that is the prerequisite, of which a product with another value is shown here.
func at(variable, point string, without []string) []octt.Preparation {
	return octt.Prepare(octt.Config(octt.IsIfWritable(variable, point)), octt.Do(func(s *octt.Scenario) {
		has := s.List(variable)
		fits := s.Check(0, variable+" contains "+point+".", slices.Contains(has, point), true)
		for _, other := range without {
			fits = s.Check(0, variable+" does not contain "+other+".", slices.Contains(has, other), false) && fits
		}
		if !fits {
			s.Stop()
		}
	}))
}

// stopsAtAny is the configuration state of the cases in which TxStopPoint contains one of several points, or all: those that
// the PICS says are supported, and no other.
func stopsAtAny(points []string, without ...string) []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		supported := slices.DeleteFunc(slices.Clone(points), func(p string) bool { return s.PICS.Answer(stopFeatures[p]) != pics.Yes })
		s.Prepare(octt.Config(octt.IsIfWritable(stopPoint, strings.Join(supported, ","))))
		has := s.List(stopPoint)
		fits := s.Check(0, stopPoint+" contains "+strings.Join(points, " or ")+".",
			slices.ContainsFunc(points, func(p string) bool { return slices.Contains(has, p) }), true)
		for _, other := range without {
			fits = s.Check(0, stopPoint+" does not contain "+other+".", slices.Contains(has, other), false) && fits
		}
		if !fits {
			s.Stop()
		}
	})
}

// stopFeatures are the features of the PICS that say which stop points a product supports.
var stopFeatures = map[string]pics.Feature{authorized: pics.C_10_2, powerPathClosed: pics.C_10_3, parkingBay: pics.C_10_5}
