package customers

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/wire"
)

// Customers knows what the station keeps of whom: what the CSMS has said of an idToken, as long as the Authorization Cache has
// it, and the transactions that are under way.
type Customers struct {
	Decide Decisions

	wire     *wire.Wire
	drivers  *drivers.Drivers
	charging *charging.Charging
}

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Known is what the station keeps of an idToken, in sentences; none when it keeps nothing.
	Known func(token ocpp201.IDToken) []string
	// Forget removes what is kept of an idToken (N10.FR.03, FR.06).
	Forget func(token ocpp201.IDToken)
	// Tell sends what is told of a customer.
	Tell func(requestID int, text string)
}

// New makes the room of one life.
func New(w *wire.Wire, judge *drivers.Drivers, sessions *charging.Charging) *Customers {
	cu := &Customers{wire: w, drivers: judge, charging: sessions}
	cu.Decide = Decisions{Known: cu.known, Forget: cu.drivers.Forget, Tell: cu.tell}
	return cu
}

// What is told where there are no sentences about the customer. Part 2 has no words for either; a text that is empty is what
// part 6 expects of a report without data (table 366).
const (
	nothing = ""
	cleared = "What was kept of this customer has been removed."
)

// CustomerInformation answers use cases N09 and N10. Of customers by certificate or customerIdentifier the station keeps
// nothing. It is never in a state in which it could not look.
func (cu *Customers) CustomerInformation(q ocpp201.CustomerInformationRequest) (ocpp201.CustomerInformationResponse, error) {
	switch {
	case references(q) != 1: // N09.FR.09
		return cu.no(ocpp201.CustomerInformationStatusInvalid, "one of idToken, customerCertificate and customerIdentifier names the customer"), nil
	case !q.Report && !q.Clear: // N09.FR.07
		return cu.no(ocpp201.CustomerInformationStatusRejected, "neither report nor clear is true"), nil
	}
	text := cleared
	if q.Report {
		text = nothing
		if q.IDToken != nil {
			text = strings.Join(cu.Decide.Known(*q.IDToken), " ")
		}
	}
	if q.Clear && q.IDToken != nil {
		cu.Decide.Forget(*q.IDToken)
	}
	cu.wire.Then(func() { cu.Decide.Tell(q.RequestID, text) })
	return ocpp201.CustomerInformationResponse{Status: ocpp201.CustomerInformationStatusAccepted}, nil
}

// references counts by what a request names the customer.
func references(q ocpp201.CustomerInformationRequest) (n int) {
	for _, named := range []bool{q.IDToken != nil, q.CustomerCertificate != nil, q.CustomerIdentifier != nil} {
		if named {
			n++
		}
	}
	return n
}

func (cu *Customers) no(status ocpp201.CustomerInformationStatus, why string) ocpp201.CustomerInformationResponse {
	return ocpp201.CustomerInformationResponse{Status: status, StatusInfo: cu.wire.Reason("InvalidValue", why)}
}

// known lists the cache's entry and the transactions. A transaction that is under way is told of and stays: the station has to
// end it, and to tell the CSMS with which idToken (E06, E07).
func (cu *Customers) known(token ocpp201.IDToken) []string {
	var all []string
	if e := cu.drivers.Cache.Find(token); e != nil {
		all = append(all, fmt.Sprintf("The Authorization Cache has idToken %s (%s) as %s since %s, used %d times.",
			token.IDToken, token.Type, e.Info.Status, e.Updated.UTC().Format(time.RFC3339), e.Uses))
	}
	for _, s := range cu.charging.Sessions() {
		if s.Tx != nil && s.Token != nil && drivers.CacheKey(*s.Token) == drivers.CacheKey(token) {
			all = append(all, fmt.Sprintf("Transaction %s of idToken %s (%s) is under way since %s.",
				s.Tx.ID, token.IDToken, token.Type, s.Tx.Started.UTC().Format(time.RFC3339)))
		}
	}
	return all
}

// longest is how many characters one message has room for (part 2, NotifyCustomerInformationRequest).
const longest = 512

// tell sends NotifyCustomerInformationRequests, each with the requestId of the request, seqNo counting from 0: one where there
// is nothing to tell (N09.FR.05, FR.06, N10.FR.04, FR.06).
func (cu *Customers) tell(requestID int, text string) {
	generated := cu.wire.Stamp()
	rest := []rune(text)
	for seqNo, more := 0, true; more; seqNo++ {
		part := rest[:min(longest, len(rest))]
		rest = rest[len(part):]
		more = len(rest) > 0
		wire.Send(cu.wire, ocpp201.NotifyCustomerInformationRequest{
			RequestID: requestID, GeneratedAt: generated, SeqNo: seqNo, TBC: new(more), Data: string(part),
		}, wire.Sending{Asked: true})
	}
}
