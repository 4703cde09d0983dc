package o_display

import (
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// message is one with <Generated displayMessageId>, <Configured priority>, <Configured format>, <Configured message> and <Configured
// display component variable>, and with what the case adds.
func message(s *octt.Scenario, more ...func(*ocpp201.MessageInfo)) ocpp201.MessageInfo {
	m := ocpp201.MessageInfo{ID: generatedID(), Priority: priority(s), Message: content(s, s.Configured.DisplayMessage)}
	if name := s.Configured.DisplayComponent; name != "" {
		m.Display = &ocpp201.Component{Name: name}
	}
	for _, add := range more {
		add(&m)
	}
	return m
}

// plain is the message of the memory state SetDisplayMessage where the case adds nothing.
func plain(s *octt.Scenario) ocpp201.MessageInfo { return message(s) }

func generatedID() int { return int(rand.Int32()) }

// of makes a message one of the transaction under way.
func of(s *octt.Scenario) func(*ocpp201.MessageInfo) {
	return func(m *ocpp201.MessageInfo) { m.TransactionID = &s.TransactionID }
}

func during(state ocpp201.MessageState) func(*ocpp201.MessageInfo) {
	return func(m *ocpp201.MessageInfo) { m.State = &state }
}

func with(p ocpp201.MessagePriority) func(*ocpp201.MessageInfo) {
	return func(m *ocpp201.MessageInfo) { m.Priority = p }
}

// second makes it a message with " 2" extended to the content, as tables 410 and 411 have it.
func second(s *octt.Scenario) func(*ocpp201.MessageInfo) {
	return func(m *ocpp201.MessageInfo) { m.Message = content(s, extended(s)) }
}

func extended(s *octt.Scenario) string { return s.Configured.DisplayMessage + " 2" }

// content is a text in <Configured format>: as it is, in a page, or in an address, where it is none yet. An address has no spaces, such
// as the one before the " 2".
func content(s *octt.Scenario, text string) ocpp201.MessageContent {
	c := ocpp201.MessageContent{Format: format(s), Content: text}
	switch {
	case c.Format == ocpp201.MessageFormatHTML:
		c.Content = "<p>" + html.EscapeString(text) + "</p>"
	case c.Format == ocpp201.MessageFormatURI && !strings.Contains(text, "://"):
		c.Content = "https://example.com/" + url.PathEscape(text)
	case c.Format == ocpp201.MessageFormatURI:
		c.Content = strings.ReplaceAll(text, " ", "%20")
	}
	return c
}

// sight is what there is to see of <Configured message>.
func sight(s *octt.Scenario) rigs.Sight { return seen(s, s.Configured.DisplayMessage) }

// sight1 is that where there is a second one as well, with which it begins.
func sight1(s *octt.Scenario) rigs.Sight {
	first := sight(s)
	first.What += ` without the "2"`
	first.Without = sight2(s).Text
	return first
}

// sight2 is what there is to see of the second message.
func sight2(s *octt.Scenario) rigs.Sight { return seen(s, extended(s)) }

func seen(s *octt.Scenario, text string) rigs.Sight {
	if c := content(s, text); c.Format == ocpp201.MessageFormatURI { // what stands there is for a person to know
		return rigs.Sight{What: fmt.Sprintf("the message at %s", c.Content), Text: c.Content, Page: true}
	}
	return rigs.Sight{What: fmt.Sprintf("the message %q", text), Text: text}
}

// priorities and formats are those of part 2 in the order in which a case takes one that the product has, each with its feature.
var (
	priorities = []choice[ocpp201.MessagePriority]{
		{ocpp201.MessagePriorityNormalCycle, pics.UI_1_3}, {ocpp201.MessagePriorityInFront, pics.UI_1_2}, {ocpp201.MessagePriorityAlwaysFront, pics.UI_1_1}}
	formats = []choice[ocpp201.MessageFormat]{
		{ocpp201.MessageFormatUTF8, pics.UI_2_4}, {ocpp201.MessageFormatASCII, pics.UI_2_1}, {ocpp201.MessageFormatHTML, pics.UI_2_2}, {ocpp201.MessageFormatURI, pics.UI_2_3}}
)

type choice[T comparable] struct {
	value   T
	feature pics.Feature
}

// chosen is what the bench file says, or else the first that the PICS answers so; the bench file is wrong where there is none.
func chosen[T comparable](s *octt.Scenario, configured T, all []choice[T], answer pics.Answer, but ...T) T {
	var none T
	if configured != none {
		return configured
	}
	for _, c := range all {
		if s.PICS.Answer(c.feature) == answer && !slices.Contains(but, c.value) {
			return c.value
		}
	}
	return all[0].value
}

func priority(s *octt.Scenario) ocpp201.MessagePriority {
	return chosen(s, s.Configured.DisplayMessagePriority, priorities, pics.Yes, s.Configured.DisplayMessagePriority2)
}

// priority2 is another one (TC_O_35_CS).
func priority2(s *octt.Scenario) ocpp201.MessagePriority {
	return chosen(s, s.Configured.DisplayMessagePriority2, priorities, pics.Yes, priority(s))
}

func format(s *octt.Scenario) ocpp201.MessageFormat {
	return chosen(s, s.Configured.DisplayMessageFormat, formats, pics.Yes)
}

func unsupportedPriority(s *octt.Scenario) ocpp201.MessagePriority {
	return chosen(s, s.Configured.UnsupportedDisplayPriority, priorities, pics.No)
}

func unsupportedFormat(s *octt.Scenario) ocpp201.MessageFormat {
	return chosen(s, s.Configured.UnsupportedDisplayFormat, formats, pics.No)
}
