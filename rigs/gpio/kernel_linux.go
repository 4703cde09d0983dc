package gpio

import (
	"errors"
	"fmt"

	"github.com/warthog618/go-gpiocdev"
	"golang.org/x/sys/unix"
)

// Kernel returns the GPIO lines of this machine, through the character device of Linux 5.10 or later.
func Kernel() Chip { return kernel{} }

type kernel struct{}

func (kernel) Output(line Line, active bool) (Held, error) {
	return request(line, gpiocdev.AsOutput(bit(active)))
}

func (kernel) Input(line Line) (Held, error) { return request(line, gpiocdev.AsInput) }

// request finds the line by its name on all chips and requests it.
func request(line Line, direction gpiocdev.LineReqOption) (Held, error) {
	chip, offset, holder, err := find(line.Name)
	if err != nil {
		return nil, err
	}
	level := gpiocdev.AsActiveHigh
	if line.ActiveLow {
		level = gpiocdev.AsActiveLow
	}
	held, err := gpiocdev.RequestLine(chip, offset, direction, level, gpiocdev.WithConsumer(Consumer))
	if errors.Is(err, unix.EBUSY) {
		return nil, fmt.Errorf("GPIO line %q: %w: %q", line.Name, ErrBusy, holder)
	}
	if err != nil {
		return nil, fmt.Errorf("GPIO line %q at %s offset %d cannot be requested: %w", line.Name, chip, offset, err)
	}
	return kernelLine{line.Name, held}, nil
}

// find looks through all chips, for a name that two lines bear would leave it to chance which relay moves.
func find(name string) (chip string, offset int, holder string, err error) {
	found := 0
	var unreadable error
	for _, c := range gpiocdev.Chips() {
		at, by, n, err := findOn(c, name)
		if err != nil {
			unreadable = errors.Join(unreadable, err)
		}
		if n > 0 {
			chip, offset, holder, found = c, at, by, found+n
		}
	}
	switch {
	case found > 1:
		return "", 0, "", fmt.Errorf("%d GPIO lines are named %q; give each line of the bench a name of its own", found, name)
	case found == 0 && unreadable != nil:
		return "", 0, "", fmt.Errorf("no GPIO line is named %q on the chips that can be read: %w", name, unreadable)
	case found == 0:
		return "", 0, "", fmt.Errorf("no GPIO line is named %q; gpioinfo lists the names there are", name)
	}
	return chip, offset, holder, nil
}

func findOn(chip, name string) (offset int, holder string, found int, err error) {
	c, err := gpiocdev.NewChip(chip)
	if err != nil {
		return 0, "", 0, fmt.Errorf("%s: %w", chip, err)
	}
	defer c.Close()
	for at := range c.Lines() {
		info, err := c.LineInfo(at)
		if err != nil {
			return offset, holder, found, fmt.Errorf("%s offset %d: %w", chip, at, err)
		}
		if info.Name == name {
			offset, holder, found = at, info.Consumer, found+1
		}
	}
	return offset, holder, found, nil
}

type kernelLine struct {
	name string
	line *gpiocdev.Line
}

func (l kernelLine) Set(active bool) error {
	if err := l.line.SetValue(bit(active)); err != nil {
		return fmt.Errorf("GPIO line %q cannot be driven: %w", l.name, err)
	}
	return nil
}

func (l kernelLine) Get() (bool, error) {
	value, err := l.line.Value()
	if err != nil {
		return false, fmt.Errorf("GPIO line %q cannot be read: %w", l.name, err)
	}
	return value != 0, nil
}

func (l kernelLine) Close() error { return l.line.Close() }

func bit(active bool) int {
	if active {
		return 1
	}
	return 0
}
