package octt

import (
	"fmt"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// TestALimitThatIsNoneHidesNoAnswer plays on stations that tell as limits of requests what is no number above 0.
func TestALimitThatIsNoneHidesNoAnswer(t *testing.T) {
	for _, items := range []string{"0", "-1", "many", "", " 4 ", "99999999999999999999", "1.5"} {
		for _, bytes := range []string{"0", "-1", "1", "text"} {
			t.Run(fmt.Sprintf("%q %q", items, bytes), func(t *testing.T) {
				inLab(t, nil, func(l *lab) {
					names := l.model(items)
					l.csms.variables[itemsPerMessage], l.csms.variables[bytesPerMessage] = items, bytes
					l.before = Known(names...)
					l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "It is known.", s.Variable(names[11]), "11") })
				})
			})
		}
	}
}
