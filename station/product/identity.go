package product

import (
	"crypto/tls"
	"crypto/x509"
)

// Type is what all stations of a product have in common. Nothing in it is changed once a station was made of it.
type Type struct {
	Vendor, Model string       // as BootNotification shows them; at most 50 and 20 characters
	Capabilities  Capabilities // see Reference
}

// Product is a station as it is shipped.
type Product struct {
	Type
	Serial, Firmware string // as BootNotification shows them; at most 25 and 50 characters

	ID       string // identity, at most 48 characters and no colon (part 4, section 3.1.1)
	CSMSURL  string // endpoint such as "ws://csms.example.com/ocpp", to which the identity is appended
	Password string // factory value of SecurityCtrlr.BasicAuthPassword; one that was set by the CSMS wins

	// SecurityProfile is that of the network profile to CSMSURL (part 2, A00), and Roots and Certificate are what TLS stands on.
	SecurityProfile   int
	Roots             []*x509.Certificate // CSMS root certificates
	ManufacturerRoots []*x509.Certificate // by which firmware's signing certificates are known
	Certificate       *tls.Certificate    // of the station, with its key; nil for none
}
