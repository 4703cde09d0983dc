package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// filled is the word of a flag that cannot be empty: a variable of a CI job that nobody set must not quietly mean the
// default.
type filled string

// String, Set and Type make it a flag.
func (f *filled) String() string { return string(*f) }

// Set takes a word from the command line.
func (f *filled) Set(word string) error {
	if strings.TrimSpace(word) == "" {
		return errors.New("write a value, or leave the flag away")
	}
	*f = filled(word)
	return nil
}

// Type is what decides how a help shows the default.
func (f *filled) Type() string { return "string" }

func filledFlag(c *cobra.Command, to *string, name, value, usage string) {
	*to = value
	c.Flags().Var((*filled)(to), name, usage)
}

// filledList is a flag that may be repeated, each time with a word that cannot be empty.
type filledList []string

// String, Set and Type make it a flag.
func (f *filledList) String() string { return strings.Join(*f, " ") }

// Set adds a word from the command line.
func (f *filledList) Set(word string) error {
	var one filled
	if err := one.Set(word); err != nil {
		return err
	}
	*f = append(*f, word)
	return nil
}

// Type is what decides how a help shows the default.
func (f *filledList) Type() string { return "string" }

// wanted is what to write as the value of a flag, by its type.
var wanted = map[string]string{
	"int":      "write a whole number",
	"int64":    "write a whole number",
	"duration": "write a duration with its unit, such as 30s or 2m",
	"bool":     "write true or false, or nothing",
}

// wrongFlag says what is wrong with a flag in words of ours.
func wrongFlag(c *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		flag := invalid.GetFlag()
		instead, ok := wanted[flag.Value.Type()]
		if !ok {
			instead = errors.Unwrap(err).Error()
		}
		err = fmt.Errorf("--%s cannot be %q; %s", flag.Name, invalid.GetValue(), instead)
	}
	return fmt.Errorf("%w; see %s --help", err, c.CommandPath())
}
