package evidence

// Calls counts the CALLs that a bench has sent, by action. Those of the tables are rows, and stay what the document has them
// be; the others the bench has added, to know what it needs of the station, to prepare it and to bring it to rest.
type Calls struct {
	Table map[string]int `json:"table"`
	Added map[string]int `json:"added"`
	Plays int            `json:"plays"` // in which anything was sent or received
}

// Calls counts the CALLs of a run. A CALL is of the tables where a row of the CSMS points to its frame, so that older evidence
// can be counted too.
func (r *Run) Calls() Calls {
	c := Calls{Table: map[string]int{}, Added: map[string]int{}}
	ofRows := map[int64]bool{}
	plays := map[int]bool{}
	for _, rec := range r.Records {
		if rec.Row != nil && rec.Row.Actor == ActorCSMS {
			for _, seq := range rec.Row.Frames {
				ofRows[seq] = true
			}
		}
		if rec.Frame != nil && rec.Play > 0 {
			plays[rec.Play] = true
		}
	}
	for _, rec := range r.Records {
		switch f := rec.Frame; {
		case f == nil || f.Direction != Out || f.Type != "CALL":
		case ofRows[rec.Seq]:
			c.Table[f.Action]++
		default:
			c.Added[f.Action]++
		}
	}
	c.Plays = len(plays)
	return c
}

// OfTable is how many the tables have.
func (c Calls) OfTable() int { return total(c.Table) }

// OfBench is how many the bench has added.
func (c Calls) OfBench() int { return total(c.Added) }

func total(counts map[string]int) int {
	n := 0
	for _, each := range counts {
		n += each
	}
	return n
}
