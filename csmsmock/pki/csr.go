package pki

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// CSRFault is something that is wrong with a certificate signing request.
type CSRFault string

// The faults of the text. All but CSRNoPEM, CSRJoined, CSRSeveral and CSRUnreadable are read over. After these, and CSRSANTwice,
// there is no request.
const (
	CSRNoPEM      CSRFault = "no PEM: there is no line -----BEGIN CERTIFICATE REQUEST-----"
	CSRLabel      CSRFault = "the PEM block has another label than CERTIFICATE REQUEST"
	CSRBOM        CSRFault = "a byte order mark is before the PEM"
	CSRBefore     CSRFault = "text is before the PEM"
	CSRAfter      CSRFault = "text is after the PEM"
	CSRIndented   CSRFault = "lines of the PEM are indented"
	CSRCarriage   CSRFault = "its lines end with CR alone"
	CSREscaped    CSRFault = `its line ends are the two characters \n`
	CSROneLine    CSRFault = "the PEM has no line ends"
	CSRJoined     CSRFault = "blocks are joined without a line end between END and BEGIN"
	CSRSeveral    CSRFault = "there is more than one PEM block"
	CSRUnreadable CSRFault = "the PEM holds no PKCS #10 request"
	CSRTrailing   CSRFault = "data is behind the request in the PEM block"
)

// The faults of what it says.
const (
	CSRSignature  CSRFault = "its signature does not fit its key"
	CSRUnchecked  CSRFault = "its signature is of a kind that cannot be checked here" // no fault of the station
	CSRCurve      CSRFault = "the key is on a curve that is not known here"           // nor this: A00.FR.503 names none
	CSRWeakHash   CSRFault = "it is signed with MD5 or SHA-1"                         // part 2, A00.FR.504, 506
	CSRWeakKey    CSRFault = "the key is too short"                                   // A00.FR.502, 503
	CSRKeyKind    CSRFault = "the key is neither RSA nor an elliptic curve"
	CSRNoName     CSRFault = "the subject has no CN" // A00.FR.511
	CSRNames      CSRFault = "the subject has more than one CN"
	CSRAddress    CSRFault = "the CN is a URL or an IP address"   // A00.FR.511
	CSRNoOrg      CSRFault = "the subject has no O"               // A00.FR.509
	CSRAltNames   CSRFault = "it asks for a subjectAltName"       // A00.FR.511: should not
	CSRSANTwice   CSRFault = "it asks for a subjectAltName twice" // RFC 5280, 4.2: an extension occurs once
	CSRAuthority  CSRFault = "it asks to be a certificate authority"
	CSRCommonName CSRFault = "the CN is not the serial number" // A00.FR.511; only where the serial number is given
	CSROrg        CSRFault = "the O is not the CSO"            // A00.FR.404; only where the CSO is given
)

// CSR is a certificate signing request as a station sent it.
type CSR struct {
	Text    string
	Request *x509.CertificateRequest // nil when there was none to be read
	Faults  []CSRFault
	Detail  string // of CSRUnreadable and CSRSANTwice: what the parser says
}

// Has tells whether the request has the fault.
func (c *CSR) Has(fault CSRFault) bool {
	return slices.Contains(c.Faults, fault)
}

func (c *CSR) note(is bool, fault CSRFault) {
	if is && !c.Has(fault) {
		c.Faults = append(c.Faults, fault)
	}
}

// ReadCSR reads a request as far as it goes, and names all that is wrong with it.
func ReadCSR(text string) *CSR {
	c := &CSR{Text: text}
	der := c.block(c.tidy(text))
	if der == nil {
		return c
	}
	der = c.trim(der)
	request, err := x509.ParseCertificateRequest(der)
	if err != nil {
		// crypto/x509 reads no request with an extension twice, nor one of a key on a curve that it does not know.
		twice, curve := bytes.Count(der, derSubjectAltName) > 1, strings.Contains(err.Error(), "unsupported elliptic curve")
		c.note(twice, CSRSANTwice)
		c.note(curve, CSRCurve)
		c.note(!twice && !curve, CSRUnreadable)
		c.Detail = err.Error()
		return c
	}
	c.Request = request
	c.content()
	return c
}

const begin, end = "-----BEGIN ", "-----END "

// tidy makes of the text what encoding/pem can read, and notes what it had to do.
func (c *CSR) tidy(text string) string {
	if rest, ok := strings.CutPrefix(text, "\ufeff"); ok {
		c.note(true, CSRBOM)
		text = rest
	}
	if inner := strings.TrimRight(text, " \r\n"); !strings.Contains(inner, "\n") {
		switch {
		case strings.Contains(inner, `\n`):
			c.note(true, CSREscaped)
			text = strings.NewReplacer(`\r\n`, "\n", `\n`, "\n").Replace(text)
		case strings.Contains(inner, "\r"):
			c.note(true, CSRCarriage)
			text = strings.ReplaceAll(text, "\r", "\n")
		case strings.Contains(inner, begin):
			c.note(true, CSROneLine)
			text = broken(text)
		}
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		if trimmed := strings.TrimSpace(line); trimmed != line {
			c.note(strings.TrimRight(line, " \t") == trimmed || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"), CSRIndented)
			lines[i] = trimmed
		}
	}
	return strings.Join(lines, "\n")
}

// broken puts line ends behind BEGIN and before END of a PEM that has none.
func broken(text string) string {
	head, rest, _ := strings.Cut(text, begin)
	label, rest, ok := strings.Cut(rest, "-----")
	if !ok {
		return text
	}
	body, tail, ok := strings.Cut(rest, end)
	if !ok {
		return text
	}
	return head + begin + label + "-----\n" + strings.ReplaceAll(body, " ", "") + "\n" + end + tail
}

// block finds the one PEM block, nil if there is none. That the count of blocks is the count of BEGIN lines is looked at,
// because joined blocks vanish without a word.
func (c *CSR) block(text string) []byte {
	begins := strings.Count(text, begin)
	if begins == 0 {
		c.note(true, CSRNoPEM)
		return nil
	}
	var blocks []*pem.Block
	rest := []byte(text)
	for {
		b, after := pem.Decode(rest)
		if b == nil {
			break
		}
		blocks, rest = append(blocks, b), after
	}
	c.note(begins > 1, CSRSeveral)
	c.note(strings.Contains(text, "-----"+begin), CSRJoined)
	if len(blocks) != 1 || begins != 1 {
		if begins == 1 {
			c.note(true, CSRUnreadable)
			c.Detail = "its PEM block is not well-formed: the label of END, or the base64 within"
		}
		return nil
	}
	c.note(strings.TrimSpace(text[:strings.Index(text, begin)]) != "", CSRBefore)
	c.note(len(bytes.TrimSpace(rest)) > 0, CSRAfter)
	c.note(blocks[0].Type != "CERTIFICATE REQUEST", CSRLabel)
	return blocks[0].Bytes
}

// trim cuts what is behind the DER, such as a line end that got into the base64.
func (c *CSR) trim(der []byte) []byte {
	var whole asn1.RawValue
	rest, err := asn1.Unmarshal(der, &whole)
	if err != nil || len(rest) == 0 {
		return der
	}
	c.note(true, CSRTrailing)
	return whole.FullBytes
}

var (
	oidSubjectAltName   = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidBasicConstraints = asn1.ObjectIdentifier{2, 5, 29, 19}
	oidCommonName       = asn1.ObjectIdentifier{2, 5, 4, 3}
)

// derSubjectAltName is the identifier of the extension as it is in a request.
var derSubjectAltName = []byte{0x06, 0x03, 0x55, 0x1d, 0x11}

// leastChecked is the shortest key of which crypto/rsa checks a signature.
const leastChecked = 1024

func (c *CSR) content() {
	r := c.Request
	err := r.CheckSignature()
	_, insecure := errors.AsType[x509.InsecureAlgorithmError](err)
	short, ok := r.PublicKey.(*rsa.PublicKey)
	unchecked := insecure || errors.Is(err, x509.ErrUnsupportedAlgorithm) || ok && short.N.BitLen() < leastChecked
	c.note(err != nil && unchecked, CSRUnchecked)
	c.note(err != nil && !unchecked, CSRSignature)
	switch r.SignatureAlgorithm {
	case x509.MD5WithRSA, x509.SHA1WithRSA, x509.ECDSAWithSHA1:
		c.note(true, CSRWeakHash)
	}
	c.note(weak(r.PublicKey), CSRWeakKey)
	switch r.PublicKey.(type) {
	case *rsa.PublicKey, *ecdsa.PublicKey:
	default:
		c.note(true, CSRKeyKind)
	}
	cn := r.Subject.CommonName
	c.note(cn == "", CSRNoName)
	c.note(namesOf(r.Subject) > 1, CSRNames)
	c.note(isAddress(cn), CSRAddress)
	c.note(len(r.Subject.Organization) == 0, CSRNoOrg)
	c.extensions()
}

func namesOf(n pkix.Name) int {
	count := 0
	for _, a := range n.Names {
		if a.Type.Equal(oidCommonName) {
			count++
		}
	}
	return count
}

func (c *CSR) extensions() {
	for _, e := range c.Request.Extensions {
		switch {
		case e.Id.Equal(oidSubjectAltName):
			c.note(true, CSRAltNames)
		case e.Id.Equal(oidBasicConstraints):
			var constraints struct {
				IsCA bool `asn1:"optional"`
			}
			_, err := asn1.Unmarshal(e.Value, &constraints)
			c.note(err == nil && constraints.IsCA, CSRAuthority)
		}
	}
}

// Hold holds the request against the station's serial number and the CSO's name; an empty one is not looked at.
func (c *CSR) Hold(serial, organization string) {
	if c.Request == nil {
		return
	}
	c.note(serial != "" && c.Request.Subject.CommonName != serial, CSRCommonName)
	c.note(organization != "" && strings.Join(c.Request.Subject.Organization, ",") != organization, CSROrg)
}

// Sign makes the certificate that a request asks for, with the subject of the request: the station's chain, the leaf first,
// without a key. A request with faults is signed as long as it could be read and proves its key; whether that is wanted is
// the caller's to say. Nothing is copied from it but subject and key. Whatever its key is, its root is the one that is
// preferred: a station has one CSMSRootCertificate of the bench, and what it takes has to lead there.
func (p *PKI) Sign(c *CSR) (Chain, error) { return p.SignWith(c, func(*x509.Certificate) {}) }

// SignWith is Sign with a last change to the certificate, such as its validity, before it is signed.
func (p *PKI) SignWith(c *CSR, change func(*x509.Certificate)) (Chain, error) {
	if c.Request == nil {
		return Chain{}, fmt.Errorf("the request cannot be signed: %s", c.Wrong())
	}
	if c.Has(CSRSignature) {
		return Chain{}, fmt.Errorf("the request cannot be signed: %s", CSRSignature)
	}
	alg, err := AlgorithmOf(c.Request.PublicKey)
	if err != nil {
		return Chain{}, fmt.Errorf("the request cannot be signed: %w", err)
	}
	issuer, err := p.Issuer(p.settings.Prefer)
	if err != nil {
		return Chain{}, err
	}
	t := p.stationTemplate(pkix.Name{})
	t.RawSubject = c.Request.RawSubject
	forKey(t, alg)
	change(t)
	if n := t.SerialNumber; n != nil && (n.Sign() <= 0 || n.BitLen() > 20*8-1) {
		return Chain{}, fmt.Errorf("a serial number of %d bits; it has to be above 0 and fit into 20 octets (RFC 5280, 4.1.2.2)", n.BitLen())
	}
	cert, err := issue(t, issuer.Certificate, c.Request.PublicKey, issuer.key)
	if err != nil {
		return Chain{}, err
	}
	return Chain{Name: good, Sent: append([]*x509.Certificate{cert}, issuer.own()...), Root: issuer.root}, nil
}

// Wrong is all that is wrong with the request, in one sentence; empty when nothing is.
func (c *CSR) Wrong() string {
	texts := make([]string, len(c.Faults))
	for i, f := range c.Faults {
		texts[i] = string(f)
	}
	wrong := strings.Join(texts, "; ")
	if c.Detail != "" {
		wrong += " (" + c.Detail + ")"
	}
	return wrong
}
