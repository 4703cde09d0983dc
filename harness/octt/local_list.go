package octt

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ListEnabled is the variable that switches the Local Authorization List; without it, it is on.
const ListEnabled = "LocalAuthListCtrlr.Enabled"

// listEntries is how many idTokens the list has.
const listEntries = "LocalAuthListCtrlr.Entries"

// Lists notes that a row is about to change the Local Authorization List of the station to a version. No message reads a list:
// a station tells its version (part 2, D02) and how many idTokens it has, and nothing of them. So it is emptied after the case,
// and not put back. Where the station has come with idTokens in it, that is found once in a run, before they are gone.
func (s *Scenario) Lists(version int) {
	s.keeping.listed = version
	s.w.mu.Lock()
	known := s.w.listKnown
	s.w.listKnown = true
	s.w.mu.Unlock()
	if known {
		return
	}
	is := s.comesWithList()
	if is == "" {
		return
	}
	s.Find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "the Local Authorization List", Clause: "part 2, block D",
		Requirement: "What the cases replace can be put back after them: no message reads a Local Authorization List.",
		Expected:    "a station that comes without idTokens in its Local Authorization List", Actual: is,
		Instead: "the list is left empty; send it anew after the run", Frame: s.answered, Verdict: evidence.Warning})
}

// comesWithList says in words what shows that there are idTokens in the list, or may be; empty for none. A list that was emptied
// has a version still (part 2, D02, remark), so that it is only asked for where the station does not tell how many there are.
func (s *Scenario) comesWithList() string {
	entries, told := s.ListEntries()
	if told && entries != "0" {
		return fmt.Sprintf("%s is %s", listEntries, entries)
	}
	if told {
		return ""
	}
	answer, err := ask(s, ocpp201.GetLocalListVersionRequest{})
	if err != nil || answer.VersionNumber == 0 {
		return ""
	}
	return fmt.Sprintf("%s is not told, and its versionNumber is %d", listEntries, answer.VersionNumber)
}

// ListEntries asks how many idTokens the Local Authorization List has; told is false where the station does not tell.
func (s *Scenario) ListEntries() (value string, told bool) {
	value, status, err := s.read(listEntries)
	return value, err == nil && status == string(ocpp201.GetVariableStatusAccepted)
}

// restoreList empties the Local Authorization List of a play that has changed it (part 2, D01.FR.04). One that is switched off
// takes no update, and is switched on for it.
func (s *Scenario) restoreList() error {
	version := s.keeping.listed
	if version == 0 {
		return nil
	}
	if err := s.switchListOn(); err != nil {
		return err
	}
	answer, err := ask(s, ocpp201.SendLocalListRequest{VersionNumber: version, UpdateType: ocpp201.UpdateFull})
	if IsGone(err) {
		return err
	}
	s.keeping.listed = 0
	if err != nil || answer.Status != ocpp201.SendLocalListStatusAccepted {
		s.leftBehind("the Local Authorization List", "part 2, D01.FR.04", "A full update without idTokens empties the Local Authorization List.", string(answer.Status), err)
	}
	return nil
}

func (s *Scenario) switchListOn() error {
	is, known := s.Knows(ListEnabled)
	if !known || !strings.EqualFold(is.Value, "false") {
		return nil
	}
	status, err := s.write(ListEnabled, "true")
	if IsGone(err) {
		return err
	}
	if err == nil && status == accepted {
		s.changes(change{variable: ListEnabled, old: is.Value, now: "true"})
	}
	return nil // what it refuses shows in the answer to the update
}
