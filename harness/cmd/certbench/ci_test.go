package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/reports"
)

// ciFolder has the job files.
const ciFolder = top + "/harness/examples/ci"

// checkout is a temporary checkout in which the commands of a job run as they stand, with certbench in the path.
type checkout struct {
	*testing.T
	dir string
	env []string
}

func newCheckout(t *testing.T, env ...string) *checkout {
	t.Helper()
	c := &checkout{T: t, dir: t.TempDir()}
	write(t, filepath.Join(c.dir, "pics.yaml"), string(examples.PICS()))
	write(t, filepath.Join(c.dir, "bench.yaml"), string(examples.Bench()))
	c.env = append(os.Environ(), "PATH="+filepath.Dir(program)+":"+os.Getenv("PATH"), "CERTBENCH_BENCH="+filepath.Join(c.dir, "bench.yaml"),
		"CERTBENCH_PICS=pics.yaml", "CERTBENCH_CASES=TC_B_06_CS || TC_B_07_CS || TC_B_09_CS || TC_B_13_CS || TC_B_02_CS")
	c.env = append(c.env, env...)
	return c
}

// stands puts a program into the path that stands in for a service which is not there.
func (c *checkout) stands(name, script string) {
	c.Helper()
	bin := filepath.Join(c.dir, ".bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		c.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		c.Fatal(err)
	}
	c.env = append(c.env, "PATH="+bin+":"+filepath.Dir(program)+":"+os.Getenv("PATH"))
}

// runs a script of a job, and requires that it ends well.
func (c *checkout) runs(shell []string, script string, env ...string) {
	c.Helper()
	command := exec.Command(shell[0], append(shell[1:], "-c", script)...)
	command.Dir, command.Env = c.dir, slices.Concat(c.env, env)
	if out, err := command.CombinedOutput(); err != nil {
		c.Errorf("%s\n%v: %s", script, err, out)
	}
}

// sideBySide runs a script for each of three shards.
func (c *checkout) sideBySide(shell []string, script string, env func(shard int) []string) {
	c.Helper()
	var all sync.WaitGroup
	for shard := 1; shard <= 3; shard++ {
		all.Go(func() { c.runs(shell, script, env(shard)...) })
	}
	all.Wait()
}

// whole requires the report of a job, made of three parts, and held against a baseline or not.
func (c *checkout) whole(baseline bool) {
	c.Helper()
	s := summary(c.T, filepath.Join(c.dir, "whole"))
	if s.Joined == nil || len(s.Joined.Parts) != 3 || s.Counts["PASS"] != 5 || (s.Run.Baseline != nil) != baseline {
		c.Errorf("the report has %v, of %+v; baseline %v, want %v", s.Counts, s.Joined, s.Run.Baseline, baseline)
	}
	if code, out, _ := inProcess("verify", filepath.Join(c.dir, "whole")); code != codePassed {
		c.Errorf("the report does not verify: %s", out)
	}
	if text := contents(c.T, filepath.Join(c.dir, "whole"))["junit.xml"]; strings.Count(text, "<testsuite ") < 400 {
		c.Error("junit.xml lacks suites")
	}
}

// again leaves nothing of a pipeline but the report that the next one fetches.
func (c *checkout) again() (last string) {
	c.Helper()
	last = filepath.Join(c.TempDir(), "whole")
	if err := os.Rename(filepath.Join(c.dir, "whole"), last); err != nil {
		c.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(c.dir, "shard-*"))
	if err != nil {
		c.Fatal(err)
	}
	for _, dir := range append(left, filepath.Join(c.dir, "baseline")) {
		if err := os.RemoveAll(dir); err != nil {
			c.Fatal(err)
		}
	}
	return last
}

func readYAML(t *testing.T, name string, to any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(ciFolder, name))
	if err == nil {
		err = yaml.Unmarshal(text, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var bash = []string{"bash", "-eo", "pipefail"}

func TestTheJobsForGitLabRunAsTheyStand(t *testing.T) {
	t.Parallel()
	type job struct {
		Script    []string
		Parallel  int
		Timeout   string
		Tags      []string
		Artifacts struct{ Reports struct{ JUnit string } }
	}
	var file struct {
		Stages                 []string
		Variables              map[string]string
		Baseline, Play, Report job
	}
	readYAML(t, "gitlab-ci.yml", &file)
	if file.Play.Parallel != 3 || file.Play.Timeout == "" || len(file.Play.Tags) != 1 || file.Report.Artifacts.Reports.JUnit != "whole/junit.xml" {
		t.Errorf("the jobs lack parallel, timeout, tag or JUnit: %+v", file)
	}
	var last string // the report of the pipeline before
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if last == "" || r.Header.Get("JOB-TOKEN") != "secret" || r.URL.String() != "/projects/7/jobs/artifacts/main/download?job=report" {
			http.NotFound(w, r)
			return
		}
		if _, err := w.Write(zipped(t, filepath.Dir(last))); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	c := newCheckout(t, "CI_JOB_TOKEN=secret", "CI_API_V4_URL="+server.URL, "CI_PROJECT_ID=7", "CI_DEFAULT_BRANCH=main")
	for round := range 2 {
		c.runs(bash, strings.Join(file.Baseline.Script, "\n"))
		c.sideBySide(bash, strings.Join(file.Play.Script, "\n"), func(shard int) []string {
			return []string{fmt.Sprintf("CI_NODE_INDEX=%d", shard), fmt.Sprintf("CI_NODE_TOTAL=%d", file.Play.Parallel)}
		})
		c.runs(bash, strings.Join(file.Report.Script, "\n"))
		c.whole(round > 0)
		if round == 0 {
			last = c.again()
		}
	}
}

// zipped is a folder as GitLab hands artifacts out.
func zipped(t *testing.T, dir string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if err := w.AddFS(os.DirFS(dir)); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	return b.Bytes()
}

func TestTheWorkflowForGitHubRunsAsItStands(t *testing.T) {
	t.Parallel()
	type step struct{ Name, Run, Uses string }
	type job struct {
		TimeoutMinutes int `yaml:"timeout-minutes"`
		Strategy       struct{ Matrix struct{ Shard []int } }
		Steps          []step
	}
	var file struct {
		Concurrency struct{ Group string }
		Jobs        struct{ Baseline, Play, Report job }
	}
	readYAML(t, "github.yml", &file)
	if file.Concurrency.Group == "" || file.Jobs.Play.TimeoutMinutes == 0 || len(file.Jobs.Play.Strategy.Matrix.Shard) != 3 {
		t.Errorf("the workflow lacks a concurrency group, a timeout or a matrix of three: %+v", file)
	}
	script := func(of job) string {
		var all []string
		for _, s := range of.Steps {
			all = append(all, s.Run)
		}
		return strings.Join(all, "\n")
	}
	last := filepath.Join(t.TempDir(), "last")
	c := newCheckout(t, "DEFAULT_BRANCH=main", "LAST="+last)
	c.stands("gh", `case "$1 $2" in
"run list") if [ -d "$LAST" ]; then echo 4711; fi ;;
"run download") test "$3" = 4711 && cp -r "$LAST/." "$7" ;;
*) exit 9 ;;
esac
`)
	for round := range 2 {
		c.runs(bash, script(file.Jobs.Baseline))
		c.sideBySide(bash, script(file.Jobs.Play), func(shard int) []string { return []string{fmt.Sprintf("SHARD=%d", shard)} })
		c.runs(bash, script(file.Jobs.Report))
		c.whole(round > 0)
		if round == 0 {
			if err := os.Rename(c.again(), last); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// shellSteps are the sh steps of a Jenkinsfile.
var shellSteps = regexp.MustCompile(`(?s)sh '''(.*?)'''|sh '([^'\n]*)'`)

func TestTheJenkinsfileRunsAsItStands(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(ciFolder, "Jenkinsfile"))
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for _, match := range shellSteps.FindAllStringSubmatch(string(text), -1) {
		steps = append(steps, strings.ReplaceAll(match[1], `\\`, `\`)+match[2])
	}
	if len(steps) != 5 {
		t.Fatalf("the Jenkinsfile has %d sh steps; this test knows the baseline's two, the shard's and the report's two: %q", len(steps), steps)
	}
	for _, want := range []string{"timeout(", "label 'certbench-bench'", "lock(", "junit(testResults: 'junit.xml'", "attachments()", "dir('whole')"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the Jenkinsfile lacks %s", want)
		}
	}
	jenkins := []string{"sh", "-xe"}
	c := newCheckout(t)
	for round := range 2 {
		c.runs(jenkins, steps[0])
		if round > 0 { // what copyArtifacts does
			c.runs(jenkins, `mkdir -p fetched && mv last fetched/whole`)
		}
		c.runs(jenkins, steps[1])
		c.sideBySide(jenkins, steps[2], func(shard int) []string { return []string{fmt.Sprintf("SHARD=%d", shard)} })
		c.runs(jenkins, `mkdir stash && mv shard-* stash`) // the parts are stashed, and come back after the step
		c.runs(jenkins, steps[3])
		c.runs(jenkins, `mv stash/* . && rmdir stash`)
		c.runs(jenkins, steps[4])
		c.whole(round > 0)
		if round == 0 {
			if err := os.Rename(c.again(), filepath.Join(c.dir, "last")); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAPlaceOfLabgridIsGivenBack(t *testing.T) {
	t.Parallel()
	script, err := filepath.Abs(filepath.Join(ciFolder, "labgrid/play.sh"))
	if err != nil {
		t.Fatal(err)
	}
	places, err := filepath.Abs(filepath.Join(ciFolder, "labgrid/places.sh"))
	if err != nil {
		t.Fatal(err)
	}
	c := newCheckout(t)
	c.stands("labgrid-client", `echo "$*" >> calls
case "$*" in
"reserve --wait --shell rig=certbench") echo "export LG_TOKEN=TOKEN" ;;
"-p + show") printf "Place 'rack-2':\n  tags: rig=certbench\n" ;;
esac
`)
	if err := os.Mkdir(filepath.Join(c.dir, "benches"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(c.dir, "benches/rack-2.yaml"), string(examples.Bench()))
	for shard := 1; shard <= 3; shard++ {
		c.runs([]string{"sh", "-e"}, fmt.Sprintf("%s %d/3 shard-%d", script, shard, shard))
	}
	c.runs([]string{"sh", "-e"}, "certbench report shard-* --out whole")
	c.whole(false)
	c.runs([]string{"sh", "-e"}, places)
	calls := contents(t, c.dir)["calls"]
	want := "reserve --wait --shell rig=certbench\n-p + acquire\n-p + power on\n-p + show\n-p + power off\n-p + release\ncancel-reservation TOKEN\n"
	if !strings.HasPrefix(calls, want) || strings.Count(calls, "create\n") != 3 {
		t.Errorf("labgrid-client was called\n%s\nwant it to begin\n%s", calls, want)
	}
	if s := summary(t, filepath.Join(c.dir, "shard-1")); s.Verdict == reports.Incomplete && s.Run.Shard == nil {
		t.Errorf("the part is %+v", s.Run)
	}
}
