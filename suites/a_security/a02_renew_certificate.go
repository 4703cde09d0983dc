package a_security

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The certificates of these cases are made below the CSMSRootCertificate of the bench, which the station must have to verify them:
// the hierarchy of the operator (part 2, A02.FR.06).

// withCertificate is the security profile in which a station shows a certificate of its own.
var withCertificate = []int{3}

// TC_A_11_CS renews the station's certificate.
var TC_A_11_CS = octt.Register(octt.Case{
	ID:       "TC_A_11_CS",
	Security: withCertificate,
	Before:   states.CSMSRootInstalled(),
	Main:     func(s *octt.Scenario) { s.Reach(1, states.RenewChargingStationCertificate) },
})

// invalid are the certificates of TC_A_14_CS, one after the other: what part 2 has a station look at (A02.FR.06).
var invalid = []octt.CertificateFault{octt.ExpiredCertificate, octt.OfUnknownRoot, octt.OfAnotherKey}

// TC_A_14_CS sends a certificate that is not valid. <Configured invalid_signingCertificate> is one file of the laboratory, which
// cannot fit the key of the request; what else is wrong with it the table leaves open. The bench plays the table with three, each
// wrong in one thing only.
var TC_A_14_CS = octt.Register(octt.Case{
	ID:       "TC_A_14_CS",
	Security: withCertificate,
	Before:   states.CSMSRootInstalled(),
	Main: func(s *octt.Scenario) {
		keys := map[string]bool{}
		for _, fault := range invalid {
			s.Note("The certificate of rows 5 and 6 is %s.", fault)
			request, m := states.SigningTriggered(s, 1, ocpp201.GenericStatusAccepted)
			s.CheckMessage(3, m, "csr has a key that no earlier one had.", keys[request.Key], false, "A02.FR.02")
			keys[request.Key] = true
			made, err := s.Certificates().SignWrongly(request.CSR, fault)
			if err != nil {
				s.Lacking(err)
				s.Unproven(5, "A certificate can be made of the signing request.", err.Error())
			}
			states.SendCertificate(s, 5, made, octt.Must("status", ocpp201.CertificateSignedStatusRejected).Clause("A02.FR.07", "A03.FR.07"))
			_, call := octt.Receive[ocpp201.SecurityEventNotificationRequest](s, 7,
				octt.Skipping("A station may tell that keys were changed (part 2 appendices, Security Events).", octt.Must("type", "ReconfigurationOfSecurityParameters")),
				octt.Must("type", "InvalidChargingStationCertificate").Clause("A02.FR.07", "A03.FR.07"))
			call.Accept(8)
		}
	},
})

// TC_A_15_CS rejects the signing request. The table ends with that; a station that asks again all the same does so within the
// deviation of a laboratory, or is not seen (part 2, A02.FR.17: what is sent again was accepted).
var TC_A_15_CS = octt.Register(octt.Case{
	ID:       "TC_A_15_CS",
	Security: withCertificate,
	Main: func(s *octt.Scenario) {
		states.SigningTriggered(s, 1, ocpp201.GenericStatusRejected)
		s.Nothing(4, s.Timeouts.Deviation, octt.As[ocpp201.SignCertificateRequest](octt.By("A02.FR.17")))
	},
})

const (
	certSigningWaitMinimum = "SecurityCtrlr.CertSigningWaitMinimum"
	certSigningRepeatTimes = "SecurityCtrlr.CertSigningRepeatTimes"
)

// TC_A_23_CS leaves the signing request without a certificate for a while. With erratum 6.2.5 every request gets its certificate in
// the end, and at least one is accepted. That the station supports security profile 3 is its prerequisite, and not that it is in it.
//
// The waits are measured at the CSMS, from its answer to the next request.
//
// By erratum 6.2.5 the CSMS sends the certificates "after a delay", which it does not name. Here it is as long as the last wait once
// more: with CertSigningRepeatTimes 1 a station has doubled for the last time, and sends nothing again (A02.FR.19). No requirement says for how long
// it then keeps the key of a request, so that no more time is taken than a station takes that goes on with that wait.
var TC_A_23_CS = octt.Register(octt.Case{
	ID: "TC_A_23_CS",
	Before: octt.Prepare(octt.Config(
		octt.Is(certSigningWaitMinimum, func(c *octt.Configured) string { return wholeSeconds(c.CertSigningWaitMinimum) }),
		octt.Is(certSigningRepeatTimes, "1"),
	), states.CSMSRootInstalled()),
	Main: func(s *octt.Scenario) {
		wait := s.Configured.CertSigningWaitMinimum
		first, _ := states.SigningTriggered(s, 1, ocpp201.GenericStatusAccepted)
		requests := []states.Request{first}
		requests = append(requests, again(s, 5, wait, "CertSigningWaitMinimum", "A02.FR.17"))
		requests = append(requests, again(s, 8, 2*wait, "CertSigningWaitMinimum times 2", "A02.FR.18"))
		s.NothingYet(10, 2*wait+s.Timeouts.Deviation, octt.As[ocpp201.SignCertificateRequest](octt.By("A02.FR.19")))
		accepted := 0
		for i, request := range requests {
			status := states.Renew(s, 11+2*i, octt.OldRoot, request, octt.Must("status", octt.OneOf(ocpp201.CertificateSignedStatusAccepted, ocpp201.CertificateSignedStatusRejected)))
			if status == ocpp201.CertificateSignedStatusAccepted {
				accepted++
			}
		}
		s.Check(16, "At least one CertificateSignedResponse has the status Accepted.", accepted > 0, true)
	},
})

// again plays the rows in which the CSMS waits, the station sends its request again, and the CSMS accepts it: row to row+2.
func again(s *octt.Scenario, row int, wait time.Duration, words, clause string) states.Request {
	began := time.Now()
	request, m := states.SigningRequested(s, row+1, octt.Within(wait+s.Timeouts.Message), octt.By(clause))
	s.AtLeast(row, "The Charging Station does not send the SignCertificateRequest again before "+words+" has expired.", m.At.Sub(began), wait, clause)
	s.Respond(row+2, m)
	return request
}

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }
