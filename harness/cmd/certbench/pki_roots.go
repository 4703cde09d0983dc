package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/csmsmock/pki"
)

// shownRoot is a root as a program reads it.
type shownRoot struct {
	Name   string         `json:"name"`
	Key    string         `json:"key"`
	SHA256 string         `json:"sha256"`
	From   string         `json:"notBefore"`
	To     string         `json:"notAfter"`
	PEM    string         `json:"pem"`
	Hashes []pki.HashData `json:"certificateHashData"`
}

func pkiRootsCommand() *cobra.Command {
	var as format
	var second bool
	c := &cobra.Command{
		Use:   "roots DIR",
		Short: "Prints the roots that a station must have",
		Long: `Prints the CSMS roots of a PKI that certbench pki init has made, in PEM, to be installed in a station as CSMSRootCertificate, each
with its fingerprint and with the certificateHashData by which the station will list it. Lines before a certificate begin with #;
the whole is a bundle that OpenSSL and its kin read as it is.

A station needs the root whose key its cipher suites go with: ECDSA for TLS_ECDHE_ECDSA_…, RSA for TLS_RSA_…; both do no harm.
The second roots are not for the station: cases install them.`,
		Example: `  certbench pki roots my-pki
  certbench pki roots my-pki > roots.pem
  certbench pki roots my-pki --second
  certbench pki roots my-pki --format json`,
		Args: takes(1, "the folder that certbench pki init has made"),
		RunE: func(c *cobra.Command, args []string) error {
			folder, err := pki.OpenFolder(args[0])
			if err != nil {
				return err
			}
			shown, err := shownRoots(folder, second)
			switch {
			case err != nil:
				return err
			case as == asJSON:
				return writeJSON(c.OutOrStdout(), shown)
			}
			for _, root := range shown {
				root.write(c.OutOrStdout())
			}
			return nil
		},
	}
	c.Flags().BoolVar(&second, "second", false, "print the second roots, which cases install")
	formatFlag(c, &as)
	return c
}

// shownRoots are the roots of a folder, or the second ones, which the first have issued.
func shownRoots(folder pki.Folder, second bool) ([]shownRoot, error) {
	var shown []shownRoot
	for i, root := range folder.Roots {
		one, issuer := root, root
		if second {
			one = folder.Next[i]
		}
		r := shownRoot{Name: one.String(), Key: pki.KeyName(one.Certificate.PublicKey), SHA256: fingerprint(one.Certificate), PEM: one.PEM(),
			From: day(one.Certificate.NotBefore), To: day(one.Certificate.NotAfter)}
		var err error
		if r.Hashes, err = pki.HashDataOfAll(one.Certificate, issuer.Certificate); err != nil {
			return nil, err
		}
		shown = append(shown, r)
	}
	return shown, nil
}

func (r shownRoot) write(w io.Writer) {
	fmt.Fprintf(w, "# %s, %s, valid from %s to %s\n# SHA-256 %s\n", r.Name, r.Key, r.From, r.To, r.SHA256)
	for _, h := range r.Hashes {
		fmt.Fprintf(w, "# %s issuerNameHash %s issuerKeyHash %s serialNumber %s\n", h.HashAlgorithm, h.IssuerNameHash, h.IssuerKeyHash, h.SerialNumber)
	}
	fmt.Fprintln(w, r.PEM)
}
