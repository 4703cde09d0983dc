package main

import (
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
)

// callOut tells at once that a station is not the one that is declared, once for each way in which it is another: whoever has taken the
// wrong PICS, or the wrong firmware, learns it before the cases have taken hours. say writes one line.
func callOut(declared *pics.Declaration, say func(format string, values ...any)) func(evidence.Record) {
	var started evidence.RunStarted
	told, updated := map[string]bool{}, map[string]bool{}
	return func(rec evidence.Record) {
		switch {
		case rec.Run != nil:
			started = *rec.Run
		case evidence.UpdatesFirmware(rec):
			updated[rec.Bench] = true
		case rec.Station != nil:
			d := reports.Differing(started, declared, evidence.Told{Station: *rec.Station, Bench: rec.Bench, Updated: updated[rec.Bench]})
			if d != nil && !told[d.Actual] {
				told[d.Actual] = true
				say("certbench: this is not the station that is declared, and the run will be inconclusive for the product: %s", reports.FindingSentence(*d))
			}
		}
	}
}
