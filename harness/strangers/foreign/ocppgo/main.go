// Command ocppgo is a thin charging station on the Go module github.com/lorenzodonini/ocpp-go: one EVSE with a fixed cable,
// which a rig moves by HTTP. It connects to the CSMS of the first argument with the identity of the second, and listens for
// the rig at the third; the password is in CERTBENCH_PASSWORD. Over TLS it trusts the roots in the file of the fourth.
package main

import (
	"crypto/x509"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/provisioning"
)

func main() {
	if len(os.Args) < 4 || len(os.Args) > 5 {
		fmt.Fprintln(os.Stderr, "usage: ocppgo CSMS-URL IDENTITY RIG-ADDRESS [ROOTS]")
		os.Exit(2)
	}
	s := newStation(os.Args[1], os.Args[2], os.Getenv("CERTBENCH_PASSWORD"))
	if len(os.Args) > 4 {
		s.roots = trusted(os.Args[4])
	}
	go s.work()
	s.later(func() { s.boot(provisioning.BootReasonPowerUp) })
	log.Fatal(http.ListenAndServe(os.Args[3], s.rig()))
}

// trusted reads roots in PEM.
func trusted(file string) *x509.CertPool {
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		log.Fatalf("%s holds no certificate in PEM", file)
	}
	return roots
}
