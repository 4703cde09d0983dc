package octt

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ListEnabled is the variable that switches the Local Authorization List; without it, it is on.
const ListEnabled = "LocalAuthListCtrlr.Enabled"

// listEntries is how many idTokens the list has; listItems and listBytes are how many a message may have, and how long it may be.
const (
	listEntries = "LocalAuthListCtrlr.Entries"
	listItems   = "LocalAuthListCtrlr.ItemsPerMessage"
	listBytes   = "LocalAuthListCtrlr.BytesPerMessage"
)

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

// ListParts are the requests that make a full list of idTokens the station's, as many in each as it says that it takes in a message
// (part 2, D01.FR.11): the first replaces its list, and each other one adds to it with the next version (note of D01.FR.15). One idToken
// is within every limit.
func (s *Scenario) ListParts(whole ocpp201.SendLocalListRequest) (parts []ocpp201.SendLocalListRequest) {
	if len(whole.LocalAuthorizationList) < 2 {
		return []ocpp201.SendLocalListRequest{whole}
	}
	part := whole
	part.LocalAuthorizationList = nil
	items, bytes := s.listLimits()
	for _, e := range whole.LocalAuthorizationList {
		longer := part
		longer.LocalAuthorizationList = append(slices.Clone(part.LocalAuthorizationList), e)
		if len(part.LocalAuthorizationList) > 0 && (len(longer.LocalAuthorizationList) > items || length(longer.Action(), longer) > bytes) {
			parts = append(parts, part)
			longer = ocpp201.SendLocalListRequest{UpdateType: ocpp201.UpdateDifferential, VersionNumber: part.VersionNumber + 1,
				LocalAuthorizationList: []ocpp201.AuthorizationData{e}}
		}
		part = longer
	}
	return append(parts, part)
}

// listLimits are the limits on a message that changes the list, none where the station tells none.
func (s *Scenario) listLimits() (items, bytes int) {
	limits := []int{math.MaxInt, math.MaxInt}
	got, err := s.inquire(itemsOf(nil, []string{listItems, listBytes}))
	for i := range got {
		if n, wrong := strconv.Atoi(strings.TrimSpace(got[i].value)); err == nil && got[i].told() && wrong == nil && n > 0 {
			limits[i] = n
		}
	}
	return limits[0], limits[1]
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
		return s.Pause(evidence.WaitRest, s.Timeouts.Act) // see Switched
	}
	return nil // what it refuses shows in the answer to the update
}
