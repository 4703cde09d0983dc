package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/rigs/gpio"
)

// TestTheWiringGuideTheSchematicAndTheBenchFileNameTheSameLines: whoever wires by the one can copy the other.
func TestTheWiringGuideTheSchematicAndTheBenchFileNameTheSameLines(t *testing.T) {
	file, err := bench.Load(fullRigWith(t))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	outputs := map[string]bool{}
	for _, rig := range file.Rigs {
		if rig.Wiring != nil {
			for _, line := range rig.Wiring.Lines() {
				want = append(want, line.Name)
			}
		}
	}
	for _, line := range file.Outputs() {
		outputs[line.Name] = true
	}
	slices.Sort(want)
	_, chapter, _ := strings.Cut(readme(t, "rigs/README.md"), "## Wire a rig\n")
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	svg, err := os.ReadFile(top + "/rigs/wiring.svg")
	if err != nil {
		t.Fatal(err)
	}
	var guide, schematic []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z0-9_-]+)` \\| (\\w+) ").FindAllStringSubmatch(chapter, -1) {
		guide = append(guide, m[1])
		if outputs[m[1]] == (m[2] == "input") {
			t.Errorf("the guide says of %s that it is %s, the bench file drives it: %t", m[1], m[2], outputs[m[1]])
		}
	}
	for _, m := range regexp.MustCompile(`class="l"[^>]*>([^<]+)<`).FindAllStringSubmatch(string(svg), -1) {
		schematic = append(schematic, m[1])
	}
	for name, got := range map[string][]string{"the guide": guide, "the schematic": schematic} {
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s names the lines\n%q, the bench file\n%q", name, got, want)
		}
	}
	for _, board := range gpio.Boards() {
		if !strings.Contains(chapter, "`"+board+"`") {
			t.Errorf("the guide does not name the board %s", board)
		}
	}
}

// TestTheResistorsOfTheGuideMakeItsStates: those that are closed together have the resistance that the guide says.
func TestTheResistorsOfTheGuideMakeItsStates(t *testing.T) {
	for beside, state := range map[float64]string{1300: "C", 270: "D"} {
		want := fmt.Sprintf("%.0f Ω in %s", 1/(1/2740.0+1/beside), state)
		if !strings.Contains(readme(t, "rigs/README.md"), want) {
			t.Errorf("2.74 kohm beside %.0f ohm are %s, and the guide does not say so", beside, want)
		}
	}
}
