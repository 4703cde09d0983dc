// Package pki is the TLS side of a mock CSMS: a test PKI, and endpoints that record what a station does with a certificate.
// It exists because crypto/tls and net/http tell too little of a client that refuses: some name no alert, some finish the
// handshake and leave, and a session that was resumed never saw the certificate at all. It judges nothing.
//
// The PKI. New makes roots, issuers and chains on a clock of the caller (the bubble's, in virtual time), of ECDSA P-256 and
// of RSA 2048, each when it is first asked for:
//
//	p, err := pki.New(pki.Settings{Host: "csms.bench.test", Now: time.Now})
//	good, err := p.Server(pki.ECDSA)                  // leaf first, one issuer; the station has p.Root(pki.ECDSA)
//	bad, err := p.Spoiled(pki.ECDSA, pki.Expired)     // wrong in exactly that, and right in all else
//	next, err := p.Next(true)                         // a second root, signed by the first
//	mine, err := p.Station(pki.ECDSA, "SN-1")         // what a station of security profile 3 has
//	csr := pki.ReadCSR(text)                          // what is wrong with it, by name
//	chain, err := p.Sign(csr)                         // the answer, for CertificateSigned
//	signing, err := p.Signing(pki.RSA)                // with which a manufacturer signs firmware; the station has p.SigningRoot(pki.RSA)
//	signature, err := signing.SignFirmware(image)     // for UpdateFirmware
//	pki.HashDataOf(certificate, issuer, crypto.SHA256)// certificateHashData
//
// The endpoint. It makes the handshakes of a listener by itself, over a tap below TLS, and takes its Setup anew with each
// connection: certificates, versions, suites and client authentication change between two connections on the same port.
//
//	e, err := pki.NewEndpoint(pki.Setup{Name: "good", Chains: []pki.Chain{good}})
//	go server.ServeTLS("wss", listener, e, station)   // csmsmock: each Record is an event of the kind Secured
//	err = e.Set(pki.Setup{Name: "expired", Chains: []pki.Chain{bad}})
//	err = e.Set(pki.Setup{Name: "TLS 1.1", Chains: …, Low: &pki.Low{Version: tls.VersionTLS11}})
//	err = e.Set(pki.Setup{Name: "profile 3", Chains: …, Client: &pki.ClientPolicy{Roots: …, CommonName: "SN-1"}})
//
// Every connection leaves exactly one Record, when its Outcome is known. Who judges by it: Accepted is the only evidence
// that a station takes a certificate; that it refuses is shown by good, bad and good again, with the bad chain Sent and no
// request (many stacks leave before the handshake is complete on this side, so that it is not Full). The number of an alert says nothing of the reason, and an end of a connection by itself nothing at
// all. No connection resumes: tickets are off and every Setup has a tls.Config of its own.
package pki
