package bench

import (
	"github.com/certbench/certbench/csmsmock"
	"github.com/certbench/certbench/harness/octt"
)

// Broken is a player for a bench that could not be opened: every play is NOT RUN with the cause, so that such a run
// leaves evidence of the same shape as any other. The caller closes it.
func Broken(recorder octt.Recorder, cause error) *octt.Player {
	nobody := csmsmock.New(csmsmock.Config{}).Station("", csmsmock.Credentials{}) // serves nothing
	p := octt.NewPlayer(octt.Bench{CSMS: newConnection(nobody, ""), Recorder: recorder})
	p.Latch(cause)
	return p
}
