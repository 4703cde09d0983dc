package octt

import (
	"github.com/certbench/certbench/harness/evidence"
)

// premise is what a table takes for granted of a product.
type premise struct {
	requirement string
	broken      func(answer any) string
}

// Premise is a clause on the answer to a request, whose type is P: what the table takes for granted of the product, such as that a variable of
// the bench file has a limit. It is looked at before the answer is judged. Where broken tells from the answer how it is not so (empty where
// it is, or nobody knows), the row shows nothing, by nobody's fault, and ends the scenario INCONCLUSIVE. broken may ask the station.
func Premise[P any](requirement string, broken func(answer P) string) Clause {
	return option(func(r *reception) {
		r.premises = append(r.premises, premise{requirement, func(answer any) string {
			of, is := answer.(P)
			if !is {
				return ""
			}
			return broken(of)
		}})
	})
}

// presumes ends the row, and the scenario, by the first premise that the answer shows to be broken.
func (r *row) presumes(premises []premise, answer any, frame int64) {
	for _, p := range premises {
		actual := p.broken(answer)
		if actual == "" {
			continue
		}
		c := evidence.Check{Row: r.Number, Requirement: p.requirement, Actual: actual, Verdict: evidence.Inconclusive, Message: r.Message, Frame: frame}
		r.s.check(c)
		r.end(c.Verdict, sentence(c), frame)
		r.s.stop()
	}
}
