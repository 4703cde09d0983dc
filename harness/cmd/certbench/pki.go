package main

import (
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/csmsmock/pki"
)

func pkiCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "pki",
		Short: "Roots, chains and signing requests for a station in security profile 2 or 3",
		Long: `What a station needs for TLS, before it meets the bench: a PKI that outlives a run, whose roots are installed in the station
once; certificates explained, with what a station would have against them; and a station's signing request, with all that is
wrong with it.`,
		Example: `  certbench pki init my-pki
  certbench pki roots my-pki > roots.pem
  certbench pki show --host csms.bench.test --roots roots.pem chain.pem
  certbench pki csr --serial SN-0042 station.csr
  certbench pki csr --sign my-pki station.csr > station.pem`,
		Args: cobra.ArbitraryArgs,
		RunE: onlyCommands,
	}
	c.AddCommand(pkiInitCommand(), pkiRootsCommand(), pkiShowCommand(), pkiCSRCommand())
	return c
}

// ownPKI is the PKI of a folder, for something that has no host in it.
func ownPKI(dir string) (*pki.PKI, error) {
	folder, err := pki.OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	return pki.New(pki.Settings{Host: dir, Roots: folder.Roots, NextRoots: folder.Next})
}

// fingerprint is the SHA-256 of a certificate as other tools write it.
func fingerprint(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":")
}

// named reads a file that the command line names; "-" is standard input.
func named(c *cobra.Command, name string) (string, error) {
	read := func() ([]byte, error) { return os.ReadFile(name) }
	if name == "-" {
		read = func() ([]byte, error) { return io.ReadAll(io.LimitReader(c.InOrStdin(), mostPEM)) }
	}
	text, err := read()
	return string(text), err
}

// mostPEM bounds what is read of a standard input that does not end.
const mostPEM = 1 << 20

// day is a date as certificates are spoken of.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
