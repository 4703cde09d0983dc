package reports

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// enough is the contrast that WCAG 2.2 asks for of text at level AA (success criterion 1.4.3).
const enough = 4.5

type colour [3]float64

var property = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3}(?:[0-9a-f]{3})?)[;\s]`)

// palettes are the colours of the style sheet in the light, in the dark and on paper.
func palettes(t *testing.T) map[string]map[string]colour {
	t.Helper()
	parts := strings.Split(string(style("style.css")), ":root {")
	if len(parts) != 4 {
		t.Fatalf("the style sheet has %d palettes, want those of the light, the dark and paper", len(parts)-1)
	}
	all := map[string]map[string]colour{}
	for i, name := range []string{"light", "dark", "paper"} {
		block, _, _ := strings.Cut(parts[i+1], "}")
		all[name] = map[string]colour{}
		for _, m := range property.FindAllStringSubmatch(block, -1) {
			all[name][m[1]] = parseColour(t, m[2])
		}
	}
	return all
}

func parseColour(t *testing.T, text string) (c colour) {
	t.Helper()
	digits := strings.TrimPrefix(text, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	for i := range c {
		n, err := strconv.ParseUint(digits[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c[i] = float64(n) / 255
	}
	return c
}

// mixed is color-mix(in srgb, c share, with).
func (c colour) mixed(share float64, with colour) (m colour) {
	for i := range c {
		m[i] = share*c[i] + (1-share)*with[i]
	}
	return m
}

// luminance is the relative luminance of WCAG 2.2.
func (c colour) luminance() float64 {
	var l [3]float64
	for i, v := range c {
		if l[i] = v / 12.92; v > 0.04045 {
			l[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestEveryTextHasContrastInTheLightInTheDarkAndOnPaper(t *testing.T) {
	if white, black := (colour{1, 1, 1}), (colour{}); math.Abs(contrast(white, black)-21) > 0.01 {
		t.Fatalf("white on black has a contrast of %f, want 21", contrast(white, black))
	}
	for scheme, of := range palettes(t) {
		check := func(what string, text, on colour) {
			if got := contrast(text, on); got < enough {
				t.Errorf("%s: %s has a contrast of %.2f, want %.1f", scheme, what, got, enough)
			}
		}
		for _, text := range []string{"ink", "muted", "accent", "pass", "warning", "fail", "inconclusive", "error", "none"} {
			if _, ok := of[text]; !ok {
				t.Fatalf("%s: there is no colour %s", scheme, text)
			}
			for _, on := range []string{"paper", "card", "tint", "bad-tint"} {
				check(text+" on "+on, of[text], of[on])
			}
			check("a pressed chip in "+text, of[text], of[text].mixed(0.10, of["card"]))
		}
	}
}

// What a rule makes paler than its colour, no palette tells.
func TestNoTextIsMadePaler(t *testing.T) {
	for _, name := range []string{"style.css", "report.css", "case.css", "sequence.css", "diff.css"} {
		sheet := string(style(name))
		if at := regexp.MustCompile(`[^-]opacity:`).FindStringIndex(sheet); at != nil {
			t.Errorf("%s uses opacity: %.80s", name, sheet[at[0]:])
		}
		if at := regexp.MustCompile(`[{; ]color: color-mix[^;]*`).FindString(sheet); at != "" {
			t.Errorf("%s mixes the colour of a text, which the contrast does not know: %s", name, at)
		}
	}
	if !strings.Contains(string(style("report.css")), "var(--c) 10%, var(--card)") {
		t.Error("a pressed chip has another background than the one whose contrast is computed")
	}
}
