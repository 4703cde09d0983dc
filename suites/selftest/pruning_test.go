package selftest

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station/defects"
)

// sampled is how many plays that the kill matrix leaves out are played all the same, and seed chooses them.
const (
	sampled = 100
	seed    = 20260101
)

// TestADefectThatIsNotAskedAboutChangesNothing plays a sample of what the kill matrix leaves out, and requires the play of
// the good station, frame by frame and row by row. It would also fail if two plays of the same were not the same, on which
// the kill matrix rests.
func TestADefectThatIsNotAskedAboutChangesNothing(t *testing.T) {
	chance := rand.New(rand.NewPCG(seed, seed))
	cases := octt.Registered()
	for range sampled {
		c := cases[chance.IntN(len(cases))]
		grounds := groundsOf(t, c.ID)
		on := grounds[chance.IntN(len(grounds))]
		pick := chance.Float64()
		t.Run(c.ID+"/"+on.String(), func(t *testing.T) {
			t.Parallel()
			var asked defects.Questions
			good := play(t, c.ID, setup{product: on.product, change: on.bench.change, asked: &asked, written: true})
			silent := notAsked(&asked)
			d := silent[int(pick*float64(len(silent)))]
			with := play(t, c.ID, setup{product: on.product, change: on.bench.change, defects: []defects.Defect{d}})
			samePlay(t, string(d)+": the station was not asked about it", traceOf(t, good), traceOf(t, with))
		})
	}
}

func notAsked(q *defects.Questions) []defects.Defect {
	asked := q.Asked()
	var silent []defects.Defect
	for _, d := range defects.All() {
		if !slices.Contains(asked, d.Name) {
			silent = append(silent, d.Name)
		}
	}
	return silent
}

func samePlay(t *testing.T, what string, good, with []string) {
	t.Helper()
	for i := range max(len(good), len(with)) {
		var a, b string
		if i < len(good) {
			a = good[i]
		}
		if i < len(with) {
			b = with[i]
		}
		if a != b {
			t.Fatalf("%s; expected the play of the good station, got another line %d:\n%s\n%s", what, i+1, a, b)
		}
	}
}

var (
	randomID     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	randomNumber = regexp.MustCompile(`"(?:(requestId|remoteStartId|reservationId)":\d+|(id)":\d{4,})`) // an EVSE has a small id
	// randomKey is what is made of keys and serial numbers, which are new in each play.
	randomKey = regexp.MustCompile(`"(csr|certificate|certificateChain|issuerNameHash|issuerKeyHash|serialNumber)":"[^"]*"`)
)

// traceOf writes what the station did in a play, and what the case made of it, as lines: the station's frames with their
// times, random ids replaced by their order of appearance, and the table. What several goroutines record at the same
// moment of the synthetic clock, such as a row and the frame that it sent, has no order.
func traceOf(t *testing.T, p *evidence.Play) []string {
	t.Helper()
	names := map[string]string{}
	var lines []string
	for _, rec := range p.Frames {
		if rec.Frame.Direction != evidence.In {
			continue
		}
		raw := randomNumber.ReplaceAllString(rec.Frame.Raw, `"$1$2":0`)
		raw = randomKey.ReplaceAllString(raw, `"$1":""`)
		raw = randomID.ReplaceAllStringFunc(raw, func(id string) string {
			if names[id] == "" {
				names[id] = fmt.Sprintf("id-%d", len(names)+1)
			}
			return names[id]
		})
		lines = append(lines, fmt.Sprintf("%s connection %d: %s", rec.Frame.At.Format("15:04:05.000"), rec.Frame.Conn, raw))
	}
	return slices.AppendSeq(lines, strings.Lines(tableOf(t, p)))
}
