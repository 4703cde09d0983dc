package operation

import (
	"math"
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/display"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/wire"
)

// displayPatches are the faults of display messages, tariff and cost.
var displayPatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.DisplayMessageRejected, defects.UnsupportedPriorityAccepted, defects.UnsupportedPriorityRejected, defects.UnsupportedPriorityAsState,
		defects.UnsupportedFormatAccepted, defects.UnsupportedFormatRejected, defects.UnsupportedFormatAsPriority, defects.UnknownTransactionAccepted,
		defects.UnknownTransactionRejected, defects.ReplacedMessageRejected, defects.SecondAlwaysFrontRejected,
	}, Put: messageAnswers},
	{Of: []defects.Defect{
		defects.DisplayMessageForgotten, defects.DisplayMessageTruncated, defects.ReplacedMessageAdded, defects.ReplacedMessageKeepsContent,
		defects.SecondAlwaysFrontAdded, defects.SecondAlwaysFrontIgnored, defects.MessageStartEarly,
	}, Put: messageKept},
	{Of: []defects.Defect{defects.DisplayMessageLostByReboot}, Put: messageLost},
	{Of: []defects.Defect{
		defects.DisplayMessageNeverShown, defects.MessageStateIgnored, defects.MessageWithStateNeverShown, defects.MessageStateOutlived, defects.MessageStartIgnored,
		defects.MessageStartMissed, defects.MessageRemovedAtOnce, defects.MessageEndOnlyHides, defects.TransactionMessageOnlyHidden,
	}, Put: messageShown},
	{Of: []defects.Defect{defects.AlwaysFrontCycled, defects.InFrontNotCycled, defects.InFrontOnlyNewest}, Put: messageTurns},
	{Of: []defects.Defect{
		defects.MessageEndIgnored, defects.MessageEndOnlyHides, defects.TransactionMessageStays, defects.TransactionMessageOnlyHidden, defects.UnknownTransactionAccepted,
	}, Put: messageOutdated},
	{Of: []defects.Defect{
		defects.DisplayMessagesIDIgnored, defects.DisplayMessagesStateIgnored, defects.DisplayMessagesPriorityIgnored, defects.DisplayMessagesAnyCriterion,
	}, Put: messageCriteria},
	{Of: []defects.Defect{
		defects.DisplayMessagesUnknown, defects.DisplayMessagesAcceptedWithout, defects.ClearedMessageKept, defects.ClearedMessageUnknown, defects.UnknownMessageCleared,
	}, Put: messageRequests},
	{Of: []defects.Defect{
		defects.DisplayMessagesNotTold, defects.DisplayMessagesToldTwice, defects.DisplayMessagesWithoutEnd, defects.DisplayMessagesOtherRequestID,
		defects.DisplayMessagesToldEmpty,
	}, Put: messagesTold},
	{Of: []defects.Defect{
		defects.DisplayMessageToldWithoutState, defects.DisplayMessageToldWithoutTimes, defects.DisplayMessageToldWithoutTransact, defects.DisplayMessageToldAsNormal,
	}, Put: messageToldOtherwise},
	{Of: []defects.Defect{defects.CostUpdatedNotSupported, defects.CostUpdatedNotShown}, Put: costUpdated},
	{Of: []defects.Defect{defects.RunningCostNotShown, defects.TotalCostNotShown, defects.UpdatedTariffNotShown}, Put: costAnswered},
	{Of: []defects.Defect{defects.CostInCents, defects.TotalCostRoundedUp, defects.OnlyFirstCostShown}, Put: costShown},
	{Of: []defects.Defect{defects.PersonalMessageRefuses}, Put: personalMessage},
}

// instead is the first fault of a list that the station has, as the answer that it gives; otherwise the right one.
func instead[T any](s defects.Set, right T, faults ...answerOf[T]) T {
	for _, f := range faults {
		if s.Has(f.defect) {
			return f.answer
		}
	}
	return right
}

type answerOf[T any] struct {
	defect defects.Defect
	answer T
}

func messageAnswers(fw *station.Firmware, s defects.Set) {
	type is = answerOf[ocpp201.DisplayMessageStatus]
	const (
		accepted, rejected = ocpp201.DisplayMessageStatusAccepted, ocpp201.DisplayMessageStatusRejected
		noPriority         = ocpp201.DisplayMessageStatusNotSupportedPriority
		noFormat           = ocpp201.DisplayMessageStatusNotSupportedMessageFormat
	)
	right := fw.Display.Decide.Refuses
	fw.Display.Decide.Refuses = func(m ocpp201.MessageInfo) ocpp201.DisplayMessageStatus {
		switch status := right(m); status {
		case noPriority:
			return instead(s, status, is{defects.UnsupportedPriorityAccepted, accepted}, is{defects.UnsupportedPriorityRejected, rejected},
				is{defects.UnsupportedPriorityAsState, ocpp201.DisplayMessageStatusNotSupportedState})
		case noFormat:
			return instead(s, status, is{defects.UnsupportedFormatAccepted, accepted}, is{defects.UnsupportedFormatRejected, rejected}, is{defects.UnsupportedFormatAsPriority, noPriority})
		case ocpp201.DisplayMessageStatusUnknownTransaction:
			return instead(s, status, is{defects.UnknownTransactionAccepted, accepted}, is{defects.UnknownTransactionRejected, rejected})
		}
		replaced := slices.ContainsFunc(fw.Display.Messages, func(other ocpp201.MessageInfo) bool { return other.ID == m.ID })
		second := m.Priority == ocpp201.MessagePriorityAlwaysFront && !replaced &&
			slices.ContainsFunc(fw.Display.Messages, func(other ocpp201.MessageInfo) bool { return other.Priority == m.Priority })
		if s.Has(defects.DisplayMessageRejected) || replaced && s.Has(defects.ReplacedMessageRejected) || second && s.Has(defects.SecondAlwaysFrontRejected) {
			return rejected
		}
		return accepted
	}
}

func messageKept(fw *station.Firmware, s defects.Set) {
	right := fw.Display.Decide.Keeps
	fw.Display.Decide.Keeps = func(all []ocpp201.MessageInfo, m ocpp201.MessageInfo) []ocpp201.MessageInfo {
		i := slices.IndexFunc(all, func(other ocpp201.MessageInfo) bool { return other.ID == m.ID })
		front := i < 0 && m.Priority == ocpp201.MessagePriorityAlwaysFront && slices.ContainsFunc(all, func(other ocpp201.MessageInfo) bool { return other.Priority == m.Priority })
		switch {
		case s.Has(defects.DisplayMessageForgotten), front && s.Has(defects.SecondAlwaysFrontIgnored):
			return all
		case i >= 0 && s.Has(defects.ReplacedMessageAdded), front && s.Has(defects.SecondAlwaysFrontAdded):
			return append(slices.Clone(all), m)
		case i >= 0 && s.Has(defects.ReplacedMessageKeepsContent):
			m.Message = all[i].Message
		case len(m.Message.Content) > 10 && s.Has(defects.DisplayMessageTruncated):
			m.Message.Content = m.Message.Content[:10]
		case m.StartDateTime != nil && s.Has(defects.MessageStartEarly):
			m.StartDateTime = &ocpp201.DateTime{Time: m.StartDateTime.Add(-15 * time.Second)}
		}
		return right(all, m)
	}
}

func messageLost(fw *station.Firmware, s defects.Set) {
	right := fw.Display.Decide.Saves
	fw.Display.Decide.Saves = func(all []ocpp201.MessageInfo) {
		if s.Has(defects.DisplayMessageLostByReboot) {
			all = nil
		}
		right(all)
	}
}

// messageShown are the faults of the moment at which a message is shown.
func messageShown(fw *station.Firmware, s defects.Set) {
	right, was := fw.Display.Decide.Shows, map[int]bool{}
	gone := func(m ocpp201.MessageInfo) bool {
		ended := m.TransactionID != nil && fw.Charging.FindTransaction(*m.TransactionID) == nil
		over := m.EndDateTime != nil && !fw.Kernel.Now().Before(m.EndDateTime.Time)
		return ended && s.Has(defects.TransactionMessageOnlyHidden) || over && s.Has(defects.MessageEndOnlyHides)
	}
	fw.Display.Decide.Shows = func(m ocpp201.MessageInfo) bool {
		shown := right(m)
		early := m.StartDateTime != nil && fw.Kernel.Now().Before(m.StartDateTime.Time)
		elsewhere := m.State != nil && !fw.Display.Is(*m.State)
		switch {
		case !shown && (early && !elsewhere && s.Has(defects.MessageStartIgnored) || elsewhere && !early && s.Has(defects.MessageStateIgnored)),
			elsewhere && was[m.ID] && s.Has(defects.MessageStateOutlived):
			return true
		case shown && (gone(m) || s.Has(defects.DisplayMessageNeverShown) || m.State != nil && s.Has(defects.MessageWithStateNeverShown) ||
			m.StartDateTime != nil && s.Has(defects.MessageStartMissed) || m.EndDateTime != nil && s.Has(defects.MessageRemovedAtOnce)):
			return false
		}
		was[m.ID] = was[m.ID] || shown
		return shown
	}
}

func messageTurns(fw *station.Firmware, s defects.Set) {
	right := fw.Display.Decide.Arrange
	fw.Display.Decide.Arrange = func(words string, messages []ocpp201.MessageInfo) []string {
		all := right(words, messages)
		if s.Has(defects.AlwaysFrontCycled) && len(display.Texts(messages, ocpp201.MessagePriorityAlwaysFront)) > 0 {
			return append(all, words)
		}
		if len(all) > 1 && len(display.Texts(messages, ocpp201.MessagePriorityInFront)) > 1 {
			switch {
			case s.Has(defects.InFrontNotCycled):
				return all[:1]
			case s.Has(defects.InFrontOnlyNewest):
				return all[len(all)-1:]
			}
		}
		return all
	}
}

func messageOutdated(fw *station.Firmware, s defects.Set) {
	right := fw.Display.Decide.Outdated
	fw.Display.Decide.Outdated = func(m ocpp201.MessageInfo) bool {
		if !right(m) {
			return false
		}
		over := m.EndDateTime != nil && !fw.Kernel.Now().Before(m.EndDateTime.Time)
		ended := m.TransactionID != nil && fw.Charging.FindTransaction(*m.TransactionID) == nil
		kept := over && (s.Has(defects.MessageEndIgnored) || s.Has(defects.MessageEndOnlyHides)) ||
			ended && (s.Has(defects.TransactionMessageStays) || s.Has(defects.TransactionMessageOnlyHidden))
		return !kept
	}
}

func messageCriteria(fw *station.Firmware, s defects.Set) {
	right := fw.Display.Decide.Matches
	fw.Display.Decide.Matches = func(q ocpp201.GetDisplayMessagesRequest, m ocpp201.MessageInfo) bool {
		if right(q, m) {
			return true
		}
		without := func(drop func(*ocpp201.GetDisplayMessagesRequest)) bool {
			rest := q
			drop(&rest)
			return right(rest, m)
		}
		byID := without(func(q *ocpp201.GetDisplayMessagesRequest) { q.State, q.Priority = nil, nil })
		return without(func(q *ocpp201.GetDisplayMessagesRequest) { q.ID = nil }) && s.Has(defects.DisplayMessagesIDIgnored) ||
			without(func(q *ocpp201.GetDisplayMessagesRequest) { q.State = nil }) && s.Has(defects.DisplayMessagesStateIgnored) ||
			without(func(q *ocpp201.GetDisplayMessagesRequest) { q.Priority = nil }) && s.Has(defects.DisplayMessagesPriorityIgnored) ||
			len(q.ID) > 0 && byID && s.Has(defects.DisplayMessagesAnyCriterion)
	}
}

func messageRequests(fw *station.Firmware, s defects.Set) {
	if !fw.Display.TakesMessages() {
		return
	}
	const none, some = ocpp201.GetDisplayMessagesStatusUnknown, ocpp201.GetDisplayMessagesStatusAccepted
	wire.Handle(fw.Wire, func(q ocpp201.GetDisplayMessagesRequest) (ocpp201.GetDisplayMessagesResponse, error) {
		found := slices.ContainsFunc(fw.Display.Messages, func(m ocpp201.MessageInfo) bool { return fw.Display.Decide.Matches(q, m) })
		if found && s.Has(defects.DisplayMessagesUnknown) {
			return ocpp201.GetDisplayMessagesResponse{Status: none}, nil
		}
		r, err := fw.Display.Get(q)
		if r.Status == none && s.Has(defects.DisplayMessagesAcceptedWithout) {
			r.Status = some
		}
		return r, err
	})
	wire.Handle(fw.Wire, func(q ocpp201.ClearDisplayMessageRequest) (r ocpp201.ClearDisplayMessageResponse, err error) {
		there := slices.ContainsFunc(fw.Display.Messages, func(m ocpp201.MessageInfo) bool { return m.ID == q.ID })
		switch {
		case there && s.Has(defects.ClearedMessageKept):
			r.Status = ocpp201.ClearMessageStatusAccepted
			return r, nil
		case there && s.Has(defects.ClearedMessageUnknown):
			r.Status = ocpp201.ClearMessageStatusUnknown
			return r, nil
		}
		r, err = fw.Display.Clear(q)
		if !there && s.Has(defects.UnknownMessageCleared) {
			r.Status = ocpp201.ClearMessageStatusAccepted
		}
		return r, err
	})
}

// messagesTold are the faults of the messages that tell of messages.
func messagesTold(fw *station.Firmware, s defects.Set) {
	ofStatuses(fw, true, func(q ocpp201.NotifyDisplayMessagesRequest, tell func(ocpp201.NotifyDisplayMessagesRequest)) {
		last := q.TBC == nil || !*q.TBC
		switch {
		case s.Has(defects.DisplayMessagesNotTold):
			return
		case s.Has(defects.DisplayMessagesToldEmpty):
			q.MessageInfo = nil
		case s.Has(defects.DisplayMessagesToldTwice):
			tell(q)
		case last && s.Has(defects.DisplayMessagesWithoutEnd):
			q.TBC = new(true)
		case s.Has(defects.DisplayMessagesOtherRequestID):
			q.RequestID = 1 + q.RequestID/2
		}
		tell(q)
	})
}

func messageToldOtherwise(fw *station.Firmware, s defects.Set) {
	ofStatuses(fw, true, func(q ocpp201.NotifyDisplayMessagesRequest, tell func(ocpp201.NotifyDisplayMessagesRequest)) {
		q.MessageInfo = slices.Clone(q.MessageInfo)
		for i := range q.MessageInfo {
			m := &q.MessageInfo[i]
			if m.State != nil && s.Has(defects.DisplayMessageToldWithoutState) {
				m.State = nil
			}
			if (m.StartDateTime != nil || m.EndDateTime != nil) && s.Has(defects.DisplayMessageToldWithoutTimes) {
				m.StartDateTime, m.EndDateTime = nil, nil
			}
			if m.TransactionID != nil && s.Has(defects.DisplayMessageToldWithoutTransact) {
				m.TransactionID = nil
			}
			if m.Priority != ocpp201.MessagePriorityNormalCycle && s.Has(defects.DisplayMessageToldAsNormal) {
				m.Priority = ocpp201.MessagePriorityNormalCycle
			}
		}
		tell(q)
	})
}

func costUpdated(fw *station.Firmware, s defects.Set) {
	if !fw.Display.TellsCost() {
		return
	}
	wire.Handle(fw.Wire, func(q ocpp201.CostUpdatedRequest) (ocpp201.CostUpdatedResponse, error) {
		switch {
		case s.Has(defects.CostUpdatedNotSupported):
			return ocpp201.CostUpdatedResponse{}, wire.NotSupported(q.Action())
		case s.Has(defects.CostUpdatedNotShown):
			return ocpp201.CostUpdatedResponse{}, nil
		}
		return fw.Display.CostUpdated(q)
	})
}

func costAnswered(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Hooks.Answered
	fw.Charging.Hooks.Answered = func(q ocpp201.TransactionEventRequest, r ocpp201.TransactionEventResponse) {
		ended := q.EventType == ocpp201.TransactionEventEnumEnded
		if r.TotalCost != nil && (!ended && s.Has(defects.RunningCostNotShown) || ended && s.Has(defects.TotalCostNotShown)) {
			r.TotalCost = nil
		}
		if r.UpdatedPersonalMessage != nil && s.Has(defects.UpdatedTariffNotShown) {
			r.UpdatedPersonalMessage = &ocpp201.MessageContent{Content: "the tariff of yesterday"}
		}
		right(q, r)
	}
}

func costShown(fw *station.Firmware, s defects.Set) {
	right := fw.Display.Decide.Priced
	var first *float64
	fw.Display.Decide.Priced = func(b display.Bill) []string {
		switch {
		case b.Cost == nil:
			first = nil
		case s.Has(defects.CostInCents):
			b.Cost = new(100 * *b.Cost)
		case b.Total && s.Has(defects.TotalCostRoundedUp):
			b.Cost = new(math.Ceil(*b.Cost))
		case first == nil:
			first = b.Cost
		case *first != *b.Cost && s.Has(defects.OnlyFirstCostShown):
			b.Cost = first
		}
		return right(b)
	}
}

func personalMessage(fw *station.Firmware, s defects.Set) {
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		if j.Info.PersonalMessage != nil && s.Has(defects.PersonalMessageRefuses) {
			j.Info.Status = ocpp201.AuthorizationStatusInvalid
		}
		done(j)
	})
}
