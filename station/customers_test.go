package station_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// toldOfCustomers are the NotifyCustomerInformationRequests so far, shortly.
func (r *rig) toldOfCustomers() []string {
	var out []string
	for _, q := range payloads[ocpp201.NotifyCustomerInformationRequest](r, "NotifyCustomerInformation") {
		out = append(out, fmt.Sprintf("%d of %d, more %t: %s", q.SeqNo, q.RequestID, q.TBC != nil && *q.TBC, q.Data))
	}
	return out
}

func (r *rig) expectToldOfCustomers(want ...string) {
	r.Helper()
	got := r.toldOfCustomers()
	if !slices.EqualFunc(got, want, func(got, want string) bool {
		return strings.HasPrefix(got, want) && (want[len(want)-1] != ' ' || got == want)
	}) {
		r.Errorf("expected to be told\n\t%s\ngot\n\t%s", strings.Join(want, "\n\t"), strings.Join(got, "\n\t"))
	}
	r.forget()
}

func TestACustomerIsToldOfAndForgotten(t *testing.T) {
	bubble(t, productOf(map[string]string{preAuthorize: "true"}), func(r *rig) {
		r.store(word{"CARD": infoAccepted})
		ask := func(report, clear bool) {
			r.expect("CustomerInformation", fmt.Sprintf(`{"requestId":7,"report":%t,"clear":%t,"idToken":{"idToken":"card","type":"ISO14443"}}`, report, clear), "status", "Accepted")
			r.pass(time.Second)
		}
		known := "0 of 7, more false: The Authorization Cache has idToken card (ISO14443) as Accepted since "
		ask(true, false) // N09.FR.05
		r.expectToldOfCustomers(known + "2000")
		ask(true, true) // N10.FR.03
		r.expectToldOfCustomers(known + "2000")
		r.expectCached(0)
		ask(true, false) // N09.FR.06
		r.expectToldOfCustomers("0 of 7, more false: ")
		ask(true, true) // N10.FR.04
		r.expectToldOfCustomers("0 of 7, more false: ")
		ask(false, true) // N10.FR.06
		r.expectToldOfCustomers("0 of 7, more false: What was kept")
		r.reboot()
		r.expectCached(0)
	})
}

func TestACustomerIsNamedByOneThingAndForSomething(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		const token, id = `"idToken":{"idToken":"CARD","type":"ISO14443"}`, `"customerIdentifier":"somebody"`
		for request, want := range map[string]string{
			`"report":true,"clear":false`:                                                   "Invalid", // N09.FR.09
			`"report":true,"clear":false,` + token + `,` + id:                               "Invalid",
			`"report":false,"clear":false,` + token:                                         "Rejected", // N09.FR.07
			`"report":true,"clear":true,` + id:                                              "Accepted",
			`"report":false,"clear":true,"idToken":{"idToken":"","type":"NoAuthorization"}`: "Accepted",
		} {
			r.expect("CustomerInformation", `{"requestId":7,`+request+`}`, "status", want)
		}
	})
}

func TestACustomerIsKeptByAnIdentifierWhereTheProductHasThat(t *testing.T) {
	for _, can := range []bool{true, false} {
		bubble(t, func(c *station.Config) { c.Capabilities.CustomerIdentifiers = can }, func(r *rig) {
			ask := func(report, clear bool, who string) {
				r.expect("CustomerInformation", fmt.Sprintf(`{"requestId":7,"report":%t,"clear":%t,"customerIdentifier":%q}`, report, clear, who), "status", "Accepted")
				r.pass(time.Second)
			}
			r.do(r.panel.StoreCustomer("somebody"))
			r.reboot()
			known := "0 of 7, more false: "
			if can {
				known += "Customer somebody is kept since 2000"
			}
			ask(true, false, "somebody") // N09.FR.05
			r.expectToldOfCustomers(known)
			ask(true, true, "somebody else") // N10.FR.04
			r.expectToldOfCustomers("0 of 7, more false: ")
			ask(true, true, "somebody") // N10.FR.03
			r.expectToldOfCustomers(known)
			r.reboot()
			ask(true, false, "somebody") // N09.FR.06
			r.expectToldOfCustomers("0 of 7, more false: ")
		})
	}
}

func TestOfACustomerByCertificateNothingIsKept(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.expect("CustomerInformation", `{"requestId":7,"report":true,"clear":true,"customerCertificate":{"hashAlgorithm":"SHA256","issuerNameHash":"00","issuerKeyHash":"00","serialNumber":"1"}}`, "status", "Accepted")
		r.pass(time.Second)
		r.expectToldOfCustomers("0 of 7, more false: ") // N09.FR.06
	})
}

func TestAStationThatUploadsToTheEndTurnsASecondLogDown(t *testing.T) {
	var h fileHost
	h.bubble(t, func(c *station.Config) { c.Capabilities.UploadsToTheEnd = true }, func(r *rig, begin time.Time) {
		r.expect("GetLog", getLog, "status", "Accepted")
		r.pass(time.Second)
		r.expect("GetLog", strings.Replace(getLog, `"requestId":7`, `"requestId":8`, 1), "status", "Rejected")
		r.pass(time.Minute)
		r.expectTold(begin, "0s log Uploading of 7", "10s log Uploaded of 7")
	})
}
