package gpio

import (
	"errors"
	"fmt"
	"strings"

	"github.com/warthog618/go-gpiocdev"
)

// found is where lines sit, in the order in which they were asked for.
type found struct {
	chip    string
	offsets []int
}

// find looks through all chips, for a name that two lines bear would leave it to chance which relay moves.
func find(lines []Line) (found, error) {
	at := map[string][]gpiocdev.LineInfo{}
	on := map[string]string{}
	var unreadable error
	for _, chip := range gpiocdev.Chips() {
		infos, err := infosOf(chip)
		unreadable = errors.Join(unreadable, err)
		for _, info := range infos {
			at[info.Name] = append(at[info.Name], info)
			on[info.Name] = chip
		}
	}
	var f found
	for _, line := range lines {
		switch n := len(at[line.Name]); {
		case n > 1:
			return f, fmt.Errorf("%d GPIO lines are named %q; give each line of the bench a name of its own", n, line.Name)
		case n == 0 && unreadable != nil:
			return f, fmt.Errorf("no GPIO line is named %q on the chips that can be read: %w", line.Name, unreadable)
		case n == 0:
			return f, fmt.Errorf("no GPIO line is named %q; gpioinfo lists the names there are", line.Name)
		case f.chip != "" && on[line.Name] != f.chip:
			return f, fmt.Errorf("GPIO lines %q and %q move together but sit on %s and on %s; wire them to one chip",
				lines[0].Name, line.Name, f.chip, on[line.Name])
		}
		f.chip = on[line.Name]
		f.offsets = append(f.offsets, at[line.Name][0].Offset)
	}
	return f, nil
}

// infosOf lists the lines of a chip as far as they can be read.
func infosOf(chip string) ([]gpiocdev.LineInfo, error) {
	c, err := gpiocdev.NewChip(chip)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", chip, err)
	}
	defer c.Close()
	var infos []gpiocdev.LineInfo
	for at := range c.Lines() {
		info, err := c.LineInfo(at)
		if err != nil {
			return infos, fmt.Errorf("%s offset %d: %w", chip, at, err)
		}
		infos = append(infos, info)
	}
	return infos, nil
}

// holders names those lines that are held, and by whom.
func (f found) holders() string {
	infos, err := infosOf(f.chip)
	if err != nil {
		return err.Error()
	}
	var names []string
	for _, offset := range f.offsets {
		if offset < len(infos) && infos[offset].Used {
			names = append(names, fmt.Sprintf("%q holds %q", infos[offset].Consumer, infos[offset].Name))
		}
	}
	if len(names) == 0 {
		return "whoever held it has let go of it meanwhile"
	}
	return strings.Join(names, ", ")
}
