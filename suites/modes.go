package suites

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// Plays lists the modes in which a case is played for a product: once with the bench's default, both ways, or with each protocol by
// which the product moves files. Without a product, which is nil, they are all that there are.
//
// A case that is played both ways and with each protocol is not played with each in both ways, but in turns: every way and every protocol
// comes, and no pair of them that matters is left out, for how a transaction was begun has nothing to do with how a file is moved. On a
// bench each play that installs a firmware takes minutes, and as long again to undo.
func Plays(c octt.Case, d *pics.Declaration) []octt.Mode {
	starts, protocols := Starts(c), []octt.Protocol{""}
	if !c.Modes.Has(octt.PerProtocol) {
		return inTurns(starts, protocols)
	}
	protocols = protocolsOf(d)
	if len(starts) > 1 && d != nil && noLocalStart(d) != "" { // in turns with what nobody can do, some protocols would not come
		return append([]octt.Mode{octt.ModeOf(octt.Local, "")}, inTurns([]octt.Start{octt.Remote}, protocols)...)
	}
	return inTurns(starts, protocols)
}

// inTurns pairs ways to start with protocols until all of both have come.
func inTurns(starts []octt.Start, protocols []octt.Protocol) []octt.Mode {
	var all []octt.Mode
	for i := range max(len(starts), len(protocols)) {
		all = append(all, octt.ModeOf(starts[i%len(starts)], protocols[i%len(protocols)]))
	}
	return all
}

// Starts lists the ways to begin transactions in which a case is played, by whatever protocol it moves files.
func Starts(c octt.Case) []octt.Start {
	if c.Modes.Has(octt.Both) {
		return []octt.Start{octt.Local, octt.Remote}
	}
	return []octt.Start{""}
}

// protocolsOf are those that the product has (part 5, ORS-24). Where its PICS does not tell, a case is played once: which protocol
// the station and the bench share, the play finds out, and its evidence shows. That is no guess at what the product has, and the
// certificate, which needs ORS-24, is not to be had so.
func protocolsOf(d *pics.Declaration) []octt.Protocol {
	if d == nil {
		return octt.Protocols()
	}
	declared := d.Items(pics.ORS_24)
	if len(declared) == 0 {
		return []octt.Protocol{""}
	}
	return slices.DeleteFunc(octt.Protocols(), func(p octt.Protocol) bool { return !slices.Contains(declared, string(p)) })
}
