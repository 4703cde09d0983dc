package octt

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// NoDisplayMessages prepares for the cases of block O: their tables begin with a station that has no message of a CSMS, as TC_O_03_CS
// and TC_O_33_CS say and the others rest on, for one that is always in front hides that of the case. What the station has is read,
// cleared, and set again after the case. A list that could not be read is unknown: then nothing is cleared, and nothing set. A station that
// comes with display messages switched off takes none (part 2, DisplayMessageEnabled): the tables name no configuration, and speak of one that
// does.
func NoDisplayMessages() []Preparation {
	return Prepare(Config(IsIfWritable(messagesEnabled, "true")), Do(func(s *Scenario) { s.clears(s.displayMessages()) }))
}

const messagesEnabled = "DisplayMessageCtrlr.Enabled"

// FreeDisplay prepares for the cases of block I, which look for the station's own words: a message of a CSMS that is in front hides them, as it
// should (part 2, O01.FR.13, FR.15). A station that takes no GetDisplayMessages at all has none.
func FreeDisplay() []Preparation {
	return Prepare(Config(IsIfWritable(messagesEnabled, "true")), Do(func(s *Scenario) {
		all, err := s.displayMessages()
		var said *refusal
		if errors.As(err, &said) && (said.code == ocppj.NotImplemented || said.code == ocppj.NotSupported) {
			return
		}
		s.clears(slices.DeleteFunc(all, func(m ocpp201.MessageInfo) bool { return m.Priority == ocpp201.MessagePriorityNormalCycle }), err)
	}))
}

func (s *Scenario) clears(all []ocpp201.MessageInfo, err error) {
	if err != nil {
		s.keeping.others = fmt.Sprintf("Which display messages the Charging Station had before the case is not known: %v", err)
		s.Note("%s. The case is played with them.", s.keeping.others)
		return
	}
	if s.Variable(messagesEnabled) == "false" && len(all) > 0 {
		s.Note("%s is false and cannot be set: the Charging Station shows none of its %d display messages, which are left as they are.", messagesEnabled, len(all))
		return // none that is cleared could be set again
	}
	for _, m := range all {
		answer, err := ask(s, ocpp201.ClearDisplayMessageRequest{ID: m.ID})
		if err != nil || answer.Status != ocpp201.ClearMessageStatusAccepted {
			s.keeping.others = fmt.Sprintf("Display message %d, which the Charging Station had before the case, could not be cleared: %s", m.ID, worded(string(answer.Status), err))
			s.keeping.uncleared = true
			s.Note("%s. The case is played with it.", s.keeping.others)
			continue
		}
		s.keeping.cleared = append(s.keeping.cleared, m)
	}
	if len(s.keeping.cleared) > 0 {
		s.Note("The Charging Station had %d display messages, which are cleared for the case and set again after it.", len(s.keeping.cleared))
	}
}

// OtherMessages says why the station may have display messages beside those of the case; empty where it has none. What they bring about is
// not the station's fault. known tells that it has some.
func (s *Scenario) OtherMessages() (why string, known bool) {
	return s.keeping.others, s.keeping.uncleared
}

func worded(status string, err error) string {
	if err != nil {
		return err.Error()
	}
	return status
}

// displayMessages asks for the messages that a CSMS has set, or for those with the ids (part 2, O03, O04), outside of every row.
func (s *Scenario) displayMessages(ids ...int) (all []ocpp201.MessageInfo, err error) {
	defer s.choosesUnless(evidence.WaitQuestion)()
	q := ocpp201.GetDisplayMessagesRequest{RequestID: int(rand.Int32()), ID: ids}
	answer, err := ask(s, q)
	if err != nil || answer.Status != ocpp201.GetDisplayMessagesStatusAccepted {
		return nil, err
	}
	err = s.until(s.Timeouts.Report, "the last NotifyDisplayMessages", func() bool {
		all = nil
		for _, m := range s.w.from(s.first) {
			var part ocpp201.NotifyDisplayMessagesRequest
			if m.Action != part.Action() || m.Payload.Decode(&part) != nil || part.RequestID != q.RequestID {
				continue
			}
			all = append(all, part.MessageInfo...)
			if part.TBC == nil || !*part.TBC {
				return true
			}
		}
		return false
	})
	s.PassOver(nil, "it tells of the preparation", func(m *Message) bool { return m.Action == ocpp201.NotifyDisplayMessagesRequest{}.Action() })
	return all, err
}

// SetsMessage notes that a row of the case is about to set a display message, which is cleared after it.
func (s *Scenario) SetsMessage(id int) { s.keeping.displayed = append(s.keeping.displayed, id) }

// restoreDisplay clears the messages that the play has set, and sets those again that it has cleared. What the station does not do is
// a finding, as with certificates; but for a message that it does not tell of, for it may never have taken that, and for one whose
// transaction or whose time has ended meanwhile, which is gone as it should be (part 2, O02.FR.01, FR.02, O01.FR.07).
func (s *Scenario) restoreDisplay() error {
	for ; len(s.keeping.displayed) > 0; s.keeping.displayed = s.keeping.displayed[1:] {
		id := s.keeping.displayed[0]
		answer, err := ask(s, ocpp201.ClearDisplayMessageRequest{ID: id})
		if IsGone(err) {
			return err
		}
		if err == nil { // Unknown is one that is gone already
			continue
		}
		left, unread := s.displayMessages(id)
		if IsGone(unread) {
			return unread
		}
		if len(left) == 0 {
			s.Note("Display message %d of the case is not cleared: %v. The Charging Station does not tell that it has it.", id, err)
			continue
		}
		s.leavesDisplay("A display message that a case has set can be cleared again.", string(answer.Status), err)
	}
	for ; len(s.keeping.cleared) > 0; s.keeping.cleared = s.keeping.cleared[1:] {
		if end := s.keeping.cleared[0].EndDateTime; end != nil && !time.Now().Before(end.Add(-s.Timeouts.Deviation)) {
			s.Note("Display message %d, which the Charging Station had before the case, is not set again: its time is over.", s.keeping.cleared[0].ID)
			continue
		}
		answer, err := askBack(s, ocpp201.SetDisplayMessageRequest{Message: s.keeping.cleared[0]})
		if IsGone(err) {
			return err
		}
		if err == nil && answer.Status == ocpp201.DisplayMessageStatusUnknownTransaction && s.keeping.cleared[0].TransactionID != nil {
			continue
		}
		if err != nil || answer.Status != ocpp201.DisplayMessageStatusAccepted {
			s.leavesDisplay(fmt.Sprintf("Display message %d, which the Charging Station had before a case, can be set again.", s.keeping.cleared[0].ID), string(answer.Status), err)
		}
	}
	return nil
}

// leavesDisplay is leftBehind for display messages.
func (s *Scenario) leavesDisplay(requirement, status string, err error) {
	s.leftBehind("the display messages", "part 2, use cases O01 and O05", requirement, status, err)
}
