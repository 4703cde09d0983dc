package selftest

import (
	"maps"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// tellsWhatLasts has a station tell of a state of a connector that has been the same for some seconds, and declare that (C-04).
func tellsWhatLasts(seconds int) func(*bench.MemoryParts) {
	return both(can(func(c *station.Capabilities) { c.MinimumStatusDuration = seconds }), func(p *bench.MemoryParts) {
		own := *p.PICS
		own.Features = maps.Clone(own.Features)
		own.Features[pics.C_04] = pics.Value{Kind: pics.Boolean, Yes: true}
		p.PICS = &own
	})
}

// hidesDuration has the station tell nobody for how long.
var hidesDuration = inHand(func(fw *station.Firmware) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		if r, ok := m.Body.(ocpp201.GetVariablesResponse); ok {
			for i := range r.GetVariableResult {
				if v := &r.GetVariableResult[i]; v.Variable.Name == "MinimumStatusDuration" {
					v.AttributeStatus, v.AttributeValue = ocpp201.GetVariableStatusUnknownVariable, nil
				}
			}
		}
		pass(m)
	})
})

// TestAStationMayTellOfAStateWhenItHasLasted plays one that waits longer than a message may take, and longer than an authorization lasts.
func TestAStationMayTellOfAStateWhenItHasLasted(t *testing.T) {
	declared := func(p *bench.MemoryParts) {
		p.Configured.Variables = map[string]string{"Connector.MinimumStatusDuration": "45"}
	}
	for name, c := range map[string]struct {
		change func(*bench.MemoryParts)
		want   evidence.Verdict
		cases  string
		words  string // of the sentence
	}{
		"told by the station":          {tellsWhatLasts(45), evidence.Pass, "TC_B_20_CS TC_B_21_CS TC_B_24_CS TC_C_21_CS TC_E_01_CS TC_E_04_CS TC_E_39_CS TC_G_03_CS TC_H_01_CS TC_H_03_CS TC_H_14_CS TC_L_01_CS", ""},
		"told by the bench file":       {both(tellsWhatLasts(45), both(hidesDuration, declared)), evidence.Pass, "TC_E_01_CS TC_G_03_CS", ""},
		"told by nobody":               {both(tellsWhatLasts(45), hidesDuration), evidence.Inconclusive, "TC_E_01_CS TC_G_03_CS", "configured.variables"},
		"longer than an authorization": {tellsWhatLasts(60), evidence.Inconclusive, "TC_H_01_CS", "Set less on the station"},
	} {
		for _, id := range strings.Fields(c.cases) {
			p, found := playWhole(t, id, setup{change: c.change})
			if place, sentence := firstWorst(p); p.Verdict != c.want || !strings.Contains(sentence, c.words) {
				t.Errorf("%s, %s: expected %s and %q, got %s at %s: %s", name, id, c.want, c.words, p.Verdict, place, sentence)
			}
			for _, f := range found {
				t.Errorf("%s, %s: expected nothing to be found, got %+v", name, id, f)
			}
		}
	}
}

// TestAStateThatHasLastedMustBeTold plays stations that declare the same, and tell of it later than they say, or never, or do not declare it.
func TestAStateThatHasLastedMustBeTold(t *testing.T) {
	never := inHand(func(fw *station.Firmware) {
		fw.Site.Decide.TellsChange = func(*site.Connector, ocpp201.ConnectorStatus) bool { return false }
	})
	late := inHand(func(fw *station.Firmware) {
		fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
			if r, ok := m.Body.(ocpp201.GetVariablesResponse); ok {
				for i := range r.GetVariableResult {
					if v := &r.GetVariableResult[i]; v.Variable.Name == "MinimumStatusDuration" && v.AttributeValue != nil {
						*v.AttributeValue = "5"
					}
				}
			}
			pass(m)
		})
	})
	for name, change := range map[string]func(*bench.MemoryParts){
		"never":        both(tellsWhatLasts(45), never),
		"late":         both(tellsWhatLasts(45), late),
		"not declared": can(func(c *station.Capabilities) { c.MinimumStatusDuration = 45 }),
	} {
		for _, id := range []string{"TC_E_01_CS", "TC_G_03_CS"} {
			if p := play(t, id, setup{change: change}); p.Verdict != evidence.Fail {
				place, sentence := firstWorst(p)
				t.Errorf("%s, %s: expected FAIL, got %s at %s: %s", name, id, p.Verdict, place, sentence)
			}
		}
	}
}
