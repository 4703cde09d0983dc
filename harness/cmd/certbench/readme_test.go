package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/suites"
)

const top = "../../.." // of the repository, seen from this package

// readmes are those of the repository, by their paths in it.
func readmes(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{".git", "node_modules", "bin", "runs", "dist"}, entry.Name()):
			return filepath.SkipDir
		case entry.Name() != "README.md":
			return nil
		}
		text, err := os.ReadFile(path)
		name, outside := filepath.Rel(top, path)
		all[filepath.ToSlash(name)] = string(text)
		return errors.Join(err, outside)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// readme is one of them.
func readme(t *testing.T, name string) string {
	t.Helper()
	text, there := readmes(t)[name]
	if !there {
		t.Fatalf("there is no %s", name)
	}
	return text
}

// blocks returns the lines of the fenced blocks of a language, without the indentation of their fence.
func blocks(text, language string) []string {
	var lines []string
	inside, indent := false, ""
	for line := range strings.Lines(text) {
		word := strings.TrimSpace(line)
		switch {
		case word == "```"+language && !inside:
			inside, indent = true, line[:strings.Index(line, "`")]
		case word == "```":
			inside = false
		case inside:
			lines = append(lines, strings.TrimRight(strings.TrimPrefix(line, indent), " \n"))
		}
	}
	return lines
}

// TestTheREADMEIsForSomebodyWhoHasFiveMinutes: it is short, has a picture of the report and one of the page of a run, and
// one bench file of about ten lines.
func TestTheREADMEIsForSomebodyWhoHasFiveMinutes(t *testing.T) {
	const most = 12_000
	text := readme(t, "README.md")
	if len(text) > most {
		t.Errorf("the README has %d bytes, want %d at most; what belongs to a package goes beside it", len(text), most)
	}
	if pictures := strings.Count(text, "!["); pictures != 2 {
		t.Errorf("the README has %d pictures, want the report's and the page's", pictures)
	}
	if lines := len(blocks(text, "yaml")); lines < 5 || lines > 12 {
		t.Errorf("the README shows %d lines of bench files, want one of about ten", lines)
	}
}

// TestTheOutputInTheREADMEIsThatOfThePlan: the lines of cases that the README shows are plays of a default run, under their
// names, and all passed; their count is that of the plan, and so is that of the cases which passed in all: between them the stations
// are in each security profile.
func TestTheOutputInTheREADMEIsThatOfThePlan(t *testing.T) {
	d, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := suites.Plan(d, "")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	cases := 0
	for _, item := range plan {
		if item.Verdict == "" {
			cases++
			for _, mode := range item.Modes() {
				id := item.Entry.ID
				if mode != "" {
					id += " (" + string(mode) + ")"
				}
				want = append(want, "PASS "+id+" "+item.Entry.Name)
			}
		}
	}
	line := regexp.MustCompile(`^\[ *\d+/(\d+)\] (\S+) +(TC_\w+(?: \([\w ]+\))?) +[\d.]+ s +(?:reference-\d+ +)?(.*)$`)
	all := regexp.MustCompile(`^ *all +(\d+) `)
	shown, summed := 0, false
	for _, text := range blocks(readme(t, "README.md"), "text") {
		if m := all.FindStringSubmatch(text); m != nil {
			if summed = true; m[1] != fmt.Sprint(cases) {
				t.Errorf("%q sums up %s cases that passed, the plan plays %d", text, m[1], cases)
			}
		}
		if m := line.FindStringSubmatch(text); m != nil {
			shown++
			if one := m[2] + " " + m[3] + " " + m[4]; !slices.Contains(want, one) {
				t.Errorf("the README shows %q, which the plan does not play", one)
			}
			if m[1] != fmt.Sprint(len(want)) {
				t.Errorf("%q counts %s plays, the plan %d", text, m[1], len(want))
			}
		}
	}
	if shown < 5 || !summed {
		t.Errorf("expected the README to show some plays and the sum, got %d plays, a sum: %t", shown, summed)
	}
}

// TestTheLinksOfTheREADMEsLeadSomewhere: every file and folder that one links to, pictures included, is there, and so is the heading
// that a link names.
func TestTheLinksOfTheREADMEsLeadSomewhere(t *testing.T) {
	all := readmes(t)
	for name, text := range all {
		for _, to := range linksOf(text) {
			file, heading, _ := strings.Cut(to, "#")
			at := path.Join(path.Dir(name), file)
			if file == "" {
				at = name
			}
			if _, err := os.Stat(filepath.Join(top, at)); err != nil {
				t.Errorf("%s links to %s: %v", name, to, err)
			}
			if heading != "" && !slices.Contains(anchors(all[at]), heading) {
				t.Errorf("%s links to %s, and %s has no such heading, only %q", name, to, at, anchors(all[at]))
			}
		}
	}
}

// linksOf are what a text links to in the repository.
func linksOf(text string) []string {
	var all []string
	for _, m := range regexp.MustCompile(`\]\(([^)\s]+)\)`).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(m[1], "://") {
			all = append(all, m[1])
		}
	}
	return all
}

// anchors are the headings of a text as links name them.
func anchors(text string) []string {
	var all []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(text, -1) {
		all = append(all, strings.ReplaceAll(regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return all
}

// TestEveryREADMEIsFoundFromTheFirst: whoever begins with that of the repository gets to every other one by links.
func TestEveryREADMEIsFoundFromTheFirst(t *testing.T) {
	all := readmes(t)
	found := map[string]bool{}
	var from func(name string)
	from = func(name string) {
		if found[name] || all[name] == "" {
			return
		}
		found[name] = true
		for _, to := range linksOf(all[name]) {
			file, _, _ := strings.Cut(to, "#")
			from(path.Join(path.Dir(name), file))
		}
	}
	from("README.md")
	for name := range all {
		if !found[name] {
			t.Errorf("no link leads from the README to %s", name)
		}
	}
}

// TestTheREADMESaysHowFarItGoes: the numbers of the catalogue's README are those of the catalogue.
func TestTheREADMESaysHowFarItGoes(t *testing.T) {
	played, all := map[pics.Profile]int{}, 0
	for _, entry := range catalogue.All() {
		if _, is := octt.Lookup(entry.ID); is {
			all++
			for _, p := range entry.Profiles {
				played[p.Profile]++
			}
		}
	}
	requirements := map[string]bool{}
	for _, c := range catalogue.Citations() {
		requirements[c.Requirement] = true
	}
	want := []string{fmt.Sprintf("all %d official station cases", len(catalogue.All())), fmt.Sprintf("%d of them are played", all),
		fmt.Sprintf("The %d cite %d requirements of part 2, in %d places", all, len(requirements), len(catalogue.Citations()))}
	for profile, n := range played {
		want = append(want, fmt.Sprintf(" %d of %s", n, profile))
	}
	text := strings.Join(strings.Fields(readme(t, "harness/catalogue/README.md")), " ")
	for _, words := range want {
		if !strings.Contains(text, words) {
			t.Errorf("the catalogue's README does not say %q", words)
		}
	}
}
