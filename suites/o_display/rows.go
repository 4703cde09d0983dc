package o_display

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// without prepares a station without messages of a CSMS, and then what the case adds.
func without(more ...[]octt.Preparation) []octt.Preparation {
	return octt.Prepare(append([][]octt.Preparation{octt.Do(displayThere), octt.NoDisplayMessages()}, more...)...)
}

// displayThere asks for the display that the bench file names, before anything is done: a station is right to refuse messages for one that it
// does not have (part 2, O01.FR.22).
func displayThere(s *octt.Scenario) {
	name := s.Configured.DisplayComponent
	if name == "" {
		return
	}
	answer, err := octt.Ask(s, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{
		{Component: ocpp201.Component{Name: name}, Variable: ocpp201.Variable{Name: "Available"}}}})
	if err != nil || len(answer.GetVariableResult) != 1 {
		return // whether it knows the display is not known, and the rows will show
	}
	if status := answer.GetVariableResult[0].AttributeStatus; status == ocpp201.GetVariableStatusUnknownComponent {
		s.Unproven(0, fmt.Sprintf("The Charging Station has the component %s. Write one that it has into configured.display_component of the bench file, or leave it out for the main display.", name), string(status))
	}
}

// remembers is the memory state SetDisplayMessage.
func remembers(made func(*octt.Scenario) ocpp201.MessageInfo) []octt.Preparation {
	return octt.States(states.DisplayMessageSet(made))
}

// hasRoom ends the scenario at a row that sets the n-th message where the station says that it has no room for so many: it is right to answer
// Rejected then (part 2, O01.FR.11, O02.FR.11), and no table looks at that.
func hasRoom(s *octt.Scenario, row, n int) {
	most := s.MaxLimit(ocpp201.Component{Name: "DisplayMessageCtrlr"}, ocpp201.Variable{Name: "DisplayMessages"})
	if most >= 1 && most < float64(n) {
		s.Unproven(row, fmt.Sprintf("The Charging Station has room for %d messages, which the table sets. A laboratory may fail it.", n),
			fmt.Sprintf("the maxLimit of DisplayMessageCtrlr.DisplayMessages is %v", most))
	}
}

// refuses plays the rows of a SetDisplayMessageRequest that the station cannot take.
func refuses(s *octt.Scenario, row int, m ocpp201.MessageInfo, status ocpp201.DisplayMessageStatus, ids ...string) {
	s.SetsMessage(m.ID) // a station that takes it all the same is not left with it
	octt.Send(s, row, ocpp201.SetDisplayMessageRequest{Message: m}).Receive(row+1, octt.Must("status", status).Clause(ids...))
}

// all asks for every message, with <Generated requestId>.
func all() ocpp201.GetDisplayMessagesRequest {
	return ocpp201.GetDisplayMessagesRequest{RequestID: int(rand.Int32())}
}

// byID asks for one.
func byID(id int) ocpp201.GetDisplayMessagesRequest {
	q := all()
	q.ID = []int{id}
	return q
}

// hasNone plays the rows of a GetDisplayMessagesRequest for which the station has no message.
func hasNone(s *octt.Scenario, row int, q ocpp201.GetDisplayMessagesRequest, ids ...string) {
	octt.Send(s, row, q).Receive(row+1, octt.Must("status", ocpp201.GetDisplayMessagesStatusUnknown).Clause(ids...))
}

// tells plays the rows of a GetDisplayMessagesRequest and of the NotifyDisplayMessagesRequests that follow it, as often as the station
// says that there is more, for at most Timeouts.Report. must is on the message of the case, in whichever part and place it is told.
// accepted, told, ends and same are the requirements on the answer, on what is told, on tbc and on requestId.
func tells(s *octt.Scenario, row int, q ocpp201.GetDisplayMessagesRequest, by proof, must ...octt.Requirement) {
	asked := time.Now()
	octt.Send(s, row, q).Receive(row+1, octt.Must("status", ocpp201.GetDisplayMessagesStatusAccepted).Clause(by.accepted...))
	told, last := notified(s, row+2, q.RequestID, asked.Add(s.Timeouts.Report), by, must)
	ids := func(m ocpp201.MessageInfo) int { return m.ID }
	const requirement, once = "All messages have been received, and no others.", "the message of the case, once"
	got := counted(told, s.DisplayMessage.ID, ids)
	why, _ := s.OtherMessages()
	if own := counted(only(told, s.DisplayMessage.ID), s.DisplayMessage.ID, ids); why != "" && len(q.ID) == 0 && got != once && own == once {
		s.Unproven(row+2, requirement+" "+why+".", got)
	}
	s.CheckMessage(row+2, last, requirement, got, once, by.told...)
}

// only are the messages with an id.
func only(told []ocpp201.MessageInfo, id int) []ocpp201.MessageInfo {
	return slices.DeleteFunc(slices.Clone(told), func(m ocpp201.MessageInfo) bool { return m.ID != id })
}

// proof are the requirements by which a case has messages told.
type proof struct{ accepted, told, ends, same []string }

func notified(s *octt.Scenario, row, requestID int, end time.Time, by proof, must []octt.Requirement) (told []ocpp201.MessageInfo, last *octt.Message) {
	same := octt.Must("requestId", requestID).Named("<requestId of the GetDisplayMessagesRequest>").Clause(by.same...)
	own := octt.As[ocpp201.NotifyDisplayMessagesRequest](octt.Until(end), same,
		octt.FirstElement("messageInfo", []octt.Requirement{octt.Must("id", s.DisplayMessage.ID).Named("<Generated displayMessageId>")}, must...)).
		With("the message of the case", func(m *octt.Message) bool { return holds(m, s.DisplayMessage.ID) })
	for {
		msg := s.ReceiveEither(row, own, octt.As[ocpp201.NotifyDisplayMessagesRequest](octt.Until(end), same))
		s.Respond(row+1, msg)
		var part ocpp201.NotifyDisplayMessagesRequest
		if err := msg.Payload.Decode(&part); err != nil {
			s.Stop()
		}
		told = append(told, part.MessageInfo...)
		if part.TBC == nil || !*part.TBC {
			s.Nothing(row, 0, octt.As[ocpp201.NotifyDisplayMessagesRequest](octt.By(by.ends...)))
			return told, msg
		}
		if msg.At.After(end) {
			s.Check(row, fmt.Sprintf("The messages end within %s.", s.Timeouts.Report), fmt.Sprintf("%d messages, and more to come", len(told)), "the last part", by.ends...)
			s.Stop()
		}
	}
}

// holds tells whether a message tells of the display message with an id.
func holds(m *octt.Message, id int) bool {
	var part ocpp201.NotifyDisplayMessagesRequest
	return m.Payload.Decode(&part) == nil && len(only(part.MessageInfo, id)) > 0
}

// counted says how often a message is among those that were told, and whether it is alone.
func counted(told []ocpp201.MessageInfo, id int, ids func(ocpp201.MessageInfo) int) string {
	others := len(slices.DeleteFunc(slices.Clone(told), func(m ocpp201.MessageInfo) bool { return ids(m) == id }))
	switch own := len(told) - others; {
	case own == 1 && others == 0:
		return "the message of the case, once"
	case others == 0:
		return fmt.Sprintf("the message of the case, %d times", own)
	default:
		return fmt.Sprintf("the message of the case, %d times, and %d others", own, others)
	}
}

// itself is what the message that is told must be of the one that was set, by the fields that a table names.
func itself(m ocpp201.MessageInfo, fields ...string) (must []octt.Requirement) {
	is := map[string]octt.Requirement{
		"id":              octt.Must("id", m.ID).Named("<Generated displayMessageId>"),
		"priority":        octt.Must("priority", m.Priority),
		"message.format":  octt.Must("message.format", m.Message.Format),
		"message.content": octt.Must("message.content", m.Message.Content),
		"startDateTime":   octt.Present("startDateTime"),
		"endDateTime":     octt.Present("endDateTime"),
	}
	if m.State != nil {
		is["state"] = octt.Must("state", *m.State)
	}
	if m.TransactionID != nil {
		is["transactionId"] = octt.Must("transactionId", octt.Identifier(*m.TransactionID)).Named("<Generated transactionId>")
	}
	for _, f := range fields {
		must = append(must, is[f])
	}
	return must
}

// over plays the states that end the transaction and have the EV leave, from the row on.
func over(s *octt.Scenario, row int) {
	s.Reach(row, states.StopAuthorized)
	s.Reach(row+1, states.EVConnectedPostSession)
	s.Reach(row+2, states.EVDisconnected)
	s.Reach(row+3, states.ParkingBayUnoccupied)
}

// untilPast waits for a moment that the table waits for. What is to be over then has Timeouts.Deviation in its moment: the station goes
// by a clock of its own.
func untilPast(s *octt.Scenario, moment time.Time, why string) {
	s.Wait(0, time.Until(moment).Truncate(time.Second)+time.Second, why)
}

// look judges what the display shows.
type look func(row int, sight rigs.Sight, ids ...string) bool
