package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/reports/bundle"
	"github.com/certbench/certbench/schemas/certbench"
)

func publicFlag(c *cobra.Command, file *string) {
	filledFlag(c, file, "pub", "", "`file` of the public key of whoever has made the bundle (Ed25519, PEM)")
}

// isBundle tells a bundle from a run folder: it is a file.
func isBundle(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// proofDocument is the proof of a bundle for programs.
type proofDocument struct {
	Schema string `json:"schema"` // certbench.Proof of schemas/certbench, which describes every field
	bundle.Proof
}

// verifyBundle proves a bundle. Without a public key nobody has vouched for it, which is not the same as proved: exit code 3.
func verifyBundle(c *cobra.Command, file, public string, as format) error {
	var key *bundle.Key
	var err error
	if public != "" {
		if key, err = bundle.ReadPublic(public); err != nil {
			return err
		}
	}
	frugal(forDocuments)
	p, err := bundle.Verify(c.Context(), file, version(), key)
	if err != nil {
		return trouble(interrupted(err, "nothing is proved"))
	}
	if as == asJSON {
		err = writeJSON(c.OutOrStdout(), proofDocument{certbench.Proof, *p})
	} else {
		err = writeProof(c.OutOrStdout(), p)
	}
	switch {
	case err != nil:
		return trouble(err)
	case !p.Unaltered():
		return exit(codeFailed)
	case !p.Signed:
		return trouble(errors.New("nobody vouches for this bundle as long as you do not say whose it is to be: anybody can make one; add --pub with the public key that you got from them"))
	case p.Facts.Cut:
		return exit(codeTrouble)
	}
	return nil
}

func writeProof(out io.Writer, p *bundle.Proof) error {
	text := "ALTERED:\n"
	lines := append(p.Problems, p.Unproven...)
	if p.Unaltered() {
		by := "by the key " + p.Key
		if !p.Signed {
			by = "by a key that calls itself " + p.Key + ", which was not proved"
		}
		text = fmt.Sprintf("%sWhole and unaltered: %d files and %d records, signed %s. Hash of the last record: %s\n", aboutRun(*p), p.Files, p.Facts.Records, by, p.Facts.Head)
	}
	for _, line := range lines {
		text += "  " + line + "\n"
	}
	_, err := io.WriteString(out, reports.Visible(text))
	return err
}
