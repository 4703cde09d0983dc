package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
)

// The exit codes, as reports.Exit says what they mean.
const (
	codePassed  = int(reports.ExitPassed)
	codeFailed  = int(reports.ExitFailed)
	codeUsage   = int(reports.ExitUsage)
	codeTrouble = int(reports.ExitTrouble)
)

// exitCodes say when a command ends with which code: the help and the table of harness/examples/ci/README.md have it from here.
var exitCodes = []struct {
	code int
	when string
}{
	{codePassed, "what was to be played has passed, or is as it was expected; that every applicable case was played, run --require-complete asks for"},
	{codeFailed, "a case failed, or something between the cases; an applicable case was not played, by --require-complete; a folder was altered"},
	{codeUsage, "wrong usage, or a PICS, a bench file or another input that is wrong"},
	{codeTrouble, "trouble of the bench, a rig or this machine; a case is inconclusive; the run was interrupted (Ctrl-C, SIGTERM) or cut off"},
}

// codes is the table of the exit codes for a help.
func codes() string {
	text := "\nExit codes:\n"
	for _, of := range exitCodes {
		text += fmt.Sprintf("  %d  %s\n", of.code, of.when)
	}
	return text
}

// failure is the end of a command with an exit code of its own. Without an error everything has been said already. Any
// other error means codeUsage.
type failure struct {
	code int
	err  error
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit code %d", f.code)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// trouble is an error of the bench or of this machine; nil stays nil.
func trouble(err error) error {
	if err == nil {
		return nil
	}
	return &failure{codeTrouble, err}
}

// exit ends with a code after everything was said.
func exit(code int) error {
	if code == codePassed {
		return nil
	}
	return &failure{code: code}
}

// takes checks the number of arguments, in words.
func takes(want int, what string) cobra.PositionalArgs { return takesBetween(want, want, what) }

// takesBetween does so where some arguments may be left out.
func takesBetween(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= least && len(args) <= most {
			return nil
		}
		noun := "arguments"
		if len(args) == 1 {
			noun = "argument"
		}
		return fmt.Errorf("%d %s came, but %s takes %s; see %s --help", len(args), noun, c.CommandPath(), what, c.CommandPath())
	}
}
