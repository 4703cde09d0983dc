package evidence

import (
	"slices"
	"strings"
	"time"
)

// TableRow is one row of a case's own table as it was played: the rows of the case and, deeper, those of the reusable
// states that it reached.
type TableRow struct {
	Seq     int64 // of the row's record; 0 where none was written
	Stage   Stage
	State   []string // path of reusable states around the row, outermost first
	Reached string   // name of the reusable state that this row reached or tried to; its rows follow, one deeper
	Number  string   // of the document, empty where it gives none
	Actor   Actor
	Text    string
	Message string
	Verdict Verdict
	Reason  string
	Source  string
	Began   time.Time
	Frames  []int64 // Seq of the frames that the row sent or judged
	Checks  []CheckAt

	waits bool // stands where its first check or state began; the row's own record is still to come
}

// CheckAt is a check with its place in the evidence.
type CheckAt struct {
	Seq int64
	Check
}

// Depth returns how many reusable states the row is inside of: 0 for the case's own rows.
func (t TableRow) Depth() int { return len(t.State) }

// address is what rows, and the checks and states that belong to them, have in common.
type address struct {
	stage       Stage
	path, place string
}

func addressOf(stage Stage, path []string, number string) address {
	return address{stage, strings.Join(path, "\x00"), number}
}

// Table returns the case's own table. Rows are recorded when they end, so a row stands where its first check was
// made, or where the state was entered that it reached. Checks that belong to no recorded row, such as those that hold for
// every case, stand in a row of their own, without a number and text.
func (p *Play) Table() []TableRow {
	t := tabler{waiting: map[address]int{}, ended: map[address]int{}}
	for _, rec := range p.Items {
		switch {
		case rec.State != nil && !rec.State.Left:
			t.enter(rec.State)
		case rec.State != nil:
			t.leave(rec.State)
		case rec.Check != nil:
			c := rec.Check
			i := t.of(c)
			t.rows[i].Checks = append(t.rows[i].Checks, CheckAt{rec.Seq, *c})
		case rec.Row != nil:
			t.end(rec.Seq, rec.Row)
		}
	}
	return t.finish()
}

type tabler struct {
	rows    []TableRow
	waiting map[address]int // row that has not ended, by address
	ended   map[address]int // last row that has
	open    []int           // headings of the states entered and not left
}

// at returns the row that waits at the address, a new one where none does.
func (t *tabler) at(a address, stage Stage, path []string, number string) int {
	if i, ok := t.waiting[a]; ok {
		return i
	}
	t.rows = append(t.rows, TableRow{Stage: stage, State: path, Number: number, waits: true})
	t.waiting[a] = len(t.rows) - 1
	return len(t.rows) - 1
}

// of returns the row that a check belongs to: the one that has just taken the message that it judges, or the one that waits.
func (t *tabler) of(c *Check) int {
	a := addressOf(c.Stage, c.State, c.Row)
	if i, over := t.ended[a]; over && c.Frame > 0 && slices.Contains(t.rows[i].Frames, c.Frame) {
		return i
	}
	return t.at(a, c.Stage, c.State, c.Row)
}

func (t *tabler) enter(s *StateEntered) {
	if len(s.Path) == 0 {
		return
	}
	around, name := s.Path[:len(s.Path)-1], s.Path[len(s.Path)-1]
	a := addressOf(s.Stage, around, s.Row)
	if i, ok := t.waiting[a]; ok && (t.rows[i].Reached != "" || s.Row == "") {
		delete(t.waiting, a) // each state entered has a row of its own
	}
	i := t.at(a, s.Stage, around, s.Row)
	t.rows[i].Reached, t.rows[i].Verdict, t.rows[i].Reason = name, s.Verdict, s.Reason
	if s.Row == "" {
		delete(t.waiting, a) // no row will come for it
	}
	if !s.AlreadyThere {
		t.open = append(t.open, i)
	}
}

func (t *tabler) leave(s *StateEntered) {
	if len(s.Path) == 0 {
		return
	}
	name, around := s.Path[len(s.Path)-1], s.Path[:len(s.Path)-1]
	for n := len(t.open) - 1; n >= 0; n-- {
		row := &t.rows[t.open[n]]
		if row.Reached != name || row.Stage != s.Stage || !slices.Equal(row.State, around) {
			continue
		}
		row.Verdict = s.Verdict
		if s.Reason != "" {
			row.Reason = s.Reason
		}
		t.open = slices.Delete(t.open, n, n+1)
		return
	}
}

func (t *tabler) end(seq int64, r *Row) {
	a := addressOf(r.Stage, r.State, r.Number)
	i := t.at(a, r.Stage, r.State, r.Number)
	delete(t.waiting, a)
	t.ended[a] = i
	row := &t.rows[i]
	row.Seq, row.Actor, row.Text, row.Message = seq, r.Actor, r.Text, r.Message
	row.Verdict, row.Source, row.Began, row.Frames = r.Verdict, r.Source, r.Began, r.Frames
	if r.Reason != "" {
		row.Reason = r.Reason
	}
	row.waits = false
}

// finish gives checks that came after their row to that row. What has no record of its own gets the worst verdict of
// its checks.
func (t *tabler) finish() []TableRow {
	out := make([]TableRow, 0, len(t.rows))
	moved := map[int]bool{}
	for i, row := range t.rows {
		if of, late := t.ended[addressOf(row.Stage, row.State, row.Number)]; late && row.waits && row.Reached == "" && of < i {
			t.rows[of].Checks = append(t.rows[of].Checks, row.Checks...)
			moved[i] = true
		}
	}
	for i, row := range t.rows {
		if moved[i] {
			continue
		}
		if row.waits {
			for _, c := range row.Checks {
				row.Verdict = Worse(row.Verdict, c.Verdict)
			}
		}
		out = append(out, row)
	}
	return out
}
