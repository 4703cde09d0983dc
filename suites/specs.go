package suites

import (
	"fmt"
	"io"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/formatter"

	"github.com/certbench/certbench/harness/evidence"
)

// forever is longer than any run: benches wait for people. Ginkgo's own limit is an hour.
const forever = 1000 * time.Hour

// specs builds one spec per case and runs them. Ginkgo takes specs one after the other, and benches play side by side: so
// the benches play ahead, and each spec waits for its case and fails or is skipped as that came out. Ginkgo reports
// nothing by itself: the evidence does.
func (r *run) specs() {
	// The order is the plan's; without Ordered Ginkgo sorts specs by their text.
	ginkgo.Describe("certbench", ginkgo.Ordered, ginkgo.ContinueOnFailure, func() {
		for _, item := range r.Plan {
			if t := r.schedule.turns[item.Entry.ID]; t != nil {
				// With a context Ginkgo waits for the spec when it is interrupted: the station is brought to rest first.
				ginkgo.It(item.Entry.ID+" "+item.Entry.Name, ginkgo.Label(Labels(item.Entry, "")...), func(ginkgo.SpecContext) { t.spec() })
			}
		}
	})
	suite, reporter := ginkgo.GinkgoConfiguration()
	suite.RandomSeed = r.Seed
	suite.Timeout, suite.GracePeriod = forever, forever
	suite.OutputInterceptorMode = "none"
	formatter.ColorableStdOut = io.Discard
	ginkgo.RunSpecs(verdictsOnly{}, "certbench", suite, reporter)
}

// verdictsOnly takes Ginkgo's word that the suite failed: each verdict stands in the evidence.
type verdictsOnly struct{}

func (verdictsOnly) Fail() {}

// spec hands the verdict of a case to Ginkgo.
func (t *turn) spec() {
	<-t.done
	switch t.verdict {
	case evidence.Fail, evidence.Error, evidence.Inconclusive:
		ginkgo.Fail(fmt.Sprintf("%s: %s", t.verdict, t.why))
	case evidence.NotRun:
		ginkgo.Skip(t.why)
	}
}
