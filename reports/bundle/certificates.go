package bundle

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// certificatesOf collects the certificates that a run has shown, each once, in the order of the evidence: those of handshakes and those that
// stand in messages. They are public.
func certificatesOf(dir string, files []string) ([]byte, error) {
	c := collection{seen: map[[sha256.Size]byte]bool{}}
	for _, file := range files {
		if err := c.scan(filepath.Join(dir, filepath.FromSlash(path.Dir(file)))); err != nil {
			return nil, err
		}
	}
	return c.text.Bytes(), nil
}

// scan collects those of one evidence.
func (c *collection) scan(dir string) error {
	_, err := evidence.ScanDir(dir, func(rec evidence.Record, _ evidence.Span) {
		if s := rec.Secured; s != nil {
			if s.Server != nil {
				c.add("shown by the CSMS", s.Server.DER)
			}
			for _, issuer := range s.Issuers {
				c.add("an issuer of the CSMS's", issuer.DER)
			}
			for _, client := range s.Client {
				c.add("shown by the station", client.DER)
			}
		}
		if f := rec.Frame; f != nil && strings.Contains(f.Raw, certificateBegin) {
			c.addFrame(f)
		}
	})
	return err
}

type collection struct {
	seen map[[sha256.Size]byte]bool
	text bytes.Buffer
}

func (c *collection) add(whose string, der []byte) {
	sum := sha256.Sum256(der)
	cert, err := x509.ParseCertificate(der)
	if err != nil || c.seen[sum] {
		return
	}
	c.seen[sum] = true
	fmt.Fprintf(&c.text, "# %s: %s\n# issuer: %s\n# SHA-256: %x\n", whose, reports.Visible(oneLineOf(cert.Subject.String())), reports.Visible(oneLineOf(cert.Issuer.String())), sum)
	_ = pem.Encode(&c.text, &pem.Block{Type: "CERTIFICATE", Bytes: der}) // a buffer takes all
}

const certificateBegin = "-----BEGIN CERTIFICATE-----"

var certificateBlock = regexp.MustCompile(`-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\nr\s]*-----END CERTIFICATE-----`)

// addFrame finds the certificates in the text of a message, in which a line feed is written as JSON has it.
func (c *collection) addFrame(f *evidence.Frame) {
	whose := "sent by the CSMS in " + f.Action
	if f.Direction == evidence.In {
		whose = "sent by the station in " + f.Action
	}
	for _, text := range certificateBlock.FindAllString(f.Raw, -1) {
		if block, _ := pem.Decode([]byte(strings.NewReplacer(`\r`, "", `\n`, "\n").Replace(text))); block != nil {
			c.add(reports.Visible(oneLineOf(whose)), block.Bytes)
		}
	}
}

func oneLineOf(text string) string { return strings.Join(strings.Fields(text), " ") }
