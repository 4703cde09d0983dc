package evidence

import "fmt"

// body is one of the pointers of a Record with the kind that goes with it.
type body struct {
	kind Kind
	set  bool
}

func (r *Record) bodies() [18]body {
	return [...]body{
		{KindRun, r.Run != nil}, {KindStation, r.Station != nil}, {KindPlanned, r.Planned != nil},
		{KindBegin, r.Begin != nil}, {KindState, r.State != nil}, {KindRow, r.Row != nil},
		{KindCheck, r.Check != nil}, {KindFrame, r.Frame != nil}, {KindConn, r.Conn != nil},
		{KindSecured, r.Secured != nil},
		{KindAct, r.Act != nil}, {KindTransfer, r.Transfer != nil}, {KindNote, r.Note != nil},
		{KindFinding, r.Finding != nil}, {KindAwaiting, r.Awaiting != nil}, {KindEnd, r.End != nil},
		{KindFinished, r.Finished != nil}, {KindResumed, r.Resumed != nil},
	}
}

// only returns the kind of the one body that the record holds, or says why it does not hold exactly one.
func (r *Record) only() (Kind, error) {
	var found Kind
	for _, b := range r.bodies() {
		switch {
		case b.set && found != "":
			return "", fmt.Errorf("it tells two things, %q and %q; a record tells exactly one", found, b.kind)
		case b.set:
			found = b.kind
		}
	}
	if found == "" {
		return "", fmt.Errorf("it tells nothing; a record tells exactly one thing")
	}
	if r.Kind != "" && r.Kind != found {
		return "", fmt.Errorf("its kind says %q but it holds %q", r.Kind, found)
	}
	return found, nil
}
