package suites

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
)

// Plays lists the modes in which a case is played for a product: once with the bench's default, both ways, with each protocol by
// which the product moves files, or all of that. Without a product, which is nil, they are all that there are.
func Plays(c octt.Case, d *pics.Declaration) []octt.Mode { return modesOf(c, protocolsOf(d)) }

// Starts lists the ways to begin transactions in which a case is played, by whatever protocol it moves files.
func Starts(c octt.Case) []octt.Start {
	if c.Modes.Has(octt.Both) {
		return []octt.Start{octt.Local, octt.Remote}
	}
	return []octt.Start{""}
}

func modesOf(c octt.Case, protocols []octt.Protocol) []octt.Mode {
	if protocols == nil {
		protocols = octt.Protocols()
	}
	if !c.Modes.Has(octt.PerProtocol) {
		protocols = []octt.Protocol{""}
	}
	var all []octt.Mode
	for _, start := range Starts(c) {
		for _, protocol := range protocols {
			all = append(all, octt.ModeOf(start, protocol))
		}
	}
	return all
}

// protocolsOf are those that the product has (part 5, ORS-24). Where its PICS does not tell, a case is played once: which protocol
// the station and the bench share, the play finds out, and its evidence shows. That is no guess at what the product has, and the
// certificate, which needs ORS-24, is not to be had so.
func protocolsOf(d *pics.Declaration) []octt.Protocol {
	if d == nil {
		return nil
	}
	declared := d.Items(pics.ORS_24)
	if len(declared) == 0 {
		return []octt.Protocol{""}
	}
	return slices.DeleteFunc(octt.Protocols(), func(p octt.Protocol) bool { return !slices.Contains(declared, string(p)) })
}
