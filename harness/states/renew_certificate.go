package states

import (
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// RenewChargingStationCertificate is the memory state of table 446: the station's certificate is renewed by request of the CSMS
// (use case A02). Over security profile 3 the station connects anew with it (A02.FR.08).
var RenewChargingStationCertificate = RenewedBelow(octt.OldRoot)

// RenewedBelow is the same with "the provided CSMS Root certificate" being another one.
func RenewedBelow(root octt.Root) octt.State {
	return octt.State{
		Name: "RenewChargingStationCertificate", Family: "RenewChargingStationCertificate", Enter: func(s *octt.Scenario) {
			request, _ := SigningTriggered(s, 1, ocpp201.GenericStatusAccepted)
			Renew(s, 5, root, request, octt.Must("status", ocpp201.CertificateSignedStatusAccepted).Clause("A02.FR.06", "A02.FR.08"))
		},
	}
}

// Request is a signing request that the station has sent.
type Request struct {
	CSR string
	Key string // as a fingerprint
}

// SigningTriggered plays the rows in which the CSMS triggers a SignCertificateRequest and answers it with a status: row to row+3.
func SigningTriggered(s *octt.Scenario, row int, status ocpp201.GenericStatus) (Request, *octt.Message) {
	s.Answering("SignCertificate", ocpp201.SignCertificateResponse{Status: status})
	sent := octt.Send(s, row, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerSignChargingStationCertificate})
	sent.Receive(row+1, octt.Must("status", ocpp201.TriggerMessageStatusAccepted).Clause("F06.FR.05"))
	request, m := SigningRequested(s, row+2)
	sent.MustPrecede(row+2, m, "F06.FR.04")
	s.Respond(row+3, m)
	return request, m
}

// SigningRequested receives a SignCertificateRequest as the row and judges its signing request.
func SigningRequested(s *octt.Scenario, row int, clauses ...octt.Clause) (Request, *octt.Message) {
	clauses = append(clauses, octt.By("A02.FR.02", "A02.FR.03", "F06.FR.10"),
		octt.OrOmitted("certificateType", ocpp201.CertificateSigningUseChargingStationCertificate))
	q, call := octt.Receive[ocpp201.SignCertificateRequest](s, row, clauses...)
	read := s.Certificates().Request(q.CSR, s.SerialNumber(), s.Configured.ChargingStationID)
	const sound = "nothing is wrong with it"
	words := func(faults []string) string {
		if len(faults) == 0 {
			return sound
		}
		return strings.Join(faults, "; ")
	}
	s.CheckMessage(row, call.Message(), "csr is a signing request (RFC 2986) in PEM, with a key of at least 2048 bits (RSA, DSA) or 224 bits (elliptic curve).",
		words(read.Faults), sound, "A02.FR.03", "A00.FR.502", "A00.FR.503")
	// The table does not look at the name, which the certificate has from the request: one that is not the station's own could not be
	// let in (part 2, A00.FR.405).
	s.CheckMessage(row, call.Message(), "csr asks for the serial number of the Charging Station as CN.", words(read.Name), sound, "A00.FR.511")
	s.RemarkMessage(row, call.Message(), "csr asks for the certificate properties of part 2, which no validation of the table does.", words(read.Advice), sound, "A00.FR.509", "A00.FR.511")
	return Request{q.CSR, read.Key}, call.Message()
}

// Renew plays the rows in which the CSMS sends the certificate of a request, signed below a root: row and row+1.
func Renew(s *octt.Scenario, row int, root octt.Root, request Request, clauses ...octt.Clause) ocpp201.CertificateSignedStatus {
	made, err := s.Certificates().Sign(request.CSR, root)
	if err != nil {
		s.Lacking(err)
		s.Unproven(row, "A certificate can be made of the signing request.", err.Error())
	}
	if root != octt.OldRoot {
		s.Renews()
	}
	connection := s.Handshake()
	status := SendCertificate(s, row, made, clauses...)
	if status == ocpp201.CertificateSignedStatusAccepted {
		s.OwnCertificate = made
		shownAgain(s, row+1, connection)
	}
	return status
}

// shownAgain waits, in security profile 3, until the station has connected anew with its new certificate (part 2, A02.FR.08): in the
// others it shows none. What comes next would meet a connection that ends.
func shownAgain(s *octt.Scenario, row int, before *octt.Handshake) {
	if s.SecurityProfile() < 3 {
		return
	}
	if !s.Check(row, "The Charging Station connects anew, to use the new certificate.", s.ConnectsAgain(before, s.Timeouts.Reconnect), true, "A02.FR.08") {
		s.Stop()
	}
	shown := ""
	if h := s.Handshake(); h.Secured != nil && len(h.Secured.Client) > 0 {
		shown = h.Secured.Client[0].Serial
	}
	s.Check(row, "The Charging Station shows the certificate with this serial number.", shown, s.OwnCertificate.Hash[ocpp201.HashAlgorithmSHA256].SerialNumber, "A02.FR.08")
}

// SendCertificate plays the rows in which the CSMS sends a certificate: row and row+1.
func SendCertificate(s *octt.Scenario, row int, c octt.HashedCertificate, clauses ...octt.Clause) ocpp201.CertificateSignedStatus {
	use := ocpp201.CertificateSigningUseChargingStationCertificate
	s.MayDisconnect() // to connect anew with the certificate
	status := octt.Send(s, row, ocpp201.CertificateSignedRequest{CertificateChain: c.PEM, CertificateType: &use}).Receive(row+1, clauses...).Status
	if status == ocpp201.CertificateSignedStatusAccepted {
		s.TakesCertificate()
	}
	return status
}
