package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

func failedOfFlag(c *cobra.Command, dir *string) {
	filledFlag(c, dir, "failed-of", "", "`folder` of an earlier run, of which what failed, was not judged or could not be played is played, with what must have passed before")
}

// failedIn narrows --cases to what did not pass in an earlier run of the product, and names that run; nil where none is named.
func (o *runOptions) failedIn(declared *pics.Declaration) (*evidence.RunNamed, error) {
	if o.failedOf == "" {
		return nil, nil
	}
	source, err := readEarlierRun(o.failedOf, "--failed-of")
	if err != nil {
		return nil, err
	}
	if was, is := source.Run.Started.Product, declared.Product.Designation; was != is {
		return nil, fmt.Errorf("--failed-of %s: it is a run of the product %q, and this one is of %q; name a run of the same", o.failedOf, was, is)
	}
	plays := withPrerequisites(reports.NotPassed(source))
	if len(plays) == 0 {
		return nil, fmt.Errorf("--failed-of %s: nothing failed there that could be played again; select cases by --cases", o.failedOf)
	}
	expr := strings.Join(plays, " || ")
	if o.cases != "" {
		expr = fmt.Sprintf("(%s) && (%s)", expr, o.cases)
	}
	if _, err := suites.Select(expr); err != nil {
		return nil, fmt.Errorf("--failed-of %s: %w", o.failedOf, err)
	}
	o.cases = expr
	return &evidence.RunNamed{ID: source.Run.Started.ID, Head: source.Head}, nil
}

// withPrerequisites names plays as --cases does, with the cases that must have passed before.
func withPrerequisites(plays []reports.Unpassed) (all []string) {
	add := func(name string) {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	var before func(id string)
	before = func(id string) {
		c, _ := octt.Lookup(id)
		for _, earlier := range c.After {
			before(earlier)
			add(earlier)
		}
	}
	for _, p := range plays {
		before(p.ID)
		add(suites.PlayName(p.ID, octt.Mode(p.Mode)))
	}
	return all
}
