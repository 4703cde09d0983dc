package pki

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Source says where a PEM text is: the path of a file, or "env:NAME" for the environment variable NAME.
type Source string

func (s Source) read() (string, error) {
	if strings.Contains(string(s), begin) { // no error shows it: it may be a key
		return "", errors.New("a PEM text stands where the name of its file is wanted; write it into a file, or name the environment variable that holds it as env:NAME")
	}
	name, env := s.variable()
	if !env {
		text, err := os.ReadFile(string(s))
		return string(text), err
	}
	text, ok := os.LookupEnv(name)
	if !ok {
		return "", fmt.Errorf("the environment variable %s is not set", name)
	}
	if !strings.Contains(text, "\n") { // as .env files have it
		text = strings.ReplaceAll(text, `\n`, "\n")
	}
	return text, nil
}

// variable is the environment variable that is named.
func (s Source) variable() (name string, is bool) { return strings.CutPrefix(string(s), "env:") }

// secret requires of the file with a key that nobody but its owner may use it.
func (s Source) secret() error {
	if _, env := s.variable(); env {
		return nil
	}
	info, err := os.Stat(string(s))
	if err != nil {
		return err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Errorf("%s: others than its owner may use the private key in it (mode %#o); write: chmod 600 %s", s, mode, s)
	}
	return nil
}

// ReadCertificates reads one or more certificates in PEM.
func ReadCertificates(from Source) ([]*x509.Certificate, error) {
	text, err := from.read()
	if err != nil {
		return nil, err
	}
	return ParseCertificates(string(from), text)
}

// ParseCertificates reads the certificates of a PEM text, whose name is for errors.
func ParseCertificates(name, text string) ([]*x509.Certificate, error) {
	var found []*x509.Certificate
	rest := []byte(strings.TrimPrefix(text, "\ufeff"))
	for {
		var b *pem.Block
		if b, rest = pem.Decode(rest); b == nil {
			break
		}
		if b.Type != "CERTIFICATE" {
			continue // a bundle may have its key beside
		}
		c, err := x509.ParseCertificate(b.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%s: certificate %d: %w", name, len(found)+1, err)
		}
		found = append(found, c)
	}
	if want := strings.Count(text, begin+"CERTIFICATE-----"); want != len(found) {
		return nil, fmt.Errorf("%s: %d of its %d PEM certificates cannot be read; BEGIN and END must stand on lines of their own", name, want-len(found), want)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s: there is no PEM certificate in it, which begins with -----BEGIN CERTIFICATE-----", name)
	}
	return found, nil
}

// readKey reads a private key in PEM, of PKCS #8, PKCS #1 or SEC 1, that nobody but the owner of its file may read. No error shows
// any of it.
func readKey(from Source) (crypto.Signer, error) {
	text, err := from.read()
	if err == nil {
		err = from.secret()
	}
	if err != nil {
		return nil, err
	}
	rest := []byte(strings.TrimPrefix(text, "\ufeff"))
	for {
		var b *pem.Block
		if b, rest = pem.Decode(rest); b == nil {
			return nil, fmt.Errorf("%s: there is no PEM private key in it, which begins with -----BEGIN PRIVATE KEY-----", from)
		}
		if !strings.HasSuffix(b.Type, "PRIVATE KEY") {
			continue // certificates, or the parameters of a curve
		}
		if b.Type == "ENCRYPTED PRIVATE KEY" || b.Headers["DEK-Info"] != "" {
			return nil, fmt.Errorf("%s: the private key is encrypted; write it without a password, with: openssl pkey", from)
		}
		key, ok := parseKey(b)
		if !ok {
			return nil, fmt.Errorf("%s: the private key is of no kind that can sign here; take RSA or an elliptic curve, in PKCS #8", from)
		}
		return key, nil
	}
}

func parseKey(b *pem.Block) (crypto.Signer, bool) {
	var key any
	var err error
	switch b.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(b.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(b.Bytes)
	default:
		key, err = x509.ParsePKCS8PrivateKey(b.Bytes)
	}
	signer, ok := key.(crypto.Signer)
	return signer, ok && err == nil
}

// fits tells whether a key is that of a certificate.
func fits(key crypto.Signer, c *x509.Certificate) bool {
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(c.PublicKey)
}

// ReadChain reads a chain that was brought along, the leaf first, and its key, which may be in the same place. A root at its end
// is not sent, but known as its Root.
func ReadChain(certificates, key Source) (Chain, error) {
	sent, err := ReadCertificates(certificates)
	if err != nil {
		return Chain{}, err
	}
	c := Chain{Name: good, Sent: sent}
	if c.key, err = readKey(key); err != nil {
		return Chain{}, err
	}
	if !fits(c.key, c.Leaf()) {
		if n := whose(c.key, sent); n > 0 {
			return Chain{}, fmt.Errorf("%s: the key is that of certificate %d; the leaf has to come first", certificates, n+1)
		}
		return Chain{}, fmt.Errorf("the key in %s is not that of the certificate %q in %s", key, c.Leaf().Subject.CommonName, certificates)
	}
	if err := ordered(certificates, sent); err != nil {
		return Chain{}, err
	}
	if last := sent[len(sent)-1]; len(sent) > 1 && string(last.RawIssuer) == string(last.RawSubject) {
		c.Root, c.Sent = last, sent[:len(sent)-1]
	}
	return c, nil
}

func whose(key crypto.Signer, certificates []*x509.Certificate) int {
	for i, c := range certificates {
		if fits(key, c) {
			return i
		}
	}
	return -1
}

// ReadAuthority reads an authority that was brought along: a root, or an issuer with what is above it, up to the root. Without a
// key it signs nothing: what it would have to sign has to be brought along as well.
func ReadAuthority(certificates, key Source) (*Authority, error) {
	found, err := ReadCertificates(certificates)
	if err != nil {
		return nil, err
	}
	if err := ordered(certificates, found); err != nil {
		return nil, err
	}
	for _, c := range found {
		if !c.IsCA {
			return nil, fmt.Errorf("%s: the certificate %q is no authority: its basic constraints do not say CA", certificates, c.Subject.CommonName)
		}
	}
	last := len(found) - 1
	a := &Authority{Certificate: found[0], root: found[last]}
	if last > 0 {
		a.above = found[1:last]
	}
	if key == "" {
		return a, nil
	}
	if a.key, err = readKey(key); err != nil {
		return nil, err
	}
	if !fits(a.key, a.Certificate) {
		return nil, fmt.Errorf("the key in %s is not that of %q, the first certificate in %s", key, a, certificates)
	}
	return a, nil
}

// ordered requires that each certificate is signed by the next one.
func ordered(from Source, certificates []*x509.Certificate) error {
	for i, c := range certificates[:len(certificates)-1] {
		if next := certificates[i+1]; c.CheckSignatureFrom(next) != nil {
			return fmt.Errorf("%s: certificate %d (CN %q) is not signed by the next one (CN %q): the order is leaf, its issuer, and so on",
				from, i+1, c.Subject.CommonName, next.Subject.CommonName)
		}
	}
	return nil
}

// Write writes the chain, as it is sent, and its key to two files, which only their owner may read.
func (c Chain) Write(certificates, key string) error {
	if c.key == nil {
		return errors.New("the chain has no key to write")
	}
	der, err := x509.MarshalPKCS8PrivateKey(c.key)
	if err != nil {
		return err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	return errors.Join(private(certificates, []byte(c.PEM())), private(key, text))
}

// Write writes the authority and its key to two files, which only their owner may read.
func (a *Authority) Write(certificate, key string) error {
	return Chain{Sent: a.certificates(), key: a.key}.Write(certificate, key)
}

// WriteCertificates writes certificates in PEM to a file that only its owner may read.
func WriteCertificates(name string, all ...*x509.Certificate) error {
	return private(name, certificatesPEM(all...))
}

// private writes a file anew with mode 0600, also when it was there with another.
func private(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := f.Chmod(0o600); err != nil {
		return errors.Join(err, f.Close())
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
