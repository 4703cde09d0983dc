package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/schemas/certbench"
)

// verified is what the proof of a run folder came to.
type verified struct {
	Schema    string   `json:"schema"`    // certbench.Verify of schemas/certbench, which describes every field
	Whole     bool     `json:"whole"`     // nothing was altered, every line is there, the run was ended, and the documents are those of the evidence
	Unaltered bool     `json:"unaltered"` // no line was changed, removed, inserted or moved, the inputs are those of the run, and no document was forged
	Records   int      `json:"records"`
	Head      string   `json:"head"` // hash of the last record
	Problems  []string `json:"problems"`
	Unproven  []string `json:"unproven"` // what can neither be proved nor be called altered

	cut error // the run was cut off
}

func verifyCommand() *cobra.Command {
	var as format
	var public string
	c := &cobra.Command{
		Use:   "verify DIR|BUNDLE",
		Short: "Proves that a run folder or a bundle was not altered",
		Long: `Proves that no line of a run's evidence was changed, removed, inserted or moved, that the run was ended, that the folder's PICS and
bench file are those that it was made with, and that each document is what the evidence makes, byte by byte. Keep the hash that it
prints elsewhere, and you can prove later that the evidence is still the same.

Of a bundle it proves, without a network, that the owner of the key --pub has signed it, and that nothing in it is altered, missing or added;
it says what was tested, when, by which certbench and with which verdict.

The exit code is 1 when anything was altered, and 3 when nothing was and yet not all is proved: where the run was cut off before its end,
where documents of a run folder differ that another version of certbench may have made, and of a bundle without --pub, for which nobody
vouches then.`,
		Example: `  certbench verify runs/20260102-150405-cp-flex-plus-eu
  certbench verify runs/20260102-150405-cp-flex-plus-eu --format json
  certbench verify submission.zip --pub my-key.pub`,
		Args: takes(1, "one run folder or bundle"),
		RunE: func(c *cobra.Command, args []string) error {
			if isBundle(args[0]) {
				return verifyBundle(c, args[0], public, as)
			}
			if err := runFolder(args[0]); err != nil {
				return err
			}
			if public != "" {
				return errors.New("a run folder is signed by nobody; leave --pub away, or name a bundle")
			}
			frugal(forDocuments)
			v, err := reports.Interruptible(c.Context(), func() (*verified, error) { return verifyFolder(args[0]) })
			if err != nil {
				return trouble(interrupted(err, "nothing is proved"))
			}
			return v.show(c, as)
		},
	}
	publicFlag(c, &public)
	formatFlag(c, &as)
	return c
}

// interrupted says what did not come about because somebody asked the command to end; any other error it leaves.
func interrupted(err error, what string) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("interrupted: %s", what)
	}
	return err
}

// verifyFolder proves a run folder: the evidence, what the run was made with, and the documents.
func verifyFolder(dir string) (*verified, error) {
	source, err := reports.Load(dir)
	if err != nil {
		return nil, err
	}
	v := &verified{Schema: certbench.Verify, cut: evidence.Verify(source.Problems), Unaltered: !source.Tampered(), Records: source.Run.Count, Head: source.Head,
		Problems: append(source.Wrong(), source.Exchanged...), Unproven: []string{}}
	told, err := reports.ToldOf(dir)
	if err != nil {
		return nil, err
	}
	if told == reports.ToldMore {
		v.Unaltered, v.Problems = false, append(v.Problems, shortenedText)
	}
	if v.Unaltered {
		compared, err := source.Compare(os.DirFS(dir))
		if err != nil {
			return nil, err
		}
		v.documents(source, dir, told, compared.Unlike)
	}
	v.Whole = v.Unaltered && v.cut == nil && len(v.Unproven) == 0
	return v, nil
}

// documents weighs the documents that are not what this certbench makes of the evidence. Another version may have made them: then
// nothing is proved, and nobody accused. A run that was cut off has left none, and one that was gone on with and cut off then, those
// of the time before.
func (v *verified) documents(source *reports.Source, dir string, told reports.Told, unlike []reports.Unlike) {
	by := source.Run.Started.Certbench
	for _, u := range unlike {
		switch {
		case u.Missing && source.Run.Cut:
			v.Unproven = append(v.Unproven, fmt.Sprintf("%s is missing: the run was cut off before the documents were written, and certbench report %s makes them.", u.Name, dir))
		case told == reports.ToldBefore && source.Run.Cut:
			v.Unproven = append(v.Unproven, fmt.Sprintf("%s The documents were made before the run was gone on with, and certbench report %s makes them again.", u, dir))
		case by != version():
			v.Unproven = append(v.Unproven, fmt.Sprintf("%s The run is of certbench %s, and this is %s: verify it with that version, or make the documents again by certbench report %s.", u, by, version(), dir))
		default:
			v.Unaltered = false
			v.Problems = append(v.Problems, u.String())
		}
	}
}

func (v *verified) show(c *cobra.Command, as format) error {
	if err := v.write(c, as); err != nil {
		return trouble(err)
	}
	switch {
	case !v.Unaltered:
		return exit(codeFailed)
	case !v.Whole:
		return exit(codeTrouble)
	}
	return nil
}

func (v *verified) write(c *cobra.Command, as format) error {
	out := c.OutOrStdout()
	if as == asJSON {
		return writeJSON(out, v)
	}
	end := fmt.Sprintf("%d records. Hash of the last one: %s", v.Records, v.Head)
	lines := v.Unproven
	switch {
	case v.Whole:
		end = "Whole and unaltered: " + end
	case !v.Unaltered:
		end, lines = "ALTERED:", append(v.Problems, v.Unproven...)
	case v.cut != nil:
		end = fmt.Sprintf("Unaltered, but cut off: %v. %s", v.cut, end)
	default:
		end = "The evidence is whole and unaltered, but the documents are not proved: " + end
	}
	if _, err := fmt.Fprintln(out, end); err != nil {
		return err
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(out, "  "+reports.Visible(line)); err != nil {
			return err
		}
	}
	return nil
}
