//go:build guest

package cases

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/warthog618/go-gpiocdev"
)

// levels are lines of gpio-sim from the outside. Their attributes stay open, for the copper looks at each of them fifty
// times a second, in a machine that is slow. It implements loop.World.
type levels map[string]struct{ value, pull *os.File }

// levelsOf finds lines by their names on all chips.
func levelsOf(t *testing.T, names []string) levels {
	t.Helper()
	l := levels{}
	for _, chip := range gpiocdev.Chips() {
		c, err := gpiocdev.NewChip(chip)
		if err != nil {
			t.Fatal(err)
		}
		for offset := range c.Lines() {
			info, err := c.LineInfo(offset)
			if err != nil {
				t.Fatal(err)
			}
			line := l[info.Name]
			folder := fmt.Sprintf("/sys/bus/gpio/devices/%s/sim_gpio%d", chip, offset)
			if line.value, err = os.Open(filepath.Join(folder, "value")); err == nil {
				line.pull, err = os.OpenFile(filepath.Join(folder, "pull"), os.O_WRONLY, 0)
			}
			if err != nil {
				t.Fatal(err)
			}
			l[info.Name] = line
			t.Cleanup(func() {
				line.value.Close()
				line.pull.Close()
			})
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, name := range names {
		if _, there := l[name]; !there {
			t.Fatalf("no chip has the line %q", name)
		}
	}
	return l
}

// High implements loop.World.
func (l levels) High(line string) (bool, error) {
	text := make([]byte, 8)
	n, err := l[line].value.ReadAt(text, 0)
	if n == 0 {
		return false, fmt.Errorf("level of %q: %w", line, err)
	}
	return text[0] == '1', nil
}

// Pull implements loop.World.
func (l levels) Pull(line string, high bool) error {
	_, err := l[line].pull.WriteAt([]byte(map[bool]string{false: "pull-down", true: "pull-up"}[high]), 0)
	return err
}
