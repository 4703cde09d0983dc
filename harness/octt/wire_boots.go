package octt

import (
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A station that boots connects again (part 2, B01.FR.03). What is known of that: on which connection it was when it was
// made to boot, by a power cycle or by a ResetRequest for the whole of it.

// on notes the connection that an event came on. The caller holds mu.
func (w *wire) on(conn int) { w.link.conn = max(w.link.conn, conn) }

// downs notes that the station is about to be made to boot. The caller holds mu.
func (w *wire) downs() { w.registration.bootedFrom = w.link.conn }

// bootsBy tells whether an act makes the station boot.
func bootsBy(a rigs.Act) bool { return a.Kind == rigs.KindMains }

// bootsWith tells whether a request makes the whole station boot.
func bootsWith(request any) bool {
	reset, is := request.(ocpp201.ResetRequest)
	return is && reset.EVSEID == nil
}
