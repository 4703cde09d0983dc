package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/reports"
)

type pkiCSROptions struct {
	serial, organization, sign string
	format                     format
}

// examinedCSR is a signing request with what is wrong with it, as a program reads it.
type examinedCSR struct {
	File      string     `json:"file"`
	Subject   string     `json:"subject,omitempty"` // of one that could be read, as the next two
	Key       string     `json:"key,omitempty"`
	Signature string     `json:"signature,omitempty"`
	Faults    []csrFault `json:"faults"`
	Unjudged  []csrFault `json:"unjudged,omitempty"` // what certbench cannot tell, which is no fault of the station
}

type csrFault struct {
	Fault       string `json:"fault"`
	Detail      string `json:"detail,omitempty"`
	Instead     string `json:"instead"`
	Requirement string `json:"requirement"`
}

func pkiCSRCommand() *cobra.Command {
	var o pkiCSROptions
	c := &cobra.Command{
		Use:   "csr FILE",
		Short: "Checks a station's signing request",
		Long: `Checks the certificate signing request (PKCS #10, in PEM) of a station, as it stands in a SignCertificateRequest, and says all
that is wrong with it and what to do instead: its text, its key, its name. A file "-" is standard input. The exit code is 1 when
anything is wrong.

With --sign the PKI of a folder signs it, as long as it can be read and proves its key: standard output is then the chain that a
CertificateSignedRequest holds, the leaf first, and what is wrong is told on standard error.`,
		Example: `  certbench pki csr station.csr
  certbench pki csr --serial SN-0042 --organization "Certbench CSO" station.csr
  certbench pki csr --sign my-pki station.csr > station.pem
  openssl req -new -key station.key -subj "/O=Certbench CSO/CN=SN-0042" | certbench pki csr --serial SN-0042 -`,
		Args: takes(1, "one file with a signing request"),
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args[0]) },
	}
	filledFlag(c, &o.serial, "serial", "", "serial `number` of the station, which has to be the CN")
	filledFlag(c, &o.organization, "organization", "", "`name` of the CSO, which has to be the O")
	filledFlag(c, &o.sign, "sign", "", "`folder` of certbench pki init, whose PKI signs the request")
	formatFlag(c, &o.format)
	return c
}

func (o *pkiCSROptions) run(c *cobra.Command, name string) error {
	if o.sign != "" && o.format == asJSON {
		return fmt.Errorf("--sign prints a chain, and --format json the faults; keep one")
	}
	text, err := named(c, name)
	if err != nil {
		return err
	}
	request := pki.ReadCSR(text)
	request.Hold(o.serial, o.organization)
	found := examineCSR(name, request)
	switch {
	case o.sign != "":
		if err := signFor(c.OutOrStdout(), o.sign, request); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		found.write(c.ErrOrStderr())
	case o.format == asJSON:
		if err := writeJSON(c.OutOrStdout(), found); err != nil {
			return trouble(err)
		}
	default:
		found.write(c.OutOrStdout())
	}
	if len(found.Faults) > 0 {
		return exit(codeFailed)
	}
	return nil
}

// signFor signs a request with the PKI of a folder, and writes the chain.
func signFor(out io.Writer, dir string, request *pki.CSR) error {
	own, err := ownPKI(dir)
	if err != nil {
		return err
	}
	chain, err := own.Sign(request)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, chain.PEM())
	return trouble(err)
}

func examineCSR(name string, c *pki.CSR) examinedCSR {
	found := examinedCSR{File: name, Faults: []csrFault{}}
	for _, f := range c.Faults {
		advice := f.Advice()
		fault := csrFault{Fault: string(f), Instead: advice.Instead, Requirement: advice.Requirement}
		if f == pki.CSRUnreadable || f == pki.CSRSANTwice || f == pki.CSRCurve {
			fault.Detail = c.Detail
		}
		if f.Unjudged() {
			found.Unjudged = append(found.Unjudged, fault)
		} else {
			found.Faults = append(found.Faults, fault)
		}
	}
	if r := c.Request; r != nil {
		found.Subject, found.Signature = r.Subject.String(), r.SignatureAlgorithm.String()
		found.Key = pki.KeyName(r.PublicKey)
	}
	return found
}

func (e examinedCSR) write(w io.Writer) {
	for _, f := range slices.Concat(e.Faults, e.Unjudged) {
		detail := ""
		if f.Detail != "" {
			detail = " (" + f.Detail + ")"
		}
		fmt.Fprintln(w, reports.Visible(fmt.Sprintf("%s: %s%s. %s (%s)", e.File, f.Fault, detail, f.Instead, f.Requirement)))
	}
	if e.Subject != "" {
		fmt.Fprintln(w, reports.Visible(fmt.Sprintf("%s: for %s, with a key of %s, signed with %s", e.File, e.Subject, e.Key, e.Signature)))
	}
	switch {
	case len(e.Faults) == 0 && len(e.Unjudged) == 0:
		fmt.Fprintf(w, "%s: nothing is wrong with it\n", e.File)
	case len(e.Faults) == 0:
		fmt.Fprintf(w, "%s: nothing is known to be wrong with it\n", e.File)
	}
}
