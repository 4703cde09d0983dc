package gpio

import (
	"errors"
	"fmt"
	"time"

	"github.com/warthog618/go-gpiocdev"
	"golang.org/x/sys/unix"
)

// Kernel returns the GPIO lines of this machine, through the character device of Linux 5.10 or later.
func Kernel() Chip { return kernel{} }

type kernel struct{}

func (kernel) Output(lines []Line, active ...bool) (Outputs, error) {
	if len(lines) == 0 || len(active) != len(lines) {
		return nil, fmt.Errorf("%d GPIO lines were requested with %d values; give each line one", len(lines), len(active))
	}
	held, err := request(lines, gpiocdev.AsOutput(bits(active)...))
	if err != nil {
		return nil, err
	}
	return outputs{lines, held}, nil
}

func (kernel) Input(line Line, watch func(Edge)) (Input, error) {
	options := []gpiocdev.LineReqOption{gpiocdev.AsInput}
	if watch != nil {
		var seen sequence
		options = append(options, gpiocdev.WithBothEdges, gpiocdev.WithMonotonicEventClock,
			gpiocdev.WithEventHandler(func(e gpiocdev.LineEvent) { watch(seen.next(e)) }))
	}
	held, err := request([]Line{line}, options...)
	if err != nil {
		return nil, err
	}
	return input{line, held}, nil
}

// request finds the lines by their names on all chips and requests them together.
func request(lines []Line, options ...gpiocdev.LineReqOption) (*gpiocdev.Lines, error) {
	at, err := find(lines)
	if err != nil {
		return nil, err
	}
	for i, line := range lines {
		bias, known := biases[line.Bias]
		if !known {
			return nil, fmt.Errorf("GPIO line %q: the bias %q is unknown; write one of %q", line.Name, line.Bias, Biases)
		}
		options = append(options, gpiocdev.WithLines(at.offsets[i:i+1], gpiocdev.LevelOption(line.ActiveLow), bias))
	}
	held, err := gpiocdev.RequestLines(at.chip, at.offsets, append(options, gpiocdev.WithConsumer(Consumer))...)
	if errors.Is(err, unix.EBUSY) {
		return nil, fmt.Errorf("GPIO %s: %w: %s", names(lines), ErrBusy, at.holders())
	}
	if err != nil {
		return nil, fmt.Errorf("GPIO %s at %s offset %d cannot be requested: %w", names(lines), at.chip, at.offsets, err)
	}
	return held, nil
}

var biases = map[Bias]gpiocdev.LineBias{
	BiasAsIs: gpiocdev.WithBiasAsIs, PullUp: gpiocdev.WithPullUp, PullDown: gpiocdev.WithPullDown, NoBias: gpiocdev.WithBiasDisabled,
}

// sequence counts the edges of one input by the kernel's numbers, the first of which is 1.
type sequence struct{ last uint32 }

func (s *sequence) next(e gpiocdev.LineEvent) Edge {
	edge := Edge{Active: e.Type == gpiocdev.LineEventRisingEdge, At: clock(e.Timestamp), Lost: int(e.LineSeqno - s.last - 1)}
	s.last = e.LineSeqno
	return edge
}

// clock puts a time of CLOCK_MONOTONIC on the clock of time.Now. The two clocks are read one after the other, so that
// a pause of this process between the readings makes edges look later than they were.
func clock(monotonic time.Duration) time.Time {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts); err != nil {
		panic(fmt.Sprintf("CLOCK_MONOTONIC, which every Linux has, cannot be read: %v", err))
	}
	return time.Now().Add(monotonic - time.Duration(ts.Nano()))
}

// outputs are lines held by one request of the kernel.
type outputs struct {
	lines []Line
	held  *gpiocdev.Lines
}

func (o outputs) Set(active ...bool) error {
	if len(active) != len(o.lines) {
		return fmt.Errorf("GPIO %s: %d values; give each line one", names(o.lines), len(active))
	}
	return used("driven", o.lines, o.held.SetValues(bits(active)))
}

func (o outputs) Get() ([]bool, error) {
	values := make([]int, len(o.lines))
	if err := o.held.Values(values); err != nil {
		return nil, used("read", o.lines, err)
	}
	active := make([]bool, len(values))
	for i, value := range values {
		active[i] = value != 0
	}
	return active, nil
}

func (o outputs) Close() error { return used("let go of", o.lines, o.held.Close()) }

type input struct {
	line Line
	held *gpiocdev.Lines
}

func (i input) Get() (bool, error) {
	value := make([]int, 1)
	err := i.held.Values(value)
	return value[0] != 0, used("read", []Line{i.line}, err)
}

func (i input) Close() error { return used("let go of", []Line{i.line}, i.held.Close()) }

// used says what could not be done with lines that are held.
func used(how string, lines []Line, err error) error {
	switch {
	case errors.Is(err, unix.ENODEV):
		return fmt.Errorf("GPIO %s cannot be %s: %w; plug the chip in and open the bench anew", names(lines), how, ErrGone)
	case err != nil:
		return fmt.Errorf("GPIO %s cannot be %s: %w", names(lines), how, err)
	}
	return nil
}

func bits(active []bool) []int {
	values := make([]int, len(active))
	for i, on := range active {
		if on {
			values[i] = 1
		}
	}
	return values
}
