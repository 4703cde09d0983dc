package live

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Bench is one bench with its station, as the records tell of it.
type Bench struct {
	Name       string // as records are marked; empty in a run on one
	Title      string
	StationID  string
	Station    *evidence.Station
	Connected  bool
	Said       string // how it connected, or was lost
	Connectors []*Connector
	Open       []*Transaction // those that have told no end
	Play       *Play          // the present one, or the last
}

// Play is the play of a case as it goes on.
type Play struct {
	Number   int
	Begin    evidence.CaseStarted
	Began    time.Time
	End      *evidence.CaseEnded
	Awaiting *evidence.Awaiting // nil where nothing is known to be waited for
	Since    time.Time          // when it had been waited for for a while
	Acts     int                // that were done or tried

	items []evidence.Record // states, rows and checks
	more  int               // of these that are not kept
}

// Connector is a connector as the station and the rigs tell of it.
type Connector struct {
	EVSE, Number int
	Status       string // as the station has reported last
	Seen         string // what a rig saw after the last act at this place
	Pilot        string // the state of the control pilot in that, A to F
	Contactor    string // open or closed in that
}

// Transaction is one that goes on.
type Transaction struct {
	ID, Event, State, Token string
	EVSE                    int
	Since                   time.Time
}

const (
	mostItems        = 5000 // of a play
	mostConnectors   = 64
	mostTransactions = 16
)

func newBench(name, station, title string) *Bench {
	return &Bench{Name: name, StationID: station, Title: title}
}

func (b *Bench) add(rec evidence.Record) {
	switch {
	case rec.Station != nil:
		b.Station = rec.Station
	case rec.Begin != nil:
		b.Play = &Play{Number: rec.Play, Begin: *rec.Begin, Began: rec.At}
	case rec.Conn != nil:
		b.connection(rec.Conn)
	case rec.Frame != nil:
		b.frame(rec)
	case rec.Act != nil:
		b.act(rec.Act)
	case rec.End != nil: // the way back to rest has moved the rigs, and no record tells how
		for _, c := range b.Connectors {
			c.Seen, c.Pilot, c.Contactor = "", "", ""
		}
	}
	if b.Play != nil && rec.Play == b.Play.Number {
		b.Play.add(rec)
	}
}

func (p *Play) add(rec evidence.Record) {
	switch {
	case rec.State != nil, rec.Row != nil, rec.Check != nil:
		if len(p.items) == mostItems {
			p.more++
		} else {
			p.items = append(p.items, rec)
		}
		p.Awaiting = nil
	case rec.Awaiting != nil:
		p.Awaiting, p.Since = rec.Awaiting, rec.At
	case rec.Act != nil:
		p.Acts++
		p.Awaiting = nil
	case rec.End != nil:
		p.End, p.Awaiting = rec.End, nil
	}
}

// Verdict is the worst that the checks of the play have come to so far; of its end where it has ended.
func (p *Play) Verdict() (v evidence.Verdict) {
	if p.End != nil {
		return p.End.Verdict
	}
	for _, rec := range p.items {
		if rec.Check != nil {
			v = evidence.Worse(v, rec.Check.Verdict)
		}
	}
	return v
}

// Table is the table of the play so far, without the row that is waited for.
func (p *Play) Table() []evidence.TableRow {
	play := evidence.Play{Lists: &evidence.Lists{Items: p.items}}
	return play.Table()
}

// behind is what is still to come of a case's own table: the rows behind the last one that has begun.
func behind(table []evidence.RowAhead, played []evidence.TableRow) []evidence.RowAhead {
	for _, row := range played {
		if row.Stage != evidence.Main || row.Depth() > 0 {
			continue
		}
		if i := slices.IndexFunc(table, func(a evidence.RowAhead) bool { return begins(a, row) }); i >= 0 {
			table = table[i+1:]
		}
	}
	return table
}

// begins tells whether a row is the one that was ahead. One with a number of the document may have come out otherwise.
func begins(a evidence.RowAhead, row evidence.TableRow) bool {
	if a.Number == "" || row.Number == "" {
		return a.Number == row.Number && (a.Text != "" && a.Text == row.Text || a.Reaches != "" && a.Reaches == row.Reached)
	}
	same := a.Actor == row.Actor || a.Actor == evidence.ActorTool || row.Actor == evidence.ActorTool // a row that is left out is the tool's
	return a.Number == row.Number && (same || row.Actor == "" || a.Reaches != "")
}

func (b *Bench) connection(c *evidence.Connection) {
	switch c.What {
	case "connected":
		b.Connected, b.Said = true, strings.TrimSpace(c.Endpoint+" "+c.Subprotocol)
	case "disconnected":
		b.Connected, b.Said = false, c.Text
	}
}

func (b *Bench) act(a *evidence.Act) {
	if a.Observed == "" || a.EVSE == 0 {
		return
	}
	c := b.connector(a.EVSE, a.Connector)
	if c == nil {
		return
	}
	c.Seen = a.Observed
	for part := range strings.SplitSeq(a.Observed, ", ") {
		if pilot, ok := strings.CutPrefix(part, "pilot "); ok {
			c.Pilot = pilot
		}
		if state, ok := strings.CutPrefix(part, "contactor "); ok {
			c.Contactor = state
		}
	}
}

func (b *Bench) connector(evse, number int) *Connector {
	at := func(c *Connector) bool { return c.EVSE == evse && c.Number == number }
	if i := slices.IndexFunc(b.Connectors, at); i >= 0 {
		return b.Connectors[i]
	}
	if len(b.Connectors) == mostConnectors {
		return nil
	}
	c := &Connector{EVSE: evse, Number: number}
	b.Connectors = append(b.Connectors, c)
	slices.SortFunc(b.Connectors, func(a, b *Connector) int { return cmp.Or(a.EVSE-b.EVSE, a.Number-b.Number) })
	return c
}

// frame takes what a message of the station says of its connectors and transactions.
func (b *Bench) frame(rec evidence.Record) {
	f := rec.Frame
	if f.Direction != evidence.In || f.Type != "CALL" {
		return
	}
	switch f.Action {
	case "StatusNotification":
		var status struct {
			ConnectorStatus     string
			EvseID, ConnectorID int
		}
		if read(f, &status) {
			b.reports(status.EvseID, status.ConnectorID, status.ConnectorStatus)
		}
	case "NotifyEvent":
		b.events(f)
	case "TransactionEvent":
		b.transaction(rec)
	}
}

func read(f *evidence.Frame, into any) bool { return json.Unmarshal(f.Payload(), into) == nil }

func (b *Bench) reports(evse, connector int, status string) {
	if c := b.connector(evse, connector); c != nil {
		c.Status = status
	}
}

func (b *Bench) events(f *evidence.Frame) {
	var told struct {
		EventData []struct {
			ActualValue string
			Component   struct {
				Name string
				EVSE struct{ ID, ConnectorID int }
			}
			Variable struct{ Name string }
		}
	}
	if !read(f, &told) {
		return
	}
	for _, e := range told.EventData {
		if strings.EqualFold(e.Component.Name, "Connector") && strings.EqualFold(e.Variable.Name, "AvailabilityState") {
			b.reports(e.Component.EVSE.ID, e.Component.EVSE.ConnectorID, e.ActualValue)
		}
	}
}

func (b *Bench) transaction(rec evidence.Record) {
	var event struct {
		EventType       string
		TransactionInfo struct{ TransactionID, ChargingState string }
		IDToken         struct{ IDToken string }
		EVSE            struct{ ID int }
	}
	if !read(rec.Frame, &event) {
		return
	}
	id := event.TransactionInfo.TransactionID
	i := slices.IndexFunc(b.Open, func(t *Transaction) bool { return t.ID == id })
	if event.EventType == "Ended" {
		if i >= 0 {
			b.Open = slices.Delete(b.Open, i, i+1)
		}
		return
	}
	if i < 0 {
		if len(b.Open) == mostTransactions {
			b.Open = slices.Delete(b.Open, 0, 1)
		}
		b.Open = append(b.Open, &Transaction{ID: id, Since: rec.At})
		i = len(b.Open) - 1
	}
	t := b.Open[i]
	t.Event, t.State = event.EventType, cmp.Or(event.TransactionInfo.ChargingState, t.State)
	t.Token, t.EVSE = cmp.Or(event.IDToken.IDToken, t.Token), cmp.Or(event.EVSE.ID, t.EVSE)
}
