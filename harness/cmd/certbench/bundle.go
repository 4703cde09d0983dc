package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/reports/bundle"
)

func bundleCommand() *cobra.Command {
	var key, out string
	var cutOff bool
	c := &cobra.Command{
		Use:   "bundle DIR",
		Short: "Makes one signed archive of a run, which proves itself",
		Long: `Makes one archive of a run folder, for a laboratory or a submission: the evidence, every document, the PICS and the bench file without
secrets, the public certificates that the run has shown, the hashes of the firmware images, and a signed statement over all of it.
certbench verify proves it, without a network: by whom it was signed, what was tested, and that nothing is altered, missing or added.

The archive is a ZIP file. Its first file, attestation.intoto.jsonl, is a DSSE envelope around an in-toto statement with a test result, which
other verifiers read too. The same certbench makes the same bytes of the same run. It holds no private key.

A folder that certbench verify does not prove is not bundled (exit code 1), nor is a run that was cut off, but with --cut-off.`,
		Example: `  certbench bundle keygen my-key
  certbench bundle runs/20260102-150405-cp-flex-plus-eu --key my-key
  certbench bundle runs/20260102-150405-cp-flex-plus-eu --key my-key --out submission.zip
  certbench verify submission.zip --pub my-key.pub`,
		Args: takes(1, "one run folder"),
		RunE: func(c *cobra.Command, args []string) error {
			return makeBundle(c, args[0], key, out, cutOff)
		},
	}
	filledFlag(c, &key, "key", "", "`file` of the private key that signs it (Ed25519, PKCS #8 in PEM)")
	filledFlag(c, &out, "out", "", "`file` of the bundle, which must not be there yet (default: the name of the folder with .zip)")
	c.Flags().BoolVar(&cutOff, "cut-off", false, "bundle even a run that was cut off before its end; the bundle says so")
	c.AddCommand(keygenCommand())
	return c
}

func keygenCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "keygen KEY",
		Short: "Makes a key that signs bundles",
		Long: `Makes an Ed25519 key: the private part in the file KEY, which only you may read, and the public part in KEY.pub, which you give to those who
verify your bundles. Neither overwrites a file. A key of your own will do as well, where it is Ed25519, such as openssl genpkey makes.`,
		Example: "  certbench bundle keygen my-key",
		Args:    takes(1, "the name of a file"),
		RunE: func(c *cobra.Command, args []string) error {
			key, err := bundle.NewKey(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "Private key: %s (keep it)\nPublic key:  %s (give it to those who verify)\nFingerprint: %s\n", args[0], args[0]+bundle.PublicSuffix, key.ID())
			return trouble(err)
		},
	}
}

func makeBundle(c *cobra.Command, dir, keyFile, out string, cutOff bool) error {
	if err := runFolder(dir); err != nil {
		return err
	}
	if keyFile == "" {
		return errors.New("a bundle needs the key that signs it; add --key with its file, which certbench bundle keygen makes")
	}
	key, err := bundle.ReadPrivate(keyFile)
	if err != nil {
		return err
	}
	if out == "" {
		if out, err = besideFolder(dir); err != nil {
			return trouble(err)
		}
	}
	frugal(forDocuments)
	made, err := bundle.Pack(c.Context(), dir, out, version(), key, cutOff)
	var refused bundle.Refusal
	switch {
	case errors.As(err, &refused):
		return &failure{codeFailed, err}
	case errors.Is(err, bundle.ErrExists):
		return err
	case err != nil:
		return trouble(interrupted(err, "no bundle was made"))
	}
	return trouble(tellBundle(c, out, made))
}

// besideFolder is the file of a bundle beside its run folder, by its name, which "." has not.
func besideFolder(dir string) (string, error) {
	if base := filepath.Base(dir); base == "." || base == ".." {
		var err error
		if dir, err = filepath.Abs(dir); err != nil {
			return "", err
		}
	}
	return filepath.Clean(dir) + ".zip", nil
}

func tellBundle(c *cobra.Command, out string, made *bundle.Made) error {
	if len(made.Left) > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "certbench: not in the bundle: %s\n", reports.Visible(strings.Join(made.Left, ", ")))
	}
	_, err := fmt.Fprintf(c.OutOrStdout(), "%s%d files. Signed by the key %s.\nBundle: %s\nSHA-256: %s\n", aboutRun(made.Proof), made.Files, made.Key, out, made.SHA256)
	return err
}

// aboutRun says what a bundle proves of its run.
func aboutRun(p bundle.Proof) string {
	f := p.Facts
	var text strings.Builder
	line := func(name, value string) { fmt.Fprintf(&text, "%-9s %s\n", name, reports.Visible(value)) }
	line("Tested:", f.Product)
	var told []string // that were told of: the parts of one report may have had the same
	for _, s := range f.Stations {
		if words := stationWords(s.ID, s.Vendor, s.Model, s.Serial, s.Firmware); !slices.Contains(told, words) {
			told = append(told, words)
			line("Station:", words)
		}
	}
	if len(f.Stations) == 0 {
		line("Station:", "it never told who it is")
	}
	const clock = "2006-01-02 15:04:05 UTC"
	line("When:", fmt.Sprintf("%s to %s, run %s", f.Started.UTC().Format(clock), f.Ended.UTC().Format(clock), f.Run))
	by := "certbench " + f.Certbench
	if f.BundledBy != f.Certbench {
		by += ", bundled by certbench " + f.BundledBy
	}
	line("By:", by)
	line("Verdict:", fmt.Sprintf("%s (%s): %s", f.Verdict, p.Result, f.Reason))
	return text.String()
}

func stationWords(id, vendor, model, serial, firmware string) string {
	words := strings.TrimSpace(vendor + " " + model)
	if firmware != "" {
		words += ", firmware " + firmware
	}
	words += ", identity " + id
	if serial != "" {
		words += ", serial number " + serial
	}
	return words
}
