package strangers

import (
	"regexp"
	"testing"
)

func TestEveryFaultCanBeNamedAndPlayed(t *testing.T) {
	name, on := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`), regexp.MustCompile(`^TC_[A-Z]+_\d+_CS(/(local|remote))?(@[a-z]+)?$`)
	for _, f := range Faults() {
		if !name.MatchString(f.Name) {
			t.Errorf("%q is no name: lower case words with hyphens", f.Name)
		}
		if last := f.Sentence[len(f.Sentence)-1]; last != '.' {
			t.Errorf("%s: %q is no sentence", f.Name, f.Sentence)
		}
		for _, c := range f.Cases {
			if !on.MatchString(c) {
				t.Errorf("%s: %q is no case[/mode][@product]", f.Name, c)
			}
		}
	}
}
