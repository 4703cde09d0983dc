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
func (r *Run) Calls() Calls { return r.calls }

// counting counts CALLs while the records go by.
type counting struct {
	Calls
	unclaimed map[int]map[int64]string // the actions of those that no row has pointed to yet, by play and frame
	seen      map[int]bool             // plays in which there was a frame
}

func newCounting() counting {
	return counting{Calls{Table: map[string]int{}, Added: map[string]int{}}, map[int]map[int64]string{}, map[int]bool{}}
}

func (c *counting) add(rec Record) {
	if rec.Frame != nil && rec.Play > 0 && !c.seen[rec.Play] {
		c.seen[rec.Play] = true
		c.Plays++
	}
	switch f := rec.Frame; {
	case f != nil && f.Direction == Out && f.Type == "CALL":
		c.Added[f.Action]++
		if rec.Play == 0 {
			return // no row is outside of every play
		}
		if c.unclaimed[rec.Play] == nil {
			c.unclaimed[rec.Play] = map[int64]string{}
		}
		c.unclaimed[rec.Play][rec.Seq] = f.Action
	case rec.Row != nil && rec.Row.Actor == ActorCSMS:
		for _, seq := range rec.Row.Frames {
			c.claim(rec.Play, seq)
		}
	case rec.End != nil:
		delete(c.unclaimed, rec.Play)
	}
}

// claim has a CALL be of the tables.
func (c *counting) claim(play int, seq int64) {
	action, is := c.unclaimed[play][seq]
	if !is {
		return
	}
	delete(c.unclaimed[play], seq)
	c.Table[action]++
	if c.Added[action]--; c.Added[action] == 0 {
		delete(c.Added, action)
	}
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
