package customers

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/reservations"
	"github.com/certbench/certbench/station/wire"
)

// Customers knows what the station keeps of whom: what the CSMS has said of an idToken, as long as the Authorization Cache has
// it, what is reserved for it, the transactions that are under way, and on a product that keeps customers by an identifier, those.
type Customers struct {
	Decide Decisions
	Kept   map[string]Customer // by identifier (C-14); its own copy, and saved with each change

	kernel   *kernel.Kernel
	product  *product.Product
	wire     *wire.Wire
	drivers  *drivers.Drivers
	charging *charging.Charging

	reservations *reservations.Reservations
}

// Decisions are what the room does by its own judgement. Each has the right default.
type Decisions struct {
	// Known is what the station keeps of the customer of a request, in sentences; none when it keeps nothing.
	Known func(q ocpp201.CustomerInformationRequest) []string
	// Forget removes what is kept of the customer of a request (N10.FR.03, FR.06).
	Forget func(q ocpp201.CustomerInformationRequest)
	// Tell sends what is told of a customer.
	Tell func(requestID int, text string)
}

// New makes the room of one life.
func New(
	k *kernel.Kernel, p *product.Product, w *wire.Wire, judge *drivers.Drivers, promised *reservations.Reservations, sessions *charging.Charging,
) *Customers {
	cu := &Customers{Kept: map[string]Customer{}, kernel: k, product: p, wire: w, drivers: judge, reservations: promised, charging: sessions}
	cu.Decide = Decisions{Known: cu.known, Forget: cu.forget, Tell: cu.tell}
	return cu
}

// What is told where there are no sentences about the customer. Part 2 has no words for either; a text that is empty is what
// part 6 expects of a report without data (table 366).
const (
	nothing = ""
	cleared = "What was kept of this customer has been removed."
)

// CustomerInformation answers use cases N09 and N10. Of customers by certificate the station keeps nothing, for it knows no ISO 15118: that
// no data was found is all that there is to tell of them (N09.FR.06). It is never in a state in which it could not look.
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
		if known := cu.Decide.Known(q); len(known) > 0 {
			text = strings.Join(known, " ")
		}
	}
	if q.Clear {
		cu.Decide.Forget(q)
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

// known is what is kept of whom a request names.
func (cu *Customers) known(q ocpp201.CustomerInformationRequest) []string {
	switch {
	case q.IDToken != nil:
		return cu.knownBy(*q.IDToken)
	case q.CustomerIdentifier != nil:
		return cu.kept(*q.CustomerIdentifier)
	}
	return nil
}

func (cu *Customers) forget(q ocpp201.CustomerInformationRequest) {
	switch {
	case q.IDToken != nil:
		cu.drivers.Forget(*q.IDToken)
	case q.CustomerIdentifier != nil:
		cu.remove(*q.CustomerIdentifier)
	}
}

// knownBy lists the entries of cache and list, the reservations and the transactions. The list is the CSMS's to change (D01.FR.09,
// N10.FR.03, note). A reservation is told of and stays, for the CSMS has promised it to the driver and can cancel it (H02), and so does
// a transaction that is under way: the station has to end it, and to tell the CSMS with which idToken (E06, E07).
func (cu *Customers) knownBy(token ocpp201.IDToken) []string {
	var all []string
	if e := cu.drivers.Cache.Find(token); e != nil {
		all = append(all, fmt.Sprintf("The Authorization Cache has idToken %s (%s) as %s since %s, used %d times.",
			token.IDToken, token.Type, e.Info.Status, e.Updated.UTC().Format(time.RFC3339), e.Uses))
	}
	if e := cu.drivers.Listed(token); e != nil {
		all = append(all, fmt.Sprintf("The Local Authorization List has idToken %s (%s) as %s.", token.IDToken, token.Type, e.Status))
	}
	for _, r := range cu.reservations.All {
		if drivers.CacheKey(r.Token) == drivers.CacheKey(token) {
			all = append(all, fmt.Sprintf("Reservation %d is for idToken %s (%s) until %s.",
				r.ID, token.IDToken, token.Type, r.Expires.UTC().Format(time.RFC3339)))
		}
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
