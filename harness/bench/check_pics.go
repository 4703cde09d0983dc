package bench

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

// CheckAgainst says where the file contradicts the PICS of the station: transaction points that it does not have, a
// connector that it does not have, and factory values that the reference station of this PICS does not take. Errors are
// joined and told as Read does. So are display messages that its display cannot show. It also takes from the PICS what the file alone does not tell: where the cable
// is fixed, the rig of the cable moves its end too, and transaction points that the file does not write are those of the
// default that the PICS declares, or else all that it declares.
func (f *File) CheckAgainst(declared *pics.Declaration) error {
	d := f.read
	checkPoints(d, declared, "txStartPoint", &f.Configured.TxStartPoint, startPoints)
	checkPoints(d, declared, "txStopPoint", &f.Configured.TxStopPoint, stopPoints)
	at := f.Configured.Place()
	stands := func(c pics.Connector) bool { return c.EVSE == at.EVSE && c.ID == at.Connector }
	f.fixed = slices.ContainsFunc(declared.Connectors, func(c pics.Connector) bool { return stands(c) && c.IsFixed() })
	if len(declared.Connectors) > 0 && !slices.ContainsFunc(declared.Connectors, stands) {
		var there []string
		for _, c := range declared.Connectors {
			there = append(there, fmt.Sprintf("evseId: %d with connectorId: %d", c.EVSE, c.ID))
		}
		d.fail(d.written("configured.evseId", "configured.connectorId"), "the PICS has no connector %d of EVSE %d; write %s, or add the connector to the PICS",
			at.Connector, at.EVSE, strings.Join(there, ", or "))
	}
	checkDisplayed(d, declared, f.Configured)
	if f.Station.Reference != nil {
		f.checkSettings(declared)
	}
	if links := declared.Items(pics.HFS_9); f.Communication != "" && links != nil && !slices.Contains(links, f.Communication) {
		d.fail("communication", "communication is %q, which HFS-9 of the PICS does not name; write one of %s, or correct the PICS", f.Communication, strings.Join(links, ", "))
	}
	return d.yaml.Err()
}

func checkPoints(d *decoder, declared *pics.Declaration, key string, points *[]string, can []word) {
	supported := chosen(func(f pics.Feature) bool { return declared.Answer(f) == pics.Yes }, can)
	if len(supported) == 0 {
		return
	}
	if d.at["configured."+key] == nil { // a default is nobody's claim about this station
		kept := slices.DeleteFunc(slices.Clone(*points), func(point string) bool { return !slices.Contains(supported, point) })
		if *points = kept; len(kept) == 0 {
			*points = supported
		}
		return
	}
	for i, point := range *points {
		if !slices.Contains(supported, point) {
			d.fail(fmt.Sprintf("configured.%s.%d", key, i), "configured.%s holds %s, which the PICS does not declare; write configured: {%s: [%s]}, or correct the PICS",
				key, point, key, strings.Join(supported, ", "))
		}
	}
}

// checkSettings asks the station itself.
func (f *File) checkSettings(declared *pics.Declaration) {
	settings := f.Station.Reference.Settings
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		layout := Layout(declared)
		_, err := station.New(station.Config{
			Vendor: "certbench", Model: "Reference", ID: f.Station.ID, CSMSURL: "ws://localhost/ocpp", Panel: panel.New(layout), Layout: layout,
			Capabilities: Capabilities(declared), Settings: map[string]string{name: settings[name]}, Store: station.Memory(),
		})
		if err != nil {
			f.read.fail("station.reference.settings."+name, "station.reference.settings.%s: %v", name, errors.Unwrap(err))
		}
	}
}
