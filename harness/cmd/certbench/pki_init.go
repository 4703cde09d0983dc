package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/csmsmock/pki"
)

func pkiInitCommand() *cobra.Command {
	var organization string
	c := &cobra.Command{
		Use:   "init DIR",
		Short: "Makes a PKI that outlives a run",
		Long: `Makes the CSMS roots of a bench in a new folder, one of ECDSA P-256 and one of RSA 2048, so that both pairs of cipher suites
can be shown, and the second root of each, signed by the first, to which cases move a station. A bench file names the folder as
security.pki. Keep it: stations have its roots. The keys are in files that only you may read; nothing is overwritten.`,
		Example: `  certbench pki init my-pki
  certbench pki init my-pki --organization "Example CSO"`,
		Args: takes(1, "the folder to make"),
		RunE: func(c *cobra.Command, args []string) error {
			made, err := pki.InitFolder(args[0], organization, time.Now)
			if err != nil {
				return err
			}
			for _, a := range append(made.Roots, made.Next...) {
				fmt.Fprintf(c.OutOrStdout(), "%-32s SHA-256 %s\n", a, fingerprint(a.Certificate))
			}
			fmt.Fprintf(c.OutOrStdout(), "The station needs what certbench pki roots %[1]s prints, and the bench file: security: {pki: %[1]s}\n", args[0])
			return nil
		},
	}
	filledFlag(c, &organization, "organization", "Certbench CSO", "the `name` of the CSO, the O of every certificate")
	return c
}
