package octt

import (
	"context"
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Scenario is one play of a case: what its verbs act on, and what they have judged so far. It belongs to the one
// goroutine that plays the case.
type Scenario struct {
	Configured Configured // a copy: a case may change what it plays with
	Timeouts   Timeouts
	PICS       *pics.Declaration
	Token      rigs.Token // the idToken of this play, <Configured valid_idtoken_…> unless the case changes it

	TransactionID string    // of the transaction that this play has seen last, set by the states
	UpdateID      int       // requestId of the UpdateFirmwareRequest that this play has sent last, set by the cases
	UpdateAsked   time.Time // when that was
	CanceledID    int       // requestId of the one that it has canceled; 0 for none
	ReservationID int       // of the ReserveNowRequest that this play has sent last, set by the states
	MonitorIDs    []int     // of the monitors that the preparations have set, set by the cases
	RemoteStartID int       // of the RequestStartTransactionRequest that this play has sent last, set by the states
	// DisplayMessage is the last that this play has set, set by the states.
	DisplayMessage ocpp201.MessageInfo
	ChargingState  string // that the transaction has reported last, set by the states

	// OwnCertificate is the certificate that the station has been sent last, and has accepted, set by the states.
	OwnCertificate HashedCertificate

	spent     *spent // where the time of the play goes
	ctx       context.Context
	run       context.Context // of the run, which ctx outlives on the way back to rest; nil elsewhere
	w         *wire
	rigs      *rigs.Set
	files     Files         // nil on a bench without a file server
	firmware  Firmware      // nil on a bench without images
	image     FirmwareImage // that this play is to have installed, of Updates
	endpoints Endpoints
	authority Certificates
	start     Start
	protocol  Protocol // by which the play moves files; empty where nothing has decided that
	stage     evidence.Stage
	path      []string
	reached   map[Family]bool
	home      rigs.Place            // the configured EVSE and connector
	stands    func(rigs.Place) bool // whether a rig connects an EV at a place; nil for everywhere
	stays     map[rigs.Place]*stay  // of the drivers at other places than the present one
	worst     evidence.Verdict      // of the state that is being played
	verdict   evidence.Verdict      // of the whole play
	reason    string                // of the first of the worst
	cut       evidence.Verdict      // of a play that was interrupted; empty for one that was not
	undone    string                // why the play cannot be finished: an act that no rig or person did
	judged    int                   // requirements evaluated
	wrong     []evidence.Check      // of rows, on messages, that failed
	from      int64                 // last record before this play
	counted   map[string]int        // highest seqNo that each transaction of this play had when its last row was over
	last      int                   // order of the first message after the last row that the station had a part in
	first     int                   // order of the first message of this play
	updated   *int                  // order of the first message after the first UpdateFirmwareRequest of a row; nil without one
	prompted  int                   // order of the first message after the last act or request of a row was asked for
	asked     time.Time             // when that was
	askedFor  string                // what that was, such as "the ResetRequest"
	requests  []asking              // that rows have sent, in their order
	peeked    peeked                // the last Peek that saw nothing
	attempted int                   // attempts to connect that a row has seen, or that came before it could
	settings  settings
	keeping   keeping
	presumed  []presumption    // of the station, because nothing tells it
	slow      slowStatus       // how long it keeps the state of a connector to itself
	concluded []presumption    // of the station, from its transactions
	flaws     evidence.Verdict // the worst of the flaws of the row that is being played
	flawText  string           // the first of them
	cites     []string         // requirements of part 2 that the case is about
	answered  int64            // frame of the last answer outside the table
	failed    map[int64]bool   // frames for which a row has failed
	began     time.Time        // when the play began
	over      time.Time        // when the last row was, and the way back to rest began; zero before
	ended     int64            // last record of the case: what came after it is none of its
	// statusAtFirst is what each connector had reported last when the play began.
	statusAtFirst map[rigs.Place]string
	// bootsAtFirst is how often the station had sent a BootNotification when the play began.
	bootsAtFirst int

	general  []Preparation // of every case
	proof    []string      // variables that the proof of rest asks for
	still    func(context.Context) bool
	declared string      // where the preparation that is being played is declared
	broken   func(error) // latches the bench
}

// stopped unwinds a scenario that cannot go on; what led to it is recorded before.
type stopped struct{}

func (s *Scenario) stop() { panic(stopped{}) }

// Start tells which way the play starts and stops transactions where the case leaves it open.
func (s *Scenario) Start() Start { return s.start }

// Context ends when the run is interrupted.
func (s *Scenario) Context() context.Context { return s.ctx }

// heard notes that a row ends with the given frame: what came before it came before the end of a row.
func (s *Scenario) heard(frame int64) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	for _, m := range s.w.from(s.first) {
		if m.Seq < frame {
			s.last = max(s.last, m.order+1)
		}
	}
}

func (s *Scenario) written() int64 {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.log.written
}

// prompts notes that a row is about to make the station do something, such as "the act: Connect the EV and EVSE". What
// counts is this moment, in which it is asked for: acts take seconds, and a person confirms late.
func (s *Scenario) prompts(what string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.prompted, s.asked, s.askedFor = s.w.inbox.orders, time.Now(), what
	s.w.fenced = time.Time{}
}

// Aside plays rows about something else than what the station was asked for last. When they are over, the rows that follow take
// what has come since it was asked for that, whatever was done to the station meanwhile.
func (s *Scenario) Aside(play func()) {
	s.w.mu.Lock()
	prompted, asked, askedFor := s.prompted, s.asked, s.askedFor
	s.w.mu.Unlock()
	play()
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.prompted, s.asked, s.askedFor = prompted, asked, askedFor
}

// Prompted tells whether a message came after the last act or request of a row was begun.
func (s *Scenario) Prompted(m *Message) bool { return m.order >= s.prompted }

func (s *Scenario) record(r evidence.Record) int64 { return s.w.record(r) }

// Note puts a word about the bench's own doing into the evidence.
func (s *Scenario) Note(format string, args ...any) {
	s.record(evidence.Record{Kind: evidence.KindNote, Note: &evidence.Note{Text: fmt.Sprintf(format, args...)}})
}

// bug records a mistake of ours and stops the case: ERROR, never the station's fault.
func (s *Scenario) bug(what string) {
	s.check(evidence.Check{Requirement: what, Verdict: evidence.Error})
	s.stop()
}
