package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/suites"
)

type runOptions struct {
	files
	cases, out       string
	durations        string
	shard            shardFlag
	parallel         int
	profile          int // of the reference stations; 0 leaves it to the plan
	seed             int64
	shuffle, verbose bool
	requireComplete  bool
	known            string // file of known failures
	baseline         string // folder of an earlier run
	baselineOther    bool   // it may be of another product
	failedOf         string // folder of an earlier run
	repeat           int    // how often everything is played
	resume           string // folder of a run to go on with
	resumption       *resumption
	format, progress format
	live             string // address of the page; empty for none
	fleet            fleetOptions
}

// runCommandName is also what wantsFeed looks for.
const runCommandName = "run"

func runCommand() *cobra.Command { return newRunCommand(&runOptions{}) }

func newRunCommand(o *runOptions) *cobra.Command {
	c := &cobra.Command{
		Use:   runCommandName,
		Short: "Plays the plan on a station",
		Long: `Plays every case that the PICS calls for and certbench can play, and leaves a run folder: the evidence (events.jsonl),
report.html, abstract.html, both for paper as PDF, junit.xml, run.json, and the PICS and bench file that it was made with. Ctrl-C ends a run in
good order: the rigs go to their safe state, the station that a case has touched is brought to rest, which the run says what
it waits for, and the documents are written. A second Ctrl-C skips that wait, and gives a rig that does not answer a few seconds.

It ends in the verdicts of each block and two bars: how many requests the bench has added to those of the tables, and how much of the
plays' time is its own, such as pauses around acts, and not the table's or the station's. run.json has both, as "calls" and "time".

Without --bench it starts the reference station as a process of its own and plays on that; with --parallel N it starts N
of them, ten to a process. With several bench files, --bench given once for each, it plays on all of them. Benches that play side by side
have stations of one product, one PICS, one evidence and one report: each case goes to the bench that is free next, and
what a broken bench leaves falls to the others. They are handed the longest plays first, by the durations of the newest
earlier run beside the run folder or of that which --durations names, and one quick play before, so that a verdict comes soon.

Some cases are played in one security profile only (part 2, A00). Of several reference stations the last two are in security
profile 2 and in 3, with certificates that are made for the run; of two, the second is in 3. One alone is in 1, or where
none of the selected cases is played there, in the first in which one is. The profile of another station stands in its bench
file.
` + expectedText + shardText + progressText + casesExamples + codes(),
		Example: `  certbench run
  certbench run --cases "Core && E" --out runs/block-e
  certbench run --bench my-bench.yaml --pics my-pics.yaml
  certbench run --cases TC_E_03_CS -v
  certbench run --cases TC_E_06_CS/remote
  certbench run --parallel 4
  certbench run --bench bench-1.yaml --bench bench-2.yaml --pics my-pics.yaml
  certbench run --shard 2/3 --out runs/shard-2
  certbench run --known known.yaml
  certbench run --baseline runs/last-week
  certbench run --failed-of runs/last-week --repeat 5
  certbench run --resume runs/20260102-150405-cp-flex-plus-eu
  certbench run --bench my-bench.yaml --pics my-pics.yaml --live 0.0.0.0:8080
  certbench run --pics my-pics.yaml --fleet nats://10.0.0.5:4222 --creds runner.nk --most 2 --on 'place=room-*'
  certbench run --resume runs/20260102-150405-cp-flex-plus-eu --fleet nats://10.0.0.5:4222 --creds runner.nk
  certbench run --format json > run.json`,
		Args: takes(0, "no argument; select cases by --cases with an expression"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.goesTogether(); err != nil {
				return err
			}
			if o.resume != "" && (o.fleet.url != "" || isFleetRun(o.resume)) {
				return o.resumedOnFleet(c)
			}
			if o.fleet.url != "" {
				return o.onFleet(c, nil)
			}
			if err := o.sideBySide(c.Flags().Changed("parallel")); err != nil {
				return err
			}
			if err := o.rightProfile(c.Flags().Changed("security-profile")); err != nil {
				return err
			}
			if err := rightRepeat(o.repeat); err != nil {
				return err
			}
			if o.resume != "" {
				return o.resumed(c)
			}
			return o.run(c)
		},
	}
	benchFlag(c, &o.files)
	picsFlag(c, &o.files)
	schemasFlag(c, &o.files)
	flags := c.Flags()
	flags.StringVar(&o.cases, "cases", "", casesHelp)
	filledFlag(c, &o.out, "out", "", "run `folder`, new or empty (default: runs/<time>-<product>)")
	filledFlag(c, &o.durations, "durations", "", durationsHelp)
	addShardFlag(c, &o.shard)
	progressFlag(c, &o.progress)
	filledFlag(c, &o.live, "live", "", liveHelp)
	fleetFlags(c, &o.fleet)
	flags.IntVar(&o.parallel, "parallel", 1, "`N` reference stations are played side by side; of bench files, all are")
	flags.IntVar(&o.profile, "security-profile", 0, "security profile of the reference stations (default: the last two are in 2 and in 3, the others in 1)")
	flags.BoolVar(&o.shuffle, "shuffle", false, "play the cases in random order")
	flags.Int64Var(&o.seed, "seed", 0, "of the random order, to have the same again (default: from the clock)")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "show the table of every case, not only of those that do not pass")
	requireCompleteFlag(c, &o.requireComplete)
	knownFlag(c, &o.known)
	baselineFlags(c, &o.baseline, &o.baselineOther)
	failedOfFlag(c, &o.failedOf)
	repeatFlag(c, &o.repeat)
	resumeFlag(c, &o.resume)
	formatFlag(c, &o.format)
	return c
}

// run plays a plan from the first file read to the last document written.
func (o *runOptions) run(c *cobra.Command) (err error) {
	s, err := o.read()
	if err != nil {
		return err
	}
	if done, err := supervised(c, s.benches); done {
		return err
	}
	giveBack, err := leases(c, s.benches)
	if err != nil {
		return trouble(err)
	}
	defer func() { err = errors.Join(err, trouble(giveBack())) }()
	noticeContradictions(c, o.picsName(), s.declared)
	noticeDoubts(c, s.known)
	if s.step, err = knock(o.live); err != nil {
		return err
	}
	if s.dir, err = s.folder(o.out); err != nil {
		return err
	}
	if len(s.benches) > 1 && !o.shuffle {
		s.turns = newTurns(o.durations, s.dir, len(o.benches) == 0, s.declared, s.plan)
	}
	if err := s.play(c, o); err != nil {
		if unbegun := new(notBegun); errors.As(err, &unbegun) {
			return trouble(unbegun.error) // what the folder holds is another's
		}
		_, err = s.save(err)
		return trouble(err)
	}
	source, err := s.save(nil)
	if err != nil {
		return trouble(err)
	}
	if err := tell(c, s.dir, source, o.format); err != nil {
		return err
	}
	return decided(c, source)
}

// session is one run: what it was given, and where it leaves its evidence.
type session struct {
	declared *pics.Declaration
	benches  []*bench.File // one at least
	schemas  *schemas.Set
	turns    turns // of plays on several benches
	plan     []suites.Item
	shard    *evidence.Shard // nil for the whole plan
	shared   string          // what the shard plays, in a sentence
	failedOf *evidence.RunNamed
	known    *known.File       // nil for none
	baseline *reports.Baseline // nil for none

	resumption *resumption // nil for a new run
	dir        string
	step       *doorstep // where the page of the run is served; nil for no page
	control    *control  // nil where nobody steers
}

func (o *runOptions) read() (*session, error) {
	declared, benches, err := o.readInputs()
	if err != nil {
		return nil, err
	}
	set, err := o.readSchemas()
	if err != nil {
		return nil, err
	}
	failedOf, err := o.failedIn(declared)
	if err != nil {
		return nil, err
	}
	expected, err := readKnown(o.known)
	if err != nil {
		return nil, err
	}
	before, err := readBaseline(o.baseline, o.baselineOther, declared)
	if err != nil {
		return nil, err
	}
	plan, err := suites.Plan(declared, o.cases)
	if err != nil {
		return nil, err
	}
	if err := somethingToPlay(plan); err != nil {
		return nil, err
	}
	if o.seed == 0 {
		o.seed = time.Now().UnixNano()
	}
	mine, shard, err := o.shard.take(plan, o.durations, declared)
	if err != nil {
		return nil, err
	}
	if r := o.resumption; r != nil && shard != nil && r.started.Shard != nil && *shard != *r.started.Shard {
		return nil, fmt.Errorf("--resume %s: the plan is parted otherwise than when the run began: %s holds another run by now; play the shard again", o.resume, o.durations)
	}
	// The stations are those of the whole plan, so that a case is played in the same security profile as without shards.
	return &session{declared: declared, benches: o.multiply(benches, plan), schemas: set, plan: mine, shard: shard, shared: sharedOut(shard, mine, plan),
		failedOf: failedOf, known: expected, baseline: before, resumption: o.resumption}, nil
}

// folder is the run folder: a new one, or that of the run that is gone on with.
func (s *session) folder(out string) (string, error) {
	if s.resumption == nil {
		return newFolder(out, s.declared.Product.Designation, time.Now())
	}
	return out, s.resumption.matches(s)
}

// somethingToPlay refuses a plan in which nothing would be played: it would pass without a single check.
func somethingToPlay(plan []suites.Item) error {
	var first *suites.Item
	count := map[evidence.Verdict]int{}
	for i, item := range plan {
		if item.Verdict == "" {
			return nil
		}
		if item.Selected {
			count[item.Verdict]++
			if first == nil {
				first = &plan[i]
			}
		}
	}
	return fmt.Errorf("there is nothing to play: of the cases selected, %d do not apply by the PICS and %d are not played by certbench yet, such as %s: %s; select others by --cases or correct the PICS, and see certbench plan",
		count[evidence.NotApplicable], count[evidence.NotRun], first.Entry.ID, first.Reason)
}

// noticeContradictions says in one line that the PICS contradicts itself; the run goes on. What was certified so is only doubtful, and
// no contradiction, nor is an answer that is missing: where a case turns on one there is no plan.
func noticeContradictions(c *cobra.Command, name string, declared *pics.Declaration) {
	if n := len(slices.DeleteFunc(pics.Lint(declared), func(f pics.Finding) bool { return f.Doubt || f.Owed })); n > 0 {
		noun := "contradictions"
		if n == 1 {
			noun = "contradiction"
		}
		fmt.Fprintf(c.ErrOrStderr(), "certbench: the PICS %s holds %d %s, and cases may be judged by the wrong one; certbench lint names them\n", name, n, noun)
	}
}

// play records the whole run. The error is one of the bench or of the disk; what the cases came to is in the evidence.
func (s *session) play(c *cobra.Command, o *runOptions) error {
	defer frugal(forRun + len(s.benches)/benchesAMiB)()
	recorder, err := s.recorder()
	if err != nil {
		return &notBegun{err}
	}
	shown := watch(c.ErrOrStderr(), o.verbose, s.benches)
	shown.rest = expecting(s.plan, s.marks(), o.repeat, s.durationsBefore(o))
	if !s.longestFirst(o) {
		shown.rest.AnyOrder()
	}
	if to := feedOf(c); to != nil {
		shown.forPrograms(to, s.dir)
	}
	recorder.OnRecord(shown.record)
	recorder.OnRecord(callOut(s.declared, shown.say))
	if s.turns.words != "" {
		shown.say("%s", s.turns.words)
	}
	if s.shared != "" {
		shown.say("%s", s.shared)
	}
	page := openPage(c, s, o, recorder)
	s.control = page.steered(c, s, recorder, shown)
	if s.resumption == nil {
		err = begin(recorder, s, o)
	}
	if err == nil {
		err = s.onBenches(c, o, recorder, shown)
	}
	err = errors.Join(err, recorder.Close(), page.close())
	shown.close()
	return err
}

// notBegun is why nothing of a run could be recorded.
type notBegun struct{ error }

// recorder begins the evidence, or goes on with it.
func (s *session) recorder() (*evidence.Recorder, error) {
	if s.resumption != nil {
		return s.goOn()
	}
	if err := s.keepInputs(); err != nil {
		return nil, err
	}
	return evidence.Create(s.dir)
}

// save writes the documents, also after an error, and returns what they were made from.
func (s *session) save(before error) (*reports.Source, error) {
	if _, err := os.Stat(filepath.Join(s.dir, evidence.FileName)); err != nil {
		return nil, before // nothing was begun
	}
	defer frugal(forDocuments)()
	debug.FreeOSMemory() // what the benches have taken: the documents of a long run need as much anew
	source, err := reports.WriteAll(s.dir)
	return source, errors.Join(before, err)
}
