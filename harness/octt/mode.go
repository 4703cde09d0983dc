package octt

import (
	"slices"
	"strings"
)

// Modes tells in which ways a case is played. Ways that decide different things go together: Both | PerProtocol.
type Modes int

// Once is the rule. Both plays the case with local and with remote start, PerProtocol with each protocol by which the product moves
// files (ORS-24): a station that uploads by one may not by another, and the certificate names those that it has.
const (
	Once Modes = 0
	Both Modes = 1 << (iota - 1)
	PerProtocol
)

// Has tells whether a case is played in those ways.
func (m Modes) Has(ways Modes) bool { return m&ways == ways }

// Mode is one of the ways in which a case is played, in words of which each decides one thing that the case leaves open: "remote",
// "FTPS", "local FTPS". What it does not decide follows the bench's default.
type Mode string

// ModeOf is the mode of a way to start and a protocol, each of which may be empty.
func ModeOf(start Start, protocol Protocol) Mode {
	return Mode(strings.TrimSpace(string(start) + " " + string(protocol)))
}

// Words are what the mode decides, one by one.
func (m Mode) Words() []string { return strings.Fields(string(m)) }

// Start is how the play begins transactions, empty for the bench's default.
func (m Mode) Start() Start {
	for _, word := range m.Words() {
		if start := Start(word); start == Local || start == Remote {
			return start
		}
	}
	return ""
}

// Protocol is how the play moves files, empty for one that the bench and the product share.
func (m Mode) Protocol() Protocol {
	for _, word := range m.Words() {
		if slices.Contains(Protocols(), Protocol(word)) {
			return Protocol(word)
		}
	}
	return ""
}
