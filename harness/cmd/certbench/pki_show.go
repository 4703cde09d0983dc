package main

import (
	"crypto/x509"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/reports"
)

type pkiShowOptions struct {
	host, serial string
	roots        []string
	format       format
}

// shownChain is a chain explained, as a program reads it.
type shownChain struct {
	Certificates []shownCertificate `json:"certificates"`
	Objections   []objection        `json:"objections"`
}

type shownCertificate struct {
	File      string    `json:"file"`
	Subject   string    `json:"subject"`
	Issuer    string    `json:"issuer"`
	SignedBy  string    `json:"signedBy"`
	Serial    string    `json:"serialNumber"`
	From      time.Time `json:"notBefore"`
	To        time.Time `json:"notAfter"`
	Key       string    `json:"key"`
	Signature string    `json:"signature"`
	Names     []string  `json:"names"`
	Use       string    `json:"use"`
	SHA256    string    `json:"sha256"`
}

type objection struct {
	Certificate int    `json:"certificate"` // from 1; 0 is all of them together
	Sure        bool   `json:"sure"`        // whoever verifies refuses it
	Sentence    string `json:"sentence"`
	Requirement string `json:"requirement,omitempty"`
}

func pkiShowCommand() *cobra.Command {
	var o pkiShowOptions
	c := &cobra.Command{
		Use:   "show FILE…",
		Short: "Explains a chain, and what a station would have against it",
		Long: `Explains certificates in PEM, in the order in which they are sent, the leaf first: who signed what, dates, names, keys, and what
a station would have against them. What everybody refuses who verifies is told apart from that on which the stacks of stations
differ, or that part 2 has otherwise. A file "-" is standard input. A private key beside a certificate is passed over.

With --host the leaf is held against the name or address by which stations reach the CSMS; with --serial against the serial number
of a station whose certificate it is; with --roots against the roots of whoever is to take it. The exit code is 1 when somebody who
verifies would refuse the chain.`,
		Example: `  certbench pki show chain.pem
  certbench pki show --host csms.bench.test --roots roots.pem leaf.pem issuer.pem
  certbench pki show --serial SN-0042 station.pem
  openssl s_client -connect 10.0.0.5:9000 -showcerts </dev/null | certbench pki show --host 10.0.0.5 -`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args) },
	}
	filledFlag(c, &o.host, "host", "", "`name` or address by which stations reach the CSMS")
	filledFlag(c, &o.serial, "serial", "", "serial `number` of the station")
	c.Flags().Var((*filledList)(&o.roots), "roots", "`file` with the roots to verify against; may be repeated")
	c.MarkFlagsMutuallyExclusive("host", "serial")
	formatFlag(c, &o.format)
	return c
}

func (o *pkiShowOptions) run(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s shows the certificates of files, and none is named; see %s --help", c.CommandPath(), c.CommandPath())
	}
	against := pki.Against{Host: o.host, Serial: o.serial, Now: time.Now()}
	for _, name := range o.roots {
		roots, err := pki.ReadCertificates(pki.Source(name))
		if err != nil {
			return fmt.Errorf("--roots: %w", err)
		}
		against.Roots = append(against.Roots, roots...)
	}
	var shown shownChain
	var chain []*x509.Certificate
	for _, name := range args {
		text, err := named(c, name)
		if err != nil {
			return err
		}
		found, err := pki.ParseCertificates(name, text)
		if err != nil {
			return err
		}
		for _, one := range found {
			shown.Certificates = append(shown.Certificates, shownCertificate{File: name})
			chain = append(chain, one)
		}
	}
	shown.explain(chain, against)
	if o.format == asJSON {
		if err := writeJSON(c.OutOrStdout(), shown); err != nil {
			return trouble(err)
		}
	} else {
		shown.write(c.OutOrStdout())
	}
	if slices.ContainsFunc(shown.Objections, func(x objection) bool { return x.Sure }) {
		return exit(codeFailed)
	}
	return nil
}

func (s *shownChain) explain(chain []*x509.Certificate, against pki.Against) {
	for n, c := range chain {
		file := s.Certificates[n].File
		s.Certificates[n] = shownCertificate{
			File: file, Subject: c.Subject.String(), Issuer: c.Issuer.String(), SignedBy: signerOf(c, chain, against.Roots),
			Serial: c.SerialNumber.Text(16), From: c.NotBefore.UTC(), To: c.NotAfter.UTC(),
			Key: pki.KeyName(c.PublicKey), Signature: c.SignatureAlgorithm.String(), Names: pki.Names(c), Use: useOf(c), SHA256: fingerprint(c),
		}
	}
	s.Objections = []objection{}
	for _, x := range pki.Inspect(chain, against) {
		s.Objections = append(s.Objections, objection{Certificate: x.Certificate, Sure: x.Sure, Sentence: x.Text, Requirement: x.Requirement})
	}
}

// signerOf says who has signed a certificate, of those that are there.
func signerOf(c *x509.Certificate, chain, roots []*x509.Certificate) string {
	if pki.SignedBy(c, c) {
		return "itself"
	}
	for n, other := range chain {
		if pki.SignedBy(c, other) {
			return fmt.Sprintf("certificate %d", n+1)
		}
	}
	for _, root := range roots {
		if pki.SignedBy(c, root) {
			return "the root " + root.Subject.String()
		}
	}
	return "none of these"
}

var usages = []struct {
	bit  x509.KeyUsage
	name string
}{
	{x509.KeyUsageDigitalSignature, "digitalSignature"}, {x509.KeyUsageContentCommitment, "nonRepudiation"},
	{x509.KeyUsageKeyEncipherment, "keyEncipherment"}, {x509.KeyUsageDataEncipherment, "dataEncipherment"},
	{x509.KeyUsageKeyAgreement, "keyAgreement"}, {x509.KeyUsageCertSign, "keyCertSign"}, {x509.KeyUsageCRLSign, "cRLSign"},
}

// useOf says what a certificate is for.
func useOf(c *x509.Certificate) string {
	words := []string{"a leaf"}
	if c.IsCA {
		words[0] = "an authority"
	}
	for _, u := range usages {
		if c.KeyUsage&u.bit != 0 {
			words = append(words, u.name)
		}
	}
	for _, u := range c.ExtKeyUsage {
		words = append(words, u.String())
	}
	return strings.Join(words, ", ")
}

func (s *shownChain) write(w io.Writer) {
	for n, c := range s.Certificates {
		fmt.Fprintf(w, "%d  %s\n", n+1, reports.Visible(c.Subject))
		for _, line := range [][2]string{
			{"file", c.File}, {"signed by", c.SignedBy + ", with " + c.Signature}, {"issuer", c.Issuer}, {"serial", c.Serial},
			{"valid", fmt.Sprintf("from %s to %s", c.From.Format(time.RFC3339), c.To.Format(time.RFC3339))}, {"key", c.Key},
			{"for", strings.Join(c.Names, ", ")}, {"use", c.Use}, {"SHA-256", c.SHA256},
		} {
			fmt.Fprintf(w, "   %-10s %s\n", line[0], reports.Visible(line[1]))
		}
		fmt.Fprintln(w)
	}
	s.object(w, true, "Whoever verifies refuses this:")
	s.object(w, false, "Some stations refuse this, or part 2 has it otherwise:")
	if len(s.Objections) == 0 {
		fmt.Fprintln(w, "There is nothing that a station would have against it.")
	}
}

func (s *shownChain) object(w io.Writer, sure bool, heading string) {
	for _, x := range s.Objections {
		if x.Sure != sure {
			continue
		}
		if heading != "" {
			fmt.Fprintln(w, heading)
			heading = ""
		}
		of := "all"
		if x.Certificate > 0 {
			of = strconv.Itoa(x.Certificate)
		}
		source := ""
		if x.Requirement != "" {
			source = " (" + x.Requirement + ")"
		}
		fmt.Fprintf(w, "  %-4s %s%s\n", of, reports.Visible(x.Sentence), source)
	}
}
