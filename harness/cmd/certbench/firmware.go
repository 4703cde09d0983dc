package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/bench"
)

func firmwareCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "firmware",
		Short: "Firmware images for the cases of block L: signed, and their signatures verified",
		Long: `What the firmware updates of block L need: images that are signed as part 2 has it (L01.FR.04), and certificates of the key
that has signed them. The bench file names them as firmware. A product whose signing key never leaves its maker comes with its
signatures; one that is built for tests may be signed here, and have the root that firmware init makes.`,
		Example: `  certbench firmware init my-maker
  certbench firmware sign --certificate my-maker/signing-ecdsa.pem --key my-maker/signing-ecdsa.key product-1.5.bin
  certbench firmware verify --certificate my-maker/signing-ecdsa.pem product-1.5.bin
  certbench firmware make --version 2 station-2.bin`,
		Args: cobra.ArbitraryArgs,
		RunE: onlyCommands,
	}
	c.AddCommand(firmwareInitCommand(), firmwareSignCommand(), firmwareVerifyCommand(), firmwareMakeCommand())
	return c
}

func firmwareInitCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Makes a manufacturer's root and signing certificates, for a product that is built for tests",
		Long: `Makes the root of a manufacturer in a new folder and a firmware signing certificate below it, of ECDSA P-256 and of RSA 2048. The
product has to have the root as ManufacturerRootCertificate. The keys are in files that only you may read; nothing is overwritten.`,
		Example: `  certbench firmware init my-maker`,
		Args:    takes(1, "the folder to make"),
		RunE: func(c *cobra.Command, args []string) error {
			made, err := pki.InitSigning(args[0], time.Now)
			if err != nil {
				return err
			}
			out := c.OutOrStdout()
			for _, f := range made {
				fmt.Fprintf(out, "The product needs %s, as ManufacturerRootCertificate; sign with:\n  certbench firmware sign --certificate %s --key %s IMAGE\n", f.Root, f.Certificate, f.Key)
				fmt.Fprintf(out, "and name it in the bench file, below firmware:\n  signingCertificate: %s\n  manufacturer: {certificates: %s, key: %s}\n", f.Certificate, f.Root, f.RootKey)
			}
			return nil
		},
	}
}

func firmwareSignCommand() *cobra.Command {
	var certificate, key string
	c := &cobra.Command{
		Use:   "sign IMAGE…",
		Short: "Signs firmware images",
		Long: `Signs whole files with SHA-256 and RSA-PSS, or ECDSA, as the key is of RSA or of an elliptic curve (part 2, L01.FR.04). The
signature of an image is written beside it, in Base64, to a file with .sig behind its name, where a bench file finds it. A signature
that is there is left as it is: one that is not that of the image is an error.`,
		Example: `  certbench firmware sign --certificate signing.pem --key signing.key product-1.4.bin product-1.5.bin`,
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if certificate == "" || key == "" {
				return errors.New("firmware is signed with the key of a signing certificate; add --certificate and --key with PEM files, or make them with certbench firmware init")
			}
			signing, err := pki.ReadChain(pki.Source(certificate), pki.Source(key))
			if err != nil {
				return err
			}
			return eachImage(c, args, func(out io.Writer, name string, file []byte) error { return signImage(out, signing, name, file) })
		},
	}
	filledFlag(c, &certificate, "certificate", "", "`file` with the signing certificate (PEM) (needed)")
	filledFlag(c, &key, "key", "", "`file` with its private key (PEM) (needed)")
	return c
}

// eachImage does something with every file that is named.
func eachImage(c *cobra.Command, names []string, do func(out io.Writer, name string, file []byte) error) error {
	if len(names) == 0 {
		return fmt.Errorf("%s is about images, and none is named; see %s --help", c.CommandPath(), c.CommandPath())
	}
	for _, name := range names {
		file, err := os.ReadFile(name)
		if err == nil && len(file) == 0 {
			err = fmt.Errorf("%s is empty; name an image", name)
		}
		if err == nil {
			err = do(c.OutOrStdout(), name, file)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func signImage(out io.Writer, signing pki.Chain, name string, file []byte) error {
	to := name + bench.SignatureSuffix
	before, err := os.ReadFile(to)
	switch {
	case err == nil:
		if err := pki.VerifyFirmware(signing.Leaf(), file, strings.TrimSpace(string(before))); err != nil {
			return fmt.Errorf("%s is there already, and is none of %s by this key: %w; remove it to sign anew", to, name, err)
		}
		fmt.Fprintf(out, "%s is signed already, in %s\n", name, to)
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	signature, err := signing.SignFirmware(file)
	if err != nil {
		return err
	}
	if err := writeWhole(to, []byte(signature+"\n")); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is signed with %s, in %s (SHA-256 %x)\n", name, pki.KeyName(signing.Leaf().PublicKey), to, sha256.Sum256(file))
	return nil
}

func firmwareVerifyCommand() *cobra.Command {
	var certificate, manufacturer string
	c := &cobra.Command{
		Use:   "verify IMAGE…",
		Short: "Verifies the signatures of images as a station does",
		Long: `Verifies the signature that stands beside each image, in a file with .sig behind its name, by the certificate of the key that has
signed it, and with --manufacturer also the certificate, by what has signed that. The exit code is 1 when a station would refuse one.`,
		Example: `  certbench firmware verify --certificate signing.pem --manufacturer maker.pem product-1.4.bin product-1.5.bin`,
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if certificate == "" {
				return errors.New("a signature is verified by the certificate of its key; add --certificate with a PEM file")
			}
			signing, err := bench.ReadSigning(certificate, manufacturer)
			if err != nil {
				return err
			}
			refused := false
			err = eachImage(c, args, func(out io.Writer, name string, file []byte) error {
				signature, err := bench.ReadSignature(name)
				if err == nil {
					err = pki.VerifyFirmware(signing, file, signature)
				}
				if err != nil {
					refused = true
					fmt.Fprintf(out, "%s: a station would refuse it: %v\n", name, err)
					return nil
				}
				fmt.Fprintf(out, "%s: a station would take it%s\n", name, versionOf(file))
				return nil
			})
			if err == nil && refused {
				err = exit(codeFailed)
			}
			return err
		},
	}
	filledFlag(c, &certificate, "certificate", "", "`file` with the signing certificate (PEM) (needed)")
	filledFlag(c, &manufacturer, "manufacturer", "", "`file` with what has signed the certificate (PEM)")
	return c
}

func firmwareMakeCommand() *cobra.Command {
	var version string
	var spoiled bool
	c := &cobra.Command{
		Use:   "make FILE",
		Short: "Makes a firmware image of the reference station",
		Long: `Makes an image that the reference station can install, certbench station: after it, the station tells the version that the image
has. With --spoiled the checksum in it is wrong: however rightly it is signed, the station cannot verify it.`,
		Example: `  certbench firmware make --version 2 station-2.bin
  certbench firmware make --version 3 --spoiled station-broken.bin`,
		Args: takes(1, "the file to make"),
		RunE: func(c *cobra.Command, args []string) error {
			file, err := bench.MakeImage(version, spoiled)
			if err != nil {
				return fmt.Errorf("--version %q: %w", version, err)
			}
			return writeNew(args[0], file)
		},
	}
	filledFlag(c, &version, "version", "2", "the `version` that a station tells which runs it, 1 to 50 characters of ASCII")
	c.Flags().BoolVar(&spoiled, "spoiled", false, "with a wrong checksum in it")
	return c
}

// versionOf is what an image of the reference station says of itself.
func versionOf(file []byte) string {
	if version, ok := bench.ImageVersion(file); ok {
		return fmt.Sprintf(", and a certbench station tells version %s then", version)
	}
	return ""
}
