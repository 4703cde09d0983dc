package evidence

import (
	"regexp"
	"slices"
	"time"
)

// FindingKind says where a run found something out that belongs to no case.
type FindingKind string

// The kinds of findings.
const (
	// FoundBetween happened in the clean-up after a case, between two cases, or before the first.
	FoundBetween FindingKind = "between"
	// FoundUntold is what the station cannot be asked for, with what was taken instead.
	FoundUntold FindingKind = "untold"
	// FoundValue is a value of a variable that is none of its dataType, in the answer to a question that no case asks.
	FoundValue FindingKind = "value"
	// FoundPreparing is a wrong field of a message in a reusable state that prepares cases. It is no subject of theirs, and they
	// go on.
	FoundPreparing FindingKind = "preparing"
	// FoundIdentity is a station that is not the one that the PICS declares: nothing that was found about it is about the product. No
	// run records it, for it follows from the Station records and the PICS.
	FoundIdentity FindingKind = "identity"
)

// FindingKinds lists the kinds in the order in which documents show them.
func FindingKinds() []FindingKind {
	return []FindingKind{FoundIdentity, FoundBetween, FoundPreparing, FoundUntold, FoundValue}
}

// Title is the heading of a kind's findings.
func (k FindingKind) Title() string {
	switch k {
	case FoundIdentity:
		return "Another station than the PICS declares"
	case FoundBetween:
		return "Between the cases"
	case FoundPreparing:
		return "In the preparations"
	case FoundUntold:
		return "What the station cannot tell"
	case FoundValue:
		return "Values that are none of their type"
	}
	return "Found besides"
}

// Finding is what a run found out about the station outside of every case. It is no case's, and changes the verdict of
// none: it fails the run, warns of it, or makes it inconclusive. A record whose Case and Play are set was made in the clean-up after that play, or in
// its preparations.
type Finding struct {
	Kind         FindingKind `json:"kind"`
	Subject      string      `json:"subject"`                // what it is about: a message such as StatusNotificationRequest, a variable such as TxCtrlr.TxStartPoint
	Requirement  string      `json:"requirement"`            // what must hold, in a sentence
	Requirements []string    `json:"requirements,omitempty"` // ids of part 2
	Clause       string      `json:"clause,omitempty"`       // the document and section that say so, where no id does
	Expected     string      `json:"expected,omitempty"`
	Actual       string      `json:"actual,omitempty"`
	Instead      string      `json:"instead,omitempty"` // what the run takes in place of it
	Frame        int64       `json:"frame,omitempty"`   // Seq of the first frame record that shows it
	Count        int         `json:"count,omitempty"`   // how often it was so; 0 is once
	Verdict      Verdict     `json:"verdict"`           // Fail or Warning; Inconclusive of FoundIdentity
}

// Found is a finding with all the times that a run came upon it.
type Found struct {
	Finding           // as it was found first, with what was taken last in its place; Count is that of all times
	Seq     int64     // of its first record
	At      time.Time // of its first record
	Benches []string  // which of several benches found it
	After   []string  // the cases in whose clean-up or preparations it was found, each once
}

// telling matches what differs from one time to the next: numbers, identifiers and quoted text.
var telling = regexp.MustCompile(`"[^"]*"|[\w:+-]*[0-9][\w:.+-]*`)

// numbering matches what numbers two events: times, frames, identifiers.
var numbering = regexp.MustCompile(`[\w:+-]*[0-9][\w:.+-]*`)

// Alike tells whether two reasons are one: they are equal but for numbers and identifiers.
func Alike(a, b string) bool {
	return a == b || numbering.ReplaceAllString(a, "…") == numbering.ReplaceAllString(b, "…")
}

// Same tells whether two findings are one that was found twice: they are equal but for numbers, identifiers and quoted text
// in what came.
func (f Finding) Same(other Finding) bool {
	return f.Kind == other.Kind && f.Subject == other.Subject && f.Requirement == other.Requirement && f.Verdict == other.Verdict &&
		telling.ReplaceAllString(f.Actual, "…") == telling.ReplaceAllString(other.Actual, "…")
}

// find adds a finding to those that the run has come upon before.
func (r *Run) find(rec Record) {
	f := *rec.Finding
	f.Count = max(f.Count, 1)
	i := slices.IndexFunc(r.Found, func(known Found) bool { return known.Same(f) })
	if i < 0 {
		i = len(r.Found)
		r.Found = append(r.Found, Found{Finding: f, Seq: rec.Seq, At: rec.At})
	} else if !r.Found[i].restated(rec) {
		r.Found[i].Count += f.Count
	}
	known := &r.Found[i]
	known.Benches = withName(known.Benches, rec.Bench)
	known.After = withName(known.After, rec.Case)
}

// restated tells a record that says of the same bench what is taken now in place of what the station cannot tell: the newest
// counts, and it was found once all the same.
func (f *Found) restated(rec Record) bool {
	benches := len(f.Benches) == 0 && rec.Bench == "" || len(f.Benches) == 1 && f.Benches[0] == rec.Bench
	if f.Kind != FoundUntold || !benches || rec.Finding.Instead == "" {
		return false
	}
	f.Instead = rec.Finding.Instead
	return true
}

// withName adds a name to a list that has each once. No name is not added.
func withName(names []string, name string) []string {
	if name == "" || slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}
