package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
)

const joinText = `
With --out it makes one report of several runs of the same product, such as the shards of a plan: OUT holds their evidence, in the
folder parts, and the documents of all of them together, and report and verify take it as any run folder. Each chain is proved
first, and a folder that does not verify is refused. So are runs of other firmware, PICS, schemas, edition or certbench, and shards that were
parted differently, without --although-different: then every document says what differs. A play that two of the runs have played is refused without
--although-twice: then the worse verdict counts. What a shard left to another that is not there is NOT RUN. The exit code is then
that of one run with all the plays; a shard that is missing is trouble (3).
`

type joinOptions struct {
	out string
	may reports.JoinOptions
}

func joinFlags(c *cobra.Command, o *joinOptions) {
	filledFlag(c, &o.out, "out", "", "`folder`, new or empty, for one report of several runs")
	c.Flags().BoolVar(&o.may.Different, "although-different", false, "make one report although the runs are of other firmware, PICS, schemas, edition or certbench; every document says so")
	c.Flags().BoolVar(&o.may.Twice, "although-twice", false, "make one report although a play is in several runs; the worse verdict counts")
}

// folders checks that the run folders and the flags go together.
func (o *joinOptions) folders(c *cobra.Command, dirs []string) error {
	switch {
	case len(dirs) == 0:
		return fmt.Errorf("no argument came, but %s takes a run folder, or several and --out; see %s --help", c.CommandPath(), c.CommandPath())
	case o.out == "" && len(dirs) > 1:
		return fmt.Errorf("%d run folders came; name with --out the folder for one report of all of them, or call %s for each", len(dirs), c.CommandPath())
	case o.out == "" && (o.may.Different || o.may.Twice):
		return errors.New("--although-different and --although-twice are for one report of several runs; name its folder with --out")
	}
	for _, dir := range dirs {
		if err := runFolder(dir); err != nil {
			return err
		}
		if _, err := os.Stat(filepath.Join(dir, reports.JoinedName)); err == nil && o.out != "" {
			return fmt.Errorf("%s is made of several runs already; name those in its folder parts", dir)
		}
	}
	return nil
}

// join makes one report of several runs.
func (o *joinOptions) join(c *cobra.Command, dirs []string, as reportFormat) error {
	out, err := newFolder(o.out, "", time.Time{})
	if err != nil {
		return err
	}
	if err := reports.Join(dirs, out, o.may); err != nil {
		return errors.Join(apart(err), leaveNothing(out))
	}
	source, err := reports.WriteAll(out)
	if err != nil {
		return trouble(err)
	}
	if err := as.tell(c, out, source); err != nil {
		return err
	}
	if source.Tampered() {
		return sound(source, out)
	}
	return decided(c, source)
}

// apart says what to do about runs that cannot be one.
func apart(err error) error {
	var altered *reports.Altered
	var differ *reports.ErrApart
	switch {
	case errors.As(err, &altered) && altered.Cut:
		return trouble(err)
	case errors.As(err, &altered):
		return &failure{codeFailed, err}
	case errors.As(err, &differ) && len(differ.Different) > 0:
		return fmt.Errorf("%s One report of them would be one of no product; name runs that agree, or say --although-different", strings.TrimSpace(err.Error()))
	case errors.As(err, &differ) && len(differ.Twice) > 0:
		return fmt.Errorf("%w; name the run that is to count, or say --although-twice, and the worse verdict counts", err)
	case errors.As(err, &differ):
		return err
	}
	return trouble(err)
}

// leaveNothing takes away the folder of a report that was not made, where nothing is in it.
func leaveNothing(out string) error {
	if entries, err := os.ReadDir(out); err != nil || len(entries) > 0 {
		return err
	}
	return os.Remove(out)
}
