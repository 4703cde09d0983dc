package ntp

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Fault is what is wrong with the answers, and nothing else is.
type Fault string

// The faults. None is an answer that every client takes.
const (
	None           Fault = ""
	DayOff         Fault = "day-off"        // the time is a day ahead of what it should be
	StratumZero    Fault = "stratum-0"      // the stratum is 0, as in a kiss-o'-death, and the code is INIT (RFC 5905, section 7.4)
	Unsynchronised Fault = "unsynchronised" // the leap indicator is 3, an alarm (RFC 5905, figure 9)
	Silent         Fault = "silent"         // nothing is answered
)

// Faults lists every fault.
func Faults() []Fault { return []Fault{DayOff, StratumZero, Unsynchronised, Silent} }

// ParseFault finds a fault by its name.
func ParseFault(name string) (Fault, error) {
	if f := Fault(name); f == None || slices.Contains(Faults(), f) {
		return f, nil
	}
	var names []string
	for _, f := range Faults() {
		names = append(names, string(f))
	}
	return None, fmt.Errorf("%q is no fault of the NTP server; write one of %s", name, strings.Join(names, ", "))
}

// kiss is the code of StratumZero: it asks the client for nothing, unlike RATE, DENY and RSTR, by which it would ask less often, or
// never again (RFC 5905, section 7.4). So what is seen is whether the time of such an answer is taken, and the next play has a client.
var kiss = [4]byte{'I', 'N', 'I', 'T'}

// local is the reference of a good answer: a clock of the server's own (RFC 5905, figure 12).
var local = [4]byte{'L', 'O', 'C', 'L'}

// fresh is how long ago the server says that its clock was set. Clients refuse what was never set, or a day ago.
const fresh = 8 * time.Second

// spoilt is the answer with a fault, at the times that the server has to show.
func (f Fault) spoilt(received, sent time.Time) answer {
	a := answer{stratum: 1, reference: local, received: received, sent: sent}
	switch f {
	case DayOff:
		a.received, a.sent = received.Add(24*time.Hour), sent.Add(24*time.Hour)
	case StratumZero:
		a.stratum, a.reference = 0, kiss
	case Unsynchronised:
		a.leap = 3
	}
	a.set = a.received.Add(-fresh)
	return a
}
