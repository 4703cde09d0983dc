package octt

import (
	"strings"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Deem has the CSMS say status of an idToken from now on, until the case ends: in every standing answer, and in what the
// states answer. It is for tables in which the CSMS changes its mind about an idToken. Unlike Answering it leaves
// messages without an idToken alone, however many of them come before the one that carries it.
func (s *Scenario) Deem(token rigs.Token, status ocpp201.AuthorizationStatus) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.w.script.deemed == nil {
		s.w.script.deemed = map[string]ocpp201.AuthorizationStatus{}
	}
	s.w.script.deemed[strings.ToLower(token.ID)] = status
}

// IDToken is a token as messages have it.
func IDToken(t rigs.Token) ocpp201.IDToken {
	return ocpp201.IDToken{IDToken: t.ID, Type: ocpp201.IDTokenEnum(t.Type)}
}

// Belongs has the CSMS say from now on, until the case ends, that an idToken is of a group: in every response that tells
// about the idToken (part 2, C09.FR.09, C09.FR.12).
func (s *Scenario) Belongs(token, group rigs.Token) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.w.script.groups == nil {
		s.w.script.groups = map[string]ocpp201.IDToken{}
	}
	s.w.script.groups[strings.ToLower(token.ID)] = IDToken(group)
}

// Personally has the CSMS tell the driver something in the answer to each AuthorizeRequest from now on, until the case ends (part 2,
// I01.FR.01); an empty text ends that.
func (s *Scenario) Personally(format ocpp201.MessageFormat, text string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.script.personal = nil
	if text != "" {
		s.w.script.personal = &ocpp201.MessageContent{Format: format, Content: text}
	}
}

// Costs has the CSMS tell what a transaction has cost in the answer to the event that ends it, until the case ends (part 2, I03.FR.02).
func (s *Scenario) Costs(total float64) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.script.total = &total
}

// Info is all that the CSMS says of an idToken now.
func (s *Scenario) Info(token rigs.Token) ocpp201.IDTokenInfo {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	info := s.w.infoOf(token.ID)
	info.PersonalMessage = s.w.script.personal
	return info
}

// Status is what the CSMS says of the standing of an idToken now.
func (s *Scenario) Status(token rigs.Token) ocpp201.AuthorizationStatus {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.statusOf(token.ID)
}
