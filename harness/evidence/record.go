package evidence

import (
	"bytes"
	"fmt"
	"time"

	"encoding/json"
)

// Record is one line of events.jsonl. Exactly one of the pointers is set, and Kind names it. Hash is the SHA-256, in
// hexadecimal, of the line without its hash; Prev is the Hash of the line before, so that a changed, removed or
// inserted line breaks the chain.
type Record struct {
	Seq   int64     `json:"seq"`             // 1, 2, 3 … without gaps
	At    time.Time `json:"at"`              // UTC, nanoseconds
	Bench string    `json:"bench,omitempty"` // which of several benches it comes from; empty in a run on one
	Case  string    `json:"case,omitempty"`  // the case that was playing, such as TC_E_03_CS; empty between cases
	Play  int       `json:"play,omitempty"`  // which play of the run: 1 for the first case played, and so on
	Kind  Kind      `json:"kind"`

	Run      *RunStarted   `json:"run,omitempty"`
	Station  *Station      `json:"station,omitempty"`
	Planned  *Planned      `json:"planned,omitempty"`
	Begin    *CaseStarted  `json:"begin,omitempty"`
	State    *StateEntered `json:"state,omitempty"`
	Row      *Row          `json:"row,omitempty"`
	Check    *Check        `json:"check,omitempty"`
	Frame    *Frame        `json:"frame,omitempty"`
	Conn     *Connection   `json:"conn,omitempty"`
	Secured  *Secured      `json:"secured,omitempty"`
	Act      *Act          `json:"act,omitempty"`
	Transfer *Transfer     `json:"transfer,omitempty"`
	Note     *Note         `json:"note,omitempty"`
	Finding  *Finding      `json:"finding,omitempty"`
	Awaiting *Awaiting     `json:"awaiting,omitempty"`
	End      *CaseEnded    `json:"end,omitempty"`
	Finished *RunEnded     `json:"finished,omitempty"`
	Resumed  *Resumed      `json:"resumed,omitempty"`

	Prev string `json:"prev"`
	Hash string `json:"hash"`
}

// Kind names what a record tells.
type Kind string

// The kinds of records, each the JSON name of its field in Record.
const (
	KindRun      Kind = "run"
	KindStation  Kind = "station"
	KindPlanned  Kind = "planned"
	KindBegin    Kind = "begin"
	KindState    Kind = "state"
	KindRow      Kind = "row"
	KindCheck    Kind = "check"
	KindFrame    Kind = "frame"
	KindConn     Kind = "conn"
	KindSecured  Kind = "secured"
	KindAct      Kind = "act"
	KindTransfer Kind = "transfer"
	KindNote     Kind = "note"
	KindFinding  Kind = "finding"
	KindAwaiting Kind = "awaiting"
	KindEnd      Kind = "end"
	KindFinished Kind = "finished"
	KindResumed  Kind = "resumed"
)

// RunStarted opens a run: who plays what with which means.
type RunStarted struct {
	ID         string   `json:"id"`
	Certbench  string   `json:"certbench"` // version and commit
	Arguments  []string `json:"arguments,omitempty"`
	Bench      string   `json:"bench"`     // the bench's name; of several, the first one's, as in all that follows
	BenchHash  string   `json:"benchHash"` // SHA-256 of bench.yaml as used
	Product    string   `json:"product"`   // product designation of the PICS
	PICSHash   string   `json:"picsHash"`  // SHA-256 of pics.yaml as used
	Schemas    string   `json:"schemas"`   // name of the schema set
	SchemaHash string   `json:"schemaHash"`
	Edition    string   `json:"edition"`         // specification edition and errata level of the catalogue
	Seed       int64    `json:"seed"`            // order of the cases
	Order      string   `json:"order,omitempty"` // in which they are handed out to several benches, and from where that is known
	// LongestFirst tells that several benches were handed the longest plays first, as far as it was known which they are.
	LongestFirst bool   `json:"longestFirst,omitempty"`
	Shard        *Shard `json:"shard,omitempty"`  // of which part of the plan this is the run; nil for the whole
	Serial       string `json:"serial,omitempty"` // the serial number that the bench file declares for the station
	// SecurityProfile is the security profile that the station was in at first.
	SecurityProfile int               `json:"securityProfile,omitempty"`
	Rigs            map[string]string `json:"rigs,omitempty"`       // kind of act to the rig that does it
	Configured      map[string]string `json:"configured,omitempty"` // the <Configured …> values, secrets redacted
	Timeouts        map[string]string `json:"timeouts,omitempty"`
	RequireComplete bool              `json:"requireComplete,omitempty"` // the run fails where an applicable case is not played
	Firmware        []FirmwareUsed    `json:"firmware,omitempty"`        // the images that the bench files name, each once
	// Communication is the technology by which the station reached the bench, one of HFS-9, as the bench file says; of several
	// benches, all of theirs. Nothing in the evidence itself could tell.
	Communication []string      `json:"communication,omitempty"`
	Benches       []BenchUsed   `json:"benches,omitempty"`  // all that played side by side; empty in a run on one
	Known         *KeptFile     `json:"known,omitempty"`    // the file of known failures, where one was named
	Baseline      *BaselineUsed `json:"baseline,omitempty"` // the earlier run that the run is held against, where one was named
	FailedOf      *RunNamed     `json:"failedOf,omitempty"` // the earlier run of which what failed is played, where one was named
	Repeat        int           `json:"repeat,omitempty"`   // how often each selected play is played; 0 is once
}

// Shard is a part of a plan that several runs share out among them.
type Shard struct {
	Part int `json:"part"` // counted from 1
	Of   int `json:"of"`
	// Parting is the SHA-256 of which shard plays what. Shards of one parting leave nothing out and play nothing twice.
	Parting string `json:"parting"`
}

// String names the shard as --shard does.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Part, s.Of) }

// KeptFile is a file that a run was made with and keeps in its folder.
type KeptFile struct {
	File string `json:"file"`
	Hash string `json:"hash"` // SHA-256, in hexadecimal
}

// RunNamed is another run.
type RunNamed struct {
	ID   string `json:"id"`
	Head string `json:"head"` // hash of the last record of its evidence
}

// BaselineUsed is an earlier run with what the run folder keeps of it.
type BaselineUsed struct {
	RunNamed
	KeptFile
}

// FirmwareUsed is a firmware image that a station was to install.
type FirmwareUsed struct {
	Kind    string `json:"kind"` // tested, other or spoiled
	File    string `json:"file"` // its name, as the station is told it
	Version string `json:"version,omitempty"`
	SHA256  string `json:"sha256"` // of the file, in hexadecimal
}

// BenchUsed is one of several benches that played side by side, one station each.
type BenchUsed struct {
	Name    string `json:"name"`
	Station string `json:"station"`          // the identity of its station
	Serial  string `json:"serial,omitempty"` // the serial number that the bench file declares for it
	File    string `json:"file"`             // its bench file in the run folder, which several may share
	Hash    string `json:"hash"`             // SHA-256 of that file
	// SecurityProfile is the security profile that the station was in at first.
	SecurityProfile int               `json:"securityProfile,omitempty"`
	Rigs            map[string]string `json:"rigs,omitempty"`
	Configured      map[string]string `json:"configured,omitempty"`
	Timeouts        map[string]string `json:"timeouts,omitempty"`
}

// Station is the identity that the station gave of itself.
type Station struct {
	ID       string `json:"id"`
	Vendor   string `json:"vendor"`
	Model    string `json:"model"`
	Serial   string `json:"serial,omitempty"`
	Firmware string `json:"firmware,omitempty"`
}

// Planned is one catalogue entry of the plan: to be played (empty verdict), or not, with the reason in words.
type Planned struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Profiles  []string `json:"profiles,omitempty"`
	Block     string   `json:"block"` // functional block, "A" to "P"
	Mandatory bool     `json:"mandatory"`
	Condition string   `json:"condition,omitempty"`
	Modes     []string `json:"modes,omitempty"` // such as "local" and "remote", or "HTTP" and "SFTP", of a case that is shown in several ways
	// Requirements are those of part 2 that the case proves.
	Requirements []string `json:"requirements,omitempty"`
	Verdict      Verdict  `json:"verdict,omitempty"`
	Reason       string   `json:"reason,omitempty"`
}

// CaseStarted opens the play of a case.
type CaseStarted struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Mode         string   `json:"mode,omitempty"` // such as "local" or "SFTP", where the case is shown in several ways
	Requirements []string `json:"requirements,omitempty"`
	UseCases     []string `json:"useCases,omitempty"`
	Errata       []string `json:"errata,omitempty"`
	Attempt      int      `json:"attempt,omitempty"` // of a run that plays each play several times, counted from 1; 0 in any other
	// Again is who had the case played once more, by the name that they gave; empty for a play of the plan.
	Again string `json:"again,omitempty"`
	// Table is the case's own table before it is played, for whoever watches: see RowAhead. No document is made from it.
	Table []RowAhead `json:"table,omitempty"`
}

// RowAhead is a row of a case's own table before it is played, in the order of the document. A row without a text, that reaches nothing either,
// is played under a condition only.
type RowAhead struct {
	Number  string `json:"number,omitempty"` // of the document, empty where it gives none
	Actor   Actor  `json:"actor,omitempty"`
	Text    string `json:"text,omitempty"`    // what happens in it, in our words
	Reaches string `json:"reaches,omitempty"` // the reusable state that it reaches, with rows of its own
}

// CaseEnded closes the play of a case. Reason is the sentence for the first of the worst checks, or why nothing could
// be judged.
type CaseEnded struct {
	ID      string        `json:"id"`
	Mode    string        `json:"mode,omitempty"`
	Verdict Verdict       `json:"verdict"`
	Reason  string        `json:"reason,omitempty"`
	Took    time.Duration `json:"took"` // nanoseconds, by the monotonic clock
	// Own is the part of Took that the bench chose, by what for. The rest is the table's and the station's. It is nil where
	// nobody has accounted for it, and in a play whose records went by: see Play.Spent.
	Own map[Wait]time.Duration `json:"own,omitzero"`
}

// Resumed goes on with a run that was cut off or interrupted: what follows was recorded by another process, in the same chain. All that
// was there before stays, but for a line that was being written when the run was cut off: Torn holds its bytes.
type Resumed struct {
	Certbench string   `json:"certbench"` // version and commit, the same as that of the beginning
	Arguments []string `json:"arguments,omitempty"`
	After     int64    `json:"after"`          // Seq of the last whole record
	Head      string   `json:"head"`           // its hash
	Torn      []byte   `json:"torn,omitempty"` // what stood behind it, in base64
}

// RunEnded closes a run. A run without it was cut off.
type RunEnded struct {
	Verdict     Verdict         `json:"verdict"`
	Counts      map[Verdict]int `json:"counts"`
	Interrupted bool            `json:"interrupted,omitempty"`
	Reason      string          `json:"reason,omitempty"`
}

// Stage is the part of a case that a record belongs to.
type Stage string

// The stages of a case, in the order of the official table, and the bench's own work around it.
const (
	Before  Stage = "before" // preparations
	Main    Stage = "main"
	Post    Stage = "post"   // post scenario validations
	Always  Stage = "always" // what holds for every case (part 6, 2.1)
	Restore Stage = "restore"
)

// StateEntered marks the entry into and the exit from a reusable state. Path is the names from the outermost to this
// state. AlreadyThere says that nothing was run because the state had been reached.
type StateEntered struct {
	Stage        Stage    `json:"stage"`
	Path         []string `json:"path"`
	Row          string   `json:"row,omitempty"` // the row that called for it, empty for a preparation
	Left         bool     `json:"left,omitempty"`
	AlreadyThere bool     `json:"alreadyThere,omitempty"`
	Reason       string   `json:"reason,omitempty"`
	Verdict      Verdict  `json:"verdict,omitempty"` // on exit
}

// Actor is whose row it is.
type Actor string

// The actors of the official tables.
const (
	ActorStation Actor = "Charging Station"
	ActorCSMS    Actor = "CSMS"
	ActorPerson  Actor = "Manual Action"
	ActorTool    Actor = "Tool"
)

// Row is one row of the official table as it was played. Rows are recorded when they end. A row that did not apply has
// the verdict NotApplicable and says why.
type Row struct {
	Stage   Stage     `json:"stage"`
	State   []string  `json:"state,omitempty"` // path of reusable states, outermost first; empty in the case itself
	Number  string    `json:"number"`          // row number of the document; "" where the document gives none
	Actor   Actor     `json:"actor"`
	Text    string    `json:"text"` // what happens in this row, in our words
	Message string    `json:"message,omitempty"`
	Verdict Verdict   `json:"verdict"`
	Reason  string    `json:"reason,omitempty"`
	Source  string    `json:"source,omitempty"` // file:line of the case or state
	Began   time.Time `json:"began"`
	Frames  []int64   `json:"frames,omitempty"` // Seq of the frame records that this row sent or judged
}

// None is what a check wants that lists what is not as it must be; its Actual is the list then.
const None = "none"

// Check is one requirement that was evaluated.
type Check struct {
	Stage        Stage    `json:"stage"`
	State        []string `json:"state,omitempty"`
	Row          string   `json:"row,omitempty"`
	Requirement  string   `json:"requirement"`    // what must hold, in words
	Path         string   `json:"path,omitempty"` // field of the message, in the document's words
	Expected     string   `json:"expected,omitempty"`
	Actual       string   `json:"actual,omitempty"`
	Verdict      Verdict  `json:"verdict"`
	Message      string   `json:"message,omitempty"`      // action that was judged
	Frame        int64    `json:"frame,omitempty"`        // Seq of the frame record
	Requirements []string `json:"requirements,omitempty"` // of part 2, that it proves; empty where the table alone asks for it
	Source       string   `json:"source,omitempty"`
}

// Direction is the way a frame went, seen from the CSMS.
type Direction string

// The two directions.
const (
	In  Direction = "in"  // station to CSMS
	Out Direction = "out" // CSMS to station
)

// Clock is what an incoming frame was stamped by.
type Clock string

// The clocks of frames: the kernel's, when the last segment arrived; the kernel's of what had come behind the frame before it
// was read, which the kernel has joined with it, so that the frame arrived then or before; the bench process's, when it had read
// the frame.
const (
	KernelClock  Clock = "kernel"
	JoinedClock  Clock = "joined"
	ProcessClock Clock = "process"
)

// Frame is one WebSocket message with its raw text. Base64 tells that Raw holds base64 of bytes that are no UTF-8 text.
type Frame struct {
	Direction Direction `json:"direction"`
	At        time.Time `json:"at"`              // when its last byte arrived, or its writing began; by the wall clock
	Clock     Clock     `json:"clock,omitempty"` // who stamped an incoming frame
	// Since is the same moment by the monotonic clock: nanoseconds since the bench began to listen. Only differences between
	// frames of one bench mean something, and the wall clock does not move them. 0 in evidence from before it was kept.
	Since     time.Duration `json:"since,omitempty"`
	Conn      int           `json:"conn"`
	Raw       string        `json:"raw"`
	Base64    bool          `json:"base64,omitempty"`
	Size      int64         `json:"size"`
	Truncated bool          `json:"truncated,omitempty"`
	Binary    bool          `json:"binary,omitempty"`
	Type      string        `json:"type,omitempty"` // CALL, CALLRESULT or CALLERROR
	MessageID string        `json:"messageId,omitempty"`
	Action    string        `json:"action,omitempty"`   // of the CALL, also for its answer
	Problems  []string      `json:"problems,omitempty"` // framing and schema violations
	Answered  string        `json:"answered,omitempty"` // for an outgoing answer: "case" or "background"
}

// Payload returns the payload of the frame: the last element of a CALL or CALLRESULT. It is nil for what cannot be
// read as such.
func (f Frame) Payload() json.RawMessage {
	if f.Base64 || f.Truncated {
		return nil
	}
	last, n := lastElement([]byte(f.Raw))
	if f.Type == "CALL" && n == 4 || f.Type == "CALLRESULT" && n == 3 {
		return last
	}
	return nil
}

// lastElement is the last element of a JSON array, and how many it has; 0 for what is no array. The elements are not decoded: every frame
// comes by here, more than once.
func lastElement(raw []byte) (last json.RawMessage, n int) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '[' || !json.Valid(raw) {
		return nil, 0
	}
	depth, from, quoted := 0, 1, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted:
			if c == '\\' {
				i++
			}
			quoted = c != '"'
		case c == '"':
			quoted = true
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case c == ',' && depth == 1:
			from, n = i+1, n+1
		}
	}
	if last = bytes.TrimSpace(raw[from : len(raw)-1]); len(last) > 0 {
		n++
	}
	return last, n
}

// Connection tells of the WebSocket connection itself.
type Connection struct {
	What        string    `json:"what"` // connected, disconnected, refused, malformed
	At          time.Time `json:"at"`
	Conn        int       `json:"conn,omitempty"`
	Endpoint    string    `json:"endpoint,omitempty"`
	Path        string    `json:"path,omitempty"`
	Subprotocol string    `json:"subprotocol,omitempty"`
	User        string    `json:"user,omitempty"`
	Code        int       `json:"code,omitempty"`
	Text        string    `json:"text,omitempty"`
}

// Act is a physical act with what the rig saw afterwards. Detail is which end, state or fault it is about; an Optional one
// would have been left out on a bench without a rig for it.
type Act struct {
	Name      string    `json:"name"`
	Kind      string    `json:"kind"`
	Detail    string    `json:"detail,omitempty"`
	Optional  bool      `json:"optional,omitempty"`
	Sentence  string    `json:"sentence"`
	Rig       string    `json:"rig"`
	EVSE      int       `json:"evse,omitempty"`
	Connector int       `json:"connector,omitempty"`
	Token     string    `json:"token,omitempty"`
	Began     time.Time `json:"began"`
	Ended     time.Time `json:"ended"`
	// Since and Until are the same moments by the monotonic clock, as Since of a Frame. 0 in evidence from before they were kept.
	Since    time.Duration `json:"since,omitempty"`
	Until    time.Duration `json:"until,omitempty"`
	Observed string        `json:"observed,omitempty"`
	Failure  string        `json:"failure,omitempty"`
}

// Transfer is a file that the station, or somebody else, has moved at the file server of the bench, or tried to.
type Transfer struct {
	Kind     string    `json:"kind"` // upload or download, seen from the station
	Protocol string    `json:"protocol"`
	Options  []string  `json:"options,omitempty"` // how the protocol was used, such as "TLS 1.3", "explicit", "passive", "append"
	Path     string    `json:"path"`
	Client   string    `json:"client"`           // its address
	User     string    `json:"user,omitempty"`   // whom it said that it is
	Offset   int64     `json:"offset,omitempty"` // byte of the file at which the transfer began
	Size     int64     `json:"size"`             // bytes that were moved
	SHA256   string    `json:"sha256,omitempty"` // of the whole file at the server, in hexadecimal
	Began    time.Time `json:"began"`
	Ended    time.Time `json:"ended"`
	Fault    string    `json:"fault,omitempty"` // why it was not moved as a whole
}

// Awaiting is what a play waits for, written once the wait has lasted AwaitedAfter: whoever watches a run wants to know what
// it hangs on. It says nothing that a document needs; the row, when it ends, says how the wait came out.
type Awaiting struct {
	Stage  Stage     `json:"stage,omitempty"`
	State  []string  `json:"state,omitempty"`
	Number string    `json:"number,omitempty"` // of the row; empty where the document gives none, and outside of every row
	Actor  Actor     `json:"actor,omitempty"`  // whose row it is; empty outside of every row
	What   string    `json:"what"`             // such as "sends TransactionEventRequest"
	Until  time.Time `json:"until,omitzero"`   // when the wait is over at the latest; zero where a rig or a person decides that
}

// AwaitedAfter is how long a wait lasts before it is written. Most that a station is asked is answered sooner, and a record for
// each would make the evidence a third longer. It is no round time, so that with a synthetic clock nothing else happens in that very
// moment and the evidence is the same each time.
const AwaitedAfter = time.Second + 7*time.Microsecond

// Note is a word about the bench's own doing: settling, restoring, waiting. By is the person who had it written, by the name
// that they gave; empty for the bench itself.
type Note struct {
	Text string `json:"text"`
	By   string `json:"by,omitempty"`
}
