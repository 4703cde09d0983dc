package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
)

func main() {
	outlivePipes()
	asked, stop := untilAsked()
	ctx, err := whileSupervised(asked)
	if err != nil {
		fmt.Fprintln(complaints(), "certbench: "+err.Error())
		os.Exit(codeUsage)
	}
	code := execute(ctx, root(), os.Args[1:])
	stop()
	os.Exit(code)
}

// execute runs a command line and returns its exit code.
func execute(ctx context.Context, command *cobra.Command, args []string) int {
	command.SetArgs(args)
	out := &output{Writer: command.OutOrStdout()}
	command.SetOut(out)
	var programs *feed
	if wantsFeed(args) {
		programs = newFeed(command.ErrOrStderr())
		command.SetErr(programs)
	}
	code, text := ended(command.ExecuteContext(ctx), out)
	switch {
	case programs != nil:
		programs.ends(code, text)
	case text != "":
		fmt.Fprintln(command.ErrOrStderr(), "certbench: "+reports.Visible(text))
	}
	return code
}

// ended is the exit code of a command, and what is still to be said of its end.
func ended(err error, out *output) (code int, text string) {
	if out.failed != nil {
		err = trouble(out.failed) // says it better than what came of it
	}
	if err == nil {
		return codePassed, ""
	}
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{codeUsage, err}
	}
	if full(err) {
		f = &failure{codeTrouble, f.err}
	}
	if f.err == nil {
		return f.code, ""
	}
	return f.code, inWords(f.err)
}

const about = `certbench plays the official test cases of OCPP 2.0.1 (OCTT, part 6) on a charging station, by a mock CSMS and by rigs
that plug in the EV, present tokens and cut the mains, and makes a report to lay beside a laboratory's.`

// steps are the first that somebody takes who has no file yet.
const steps = `
First steps:
  certbench run --parallel 32                                  see it work: on stations of its own, in about a minute
  certbench plan --bench my-bench.yaml --pics my-pics.yaml     say what the product and the bench are (examples: harness/examples)
  certbench doctor --bench my-bench.yaml --pics my-pics.yaml   then check the wiring, and play: certbench run with the same files
`

func root() *cobra.Command {
	command := &cobra.Command{
		Use:               "certbench",
		Short:             "Pre-certification of OCPP 2.0.1 charging stations",
		Long:              about + "\n" + steps + codes(),
		Args:              cobra.ArbitraryArgs,
		RunE:              onlyCommands,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	showVersion(command)
	command.SetFlagErrorFunc(wrongFlag)
	command.SetHelpCommand(helpCommand(command))
	command.AddCommand(runCommand(), planCommand(), listCommand(), showCommand(), reportCommand(), diffCommand(),
		verifyCommand(), lintCommand(), doctorCommand(), rigCommand(), liveCommand(), csmsCommand(), sutAPICommand(), stationCommand(), pkiCommand(), firmwareCommand(), picsCommand(), knownCommand(), schemaCommand(), bundleCommand(),
		agentCommand(), fleetCommand(), manCommand())
	return command
}

// onlyCommands is what a command does that is nothing without one of its own.
func onlyCommands(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	return noCommand(c, args[0])
}

func noCommand(root *cobra.Command, word string) error {
	var names []string
	for _, sub := range root.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	of, _ := strings.CutPrefix(root.CommandPath()+" "+word, "certbench ")
	return fmt.Errorf("there is no command %q; write one of %s", of, strings.Join(names, ", "))
}

// helpCommand is cobra's, but an unknown command is wrong usage.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Shows the help of a command",
		RunE: func(_ *cobra.Command, args []string) error {
			of, _, err := root.Find(args)
			if err != nil || of == root && len(args) > 0 {
				return noCommand(root, args[0])
			}
			of.InitDefaultHelpFlag()
			return of.Help()
		},
	}
}
