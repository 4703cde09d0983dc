package selftest

import (
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/wire"
)

// centrally is a bench whose idTokens the CSMS has made up itself.
func centrally(p *bench.MemoryParts) {
	c := &p.Configured
	for _, token := range []*rigs.Token{&c.ValidToken, &c.ValidToken2, &c.InvalidToken, &c.BlockedToken, &c.ExpiredToken} {
		token.Type = string(ocpp201.IDTokenEnumCentral)
	}
}

// asksAboutAny asks about the idToken of a RequestStartTransactionRequest, whatever its type, before it answers.
var asksAboutAny = patched(func(fw *station.Firmware) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		q, ok := m.Request.(ocpp201.RequestStartTransactionRequest)
		if !ok {
			pass(m)
			return
		}
		fw.Drivers.Ask(q.IDToken, func(ocpp201.IDTokenInfo) { pass(m) })
	})
})

// TestAnIDTokenOfTheCSMSNeedNotBeAskedAbout plays remote starts with idTokens of type Central: a station does not ask about them (C05.FR.01), and
// where AuthorizeRemoteStart is true it may behave as after a local action (F02.FR.09).
func TestAnIDTokenOfTheCSMSNeedNotBeAskedAbout(t *testing.T) {
	judging := can(func(c *station.Capabilities) { c.AuthorizeRemoteStart = []bool{true} })
	for _, id := range []string{"TC_B_21_CS", "TC_E_02_CS", "TC_E_12_CS", "TC_F_01_CS", "TC_F_02_CS", "TC_H_01_CS", "TC_H_07_CS", "TC_H_15_CS", "TC_H_19_CS"} {
		for _, point := range []string{"Authorized", "EVConnected", "PowerPathClosed"} {
			at := points([]string{point}, []string{point})
			passes(t, id, setup{product: "full", mode: octt.Remote, change: both(both(centrally, judging), at)})
			hasPassed(t, play(t, id, setup{product: "full", mode: octt.Remote, change: both(asksAboutAny, both(both(centrally, judging), at))}), "before it sends what follows from it")
		}
	}
}
