package octt

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
)

// A station that answers no GetVariables is played on as its PICS declares it, and only where that leaves the value open is nothing known.
func TestWhatAStationCannotTellIsWhatItsPICSDeclares(t *testing.T) {
	yes, no := pics.Value{Kind: pics.Boolean, Yes: true}, pics.Value{Kind: pics.Boolean}
	const check, asks = "SecurityCtrlr.AdditionalRootCertificateCheck", "TxCtrlr.StopTxOnEVSideDisconnect"
	for name, c := range map[string]struct {
		variable string
		features map[pics.Feature]pics.Value
		file     string
		want     string
		way      Way
	}{
		"with a feature":             {check, map[pics.Feature]pics.Value{pics.AS_2: yes}, "", "true", ByPICS},
		"without it":                 {check, map[pics.Feature]pics.Value{pics.AS_2: no}, "", "false", ByPICS},
		"the bench file goes before": {check, map[pics.Feature]pics.Value{pics.AS_2: no}, "true", "true", ByDeclared},
		"one of two values":          {asks, map[pics.Feature]pics.Value{pics.C_06_1: yes, pics.C_06_2: no}, "", "false", ByPICS},
		"either of two":              {asks, map[pics.Feature]pics.Value{pics.C_06_1: yes, pics.C_06_2: yes}, "", "", ""},
		"nothing declared":           {check, nil, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) {
				l.bench.PICS = &pics.Declaration{Features: c.features}
				if c.file != "" {
					l.bench.Configured.Variables = map[string]string{c.variable: c.file}
				}
			}, func(l *lab) {
				l.csms.answering("GetVariables", untellable()["CALLERROR NotSupported"])
				l.before = Known(c.variable)
				if c.way == "" {
					l.expect(evidence.Inconclusive, c.variable, func(s *Scenario) { s.Check(1, "It is not known.", s.Variable(c.variable), "") })
					return
				}
				l.expect(evidence.Pass, "", func(s *Scenario) {
					s.Check(1, "It is taken instead.", s.Variable(c.variable), c.want)
					k, _ := s.Knows(c.variable)
					s.Check(2, "It is known how.", string(k.Way), string(c.way))
				})
			})
		})
	}
}
