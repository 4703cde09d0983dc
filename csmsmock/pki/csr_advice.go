package pki

// Advice says what to do about a fault of a signing request.
type Advice struct {
	Instead     string // a sentence
	Requirement string // of part 2, or the document that has it
}

// rfc7468 is what the PEM of a request has to look like.
const rfc7468 = "RFC 7468, 2 and 7"

var advices = map[CSRFault]Advice{
	CSRUnchecked: {"Check it with: openssl req -in FILE -noout -verify.", "RFC 2986, 4.2"},
	CSRCurve:     {"Take P-224, P-256, P-384 or P-521, which every CSMS knows.", "A00.FR.503"},

	CSRNoPEM:      {"Send the request in PEM: -----BEGIN CERTIFICATE REQUEST-----, the DER in base64, -----END CERTIFICATE REQUEST-----.", "A02.FR.03"},
	CSRLabel:      {"Write CERTIFICATE REQUEST in the lines BEGIN and END.", rfc7468},
	CSRBOM:        {"Begin with the five dashes: no byte order mark belongs into a string of JSON.", rfc7468},
	CSRBefore:     {"Begin with the line BEGIN: many parsers look no further than the first characters.", rfc7468},
	CSRAfter:      {"End with the line END.", rfc7468},
	CSRIndented:   {"Write the lines from their first column, and nothing behind them.", rfc7468},
	CSRCarriage:   {"End lines with LF, or with CR and LF.", rfc7468},
	CSREscaped:    {`Write a line end once: in JSON it is \n, and was escaped twice here.`, "RFC 8259, 7"},
	CSROneLine:    {"End BEGIN, END and every 64 characters of base64 with a line end.", rfc7468},
	CSRJoined:     {"Put a line end behind each END.", rfc7468},
	CSRSeveral:    {"Send one request: the CSMS has one certificate to sign.", "A02.FR.03"},
	CSRUnreadable: {"Send PKCS #10 in DER, in base64; openssl req -in FILE -noout -text shows what it holds.", "RFC 2986, 4"},
	CSRTrailing:   {"Encode as many bytes as the DER has; a length that counts a final NUL or line end is the usual reason.", "RFC 2986, 4"},

	CSRSignature:  {"Sign the request with the private key whose public key is in it, after its last change.", "RFC 2986, 4.2"},
	CSRWeakHash:   {"Sign it with SHA-256.", "A00.FR.504, A00.FR.506"},
	CSRWeakKey:    {"Make an RSA key of 2048 bits or more, or one on a curve of 224 bits or more, such as P-256.", "A00.FR.502, A00.FR.503"},
	CSRKeyKind:    {"Make an RSA key or one on an elliptic curve: the cipher suites of part 2 know no other.", "A00.FR.319"},
	CSRNoName:     {"Have the station's serial number as CN (commonName).", "A00.FR.511"},
	CSRNames:      {"Have one CN, the serial number.", "A00.FR.511"},
	CSRAddress:    {"Have the serial number as CN: by a URL or an IP address it could pass for a certificate of the CSMS.", "A00.FR.511"},
	CSRNoOrg:      {"Have SecurityCtrlr.OrganizationName as O (organizationName).", "A00.FR.509"},
	CSRAltNames:   {"Leave the subjectAltName out: it would take the place of the CN.", "A00.FR.511"},
	CSRSANTwice:   {"Have each extension once, or leave the subjectAltName out.", "RFC 5280, 4.2"},
	CSRAuthority:  {"Leave basic constraints out, or say CA:FALSE.", "A00.FR.512"},
	CSRCommonName: {"Have as CN the serial number that the BootNotificationRequest tells.", "A00.FR.405, A00.FR.511"},
	CSROrg:        {"Have SecurityCtrlr.OrganizationName as O (organizationName).", "A00.FR.404"},
}

// Advice is what to do about the fault.
func (f CSRFault) Advice() Advice { return advices[f] }

// Unjudged tells what is no fault of the station: crypto/x509 cannot tell whether there is one.
func (f CSRFault) Unjudged() bool { return f == CSRUnchecked || f == CSRCurve }
