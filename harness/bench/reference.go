package bench

import (
	"cmp"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

// What is known of a reference station that a bench starts.
const (
	ReferenceSerial = "SIM-1" // the CN of its certificate (A00.FR.511)
	// referenceHost is the name by which it reaches the CSMS. It is told the address by a flag: a wildcard certificate, which
	// TC_A_05_CS shows it, is one for a name.
	referenceHost = MemoryHost
)

// ReferenceIdentity is who the reference station of a product says that it is: what the PICS declares, so that the station is no
// other than that. What it leaves open is the reference station's own.
func ReferenceIdentity(p pics.Product) pics.Told {
	told := p.Tells()
	told.Vendor, told.Model = cmp.Or(told.Vendor, "certbench"), cmp.Or(told.Model, "Reference")
	if _, err := MakeImage(told.Firmware, false); err != nil { // its firmware is an image, which has a version of ASCII
		told.Firmware = ReferenceVersion
	}
	return told
}

// Layout is the station's physical side by the connector table of a PICS.
func Layout(d *pics.Declaration) panel.Layout {
	var out panel.Layout
	for _, c := range d.Connectors {
		i := slices.IndexFunc(out, func(e panel.EVSE) bool { return e.ID == c.EVSE })
		if i < 0 {
			i = len(out)
			out = append(out, panel.EVSE{ID: c.EVSE, FixedCable: c.IsFixed()})
		}
		out[i].Connectors = append(out[i].Connectors, c.ID)
		out[i].Types = append(out[i].Types, c.Type)
	}
	return out
}

// Capabilities are the choices that a PICS declares, as the reference station takes them. What the PICS leaves out
// follows the reference station's own default.
func Capabilities(d *pics.Declaration) station.Capabilities {
	yes := func(f pics.Feature) bool { return d.Answer(f) == pics.Yes }
	c := station.Capabilities{
		TxStartPoint: chosen(yes, startPoints), TxStopPoint: chosen(yes, stopPoints),
		TxStarted: supported(d.Measurands.TxStarted), TxUpdated: supported(d.Measurands.TxUpdated),
		TxEnded: supported(d.Measurands.TxEnded), Aligned: supported(d.Measurands.Aligned),
		AlignedTx:                supported(d.Measurands.AlignedTxEnded),
		AuthorizeRemoteStart:     either(yes(pics.C_48_2), yes(pics.C_48_1)),
		StopTxOnEVSideDisconnect: either(yes(pics.C_06_1), yes(pics.C_06_2)),
		UnlockOnEVSideDisconnect: either(yes(pics.C_12_2), yes(pics.C_12_1)),
		OfflineTxForUnknownID:    yes(pics.C_02),
		ResetEVSE:                yes(pics.C_13),
		FallsBackToLastProfile:   yes(pics.C_47),
		AlignedSendDuringIdle:    yes(pics.C_28),
		TimeOffset:               yes(pics.C_25),
		SignedMeterValues:        yes(pics.C_42),
		TimeZone:                 yes(pics.C_26),
		ItemsPerMessage:          limits(d, pics.ORS_1, pics.ORS_2, pics.ORS_3),
		BytesPerMessage:          limits(d, pics.ORS_4, pics.ORS_5, pics.ORS_6),
		NoSummaryInventory:       !yes(pics.C_56),
		UploadsToTheEnd:          !yes(pics.C_57),
		KeepsLastRoot:            !yes(pics.AQ_1),
		SingleReader:             d.Features[pics.HFS_10].Text == "Single", // the certificate's word
		Phases:                   1,
		DirectCurrent:            yes(pics.HFS_4) && !yes(pics.HFS_3),
	}
	authorizing(&c, d)
	c.Triggers = triggers(d)
	modelled(&c, d)
	for _, row := range d.Connectors {
		c.Phases = max(c.Phases, row.Phases)
		c.ConnectorType = cmp.Or(c.ConnectorType, row.Type)
	}
	return c
}

// Settings are the factory values of a reference station that was set up for a bench, as a vendor would before handing
// it to a laboratory: the <Configured …> transaction points.
func Settings(c octt.Configured) map[string]string {
	return map[string]string{
		"TxCtrlr.TxStartPoint": strings.Join(c.TxStartPoint, ","),
		"TxCtrlr.TxStopPoint":  strings.Join(c.TxStopPoint, ","),
	}
}

// limits are the limits on requests that a PICS declares; what it leaves out is 0.
func limits(d *pics.Declaration, getReport, getVariables, setVariables pics.Feature) station.MessageLimits {
	return station.MessageLimits{GetReport: number(d, getReport), GetVariables: number(d, getVariables), SetVariables: number(d, setVariables)}
}

// word is what OCPP calls a feature.
type word struct {
	feature pics.Feature
	text    string
}

// The transaction points as the PICS asks for them.
var (
	startPoints = []word{
		{pics.C_09_1, "EVConnected"}, {pics.C_09_2, "Authorized"}, {pics.C_09_3, "DataSigned"}, {pics.C_09_4, "PowerPathClosed"},
		{pics.C_09_5, "EnergyTransfer"}, {pics.C_09_6, "ParkingBayOccupancy"},
	}
	stopPoints = []word{
		{pics.C_10_1, "EVConnected"}, {pics.C_10_2, "Authorized"}, {pics.C_10_3, "PowerPathClosed"},
		{pics.C_10_4, "EnergyTransfer"}, {pics.C_10_5, "ParkingBayOccupancy"},
	}
)

// chosen lists the words of the features that are answered with yes.
func chosen(yes func(pics.Feature) bool, words []word) []string {
	var out []string
	for _, w := range words {
		if yes(w.feature) {
			out = append(out, w.text)
		}
	}
	return out
}

// either lists the values that a boolean variable may have.
func either(no, yes bool) []bool {
	var out []bool
	if no {
		out = append(out, false)
	}
	if yes {
		out = append(out, true)
	}
	return out
}

// supported is what the vendor supports, or what was tested where the vendor says nothing, as far as the reference
// station's meter can show it.
func supported(m pics.MeasurandSet) []string {
	names := m.Supported
	if len(names) == 0 {
		names = m.Tested
	}
	shown := station.Measurands()
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !slices.Contains(shown, name) })
}
