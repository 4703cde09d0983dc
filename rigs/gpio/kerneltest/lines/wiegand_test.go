//go:build guest

package lines

import (
	"bufio"
	"fmt"
	"math/bits"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/simchip"
)

// tracing is where the kernel writes down every change of a GPIO line, with its own clock. An output of gpio-sim raises no
// edge that another reader could see, and a reader that looks again and again would be in the way of the sender.
const tracing = "/sys/kernel/tracing"

// pulse is one bit as the kernel saw it.
type pulse struct {
	one        bool
	begin, end time.Duration
}

// recorder follows the lines D0 and D1, which are the first two lines of their chip.
type recorder struct{ t *testing.T }

func record(t *testing.T) recorder {
	t.Helper()
	if err := unix.Mount("tracefs", tracing, "tracefs", 0, ""); err != nil && err != unix.EBUSY {
		t.Fatalf("tracefs: %v", err)
	}
	r := recorder{t}
	r.set("trace_clock", "mono")
	r.set("buffer_size_kb", "4096")
	r.set("events/gpio/gpio_value/enable", "1")
	r.set("trace", "")
	t.Cleanup(func() { r.set("events/gpio/gpio_value/enable", "0") })
	return r
}

func (r recorder) set(file, value string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(tracing, file), []byte(value), 0); err != nil {
		r.t.Fatal(err)
	}
}

// change is a line of the trace: "lines-70 [000] ..... 12.345678: gpio_value: 512 set 1".
var change = regexp.MustCompile(`(\d+)\.(\d{6}): gpio_value: (\d+) set (\d)`)

// take returns the pulses since the last call; they are low.
func (r recorder) take() []pulse {
	r.t.Helper()
	file, err := os.Open(filepath.Join(tracing, "trace"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer file.Close()
	first, level := 0, map[int]bool{}
	var pulses []pulse
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.Contains(lines.Text(), "LOST") {
			r.t.Fatalf("the kernel lost some of its trace: %s", lines.Text())
		}
		found := change.FindStringSubmatch(lines.Text())
		if found == nil {
			continue
		}
		var n [4]int
		for i := range n {
			if n[i], err = strconv.Atoi(found[i+1]); err != nil {
				r.t.Fatal(err)
			}
		}
		at := time.Duration(n[0])*time.Second + time.Duration(n[1])*time.Microsecond
		if first == 0 {
			first = n[2] // both lines are driven at once, D0 first
		}
		line, high := n[2]-first, n[3] == 1
		before, seen := level[line]
		level[line] = high
		switch {
		case !seen && high || seen && before == high:
		case !high:
			pulses = append(pulses, pulse{one: line == 1, begin: at})
		case len(pulses) == 0 || pulses[len(pulses)-1].one != (line == 1) || pulses[len(pulses)-1].end != 0:
			r.t.Fatalf("line %d ended a pulse at %s that it did not begin: %+v", line, at, pulses)
		default:
			pulses[len(pulses)-1].end = at
		}
	}
	r.set("trace", "")
	return pulses
}

// The frames are read by the kernel's own clock and decoded here by themselves, while the process makes garbage that wants
// to be collected.
func TestWiegandFramesAreInTimeOnRealLines(t *testing.T) {
	simchip.New(t, "d0", "d1")
	rig, err := gpio.New(gpio.Kernel(), gpio.Config{
		Reader: gpio.Reader{D0: low("d0"), D1: low("d1"), KeyBits: 8},
		Credentials: rigs.Credentials{
			"VALID": {UID: "04A1B2C3"}, "SECOND": {Facility: 12, Number: 34567}, "PIN": {Keycode: "7"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	trace := record(t)
	litter(t)
	var widths, periods []time.Duration
	for range 3 {
		for _, c := range []struct{ token, want string }{{"VALID", "34 04A1B2C3"}, {"SECOND", "26 0C8707"}, {"FFFFFFFF", "34 FFFFFFFF"}, {"000000", "26 000000"}, {"PIN", "8 87, 8 4B"}} {
			back, err := rig.Present(t.Context(), rigs.Token{ID: c.token, Type: "ISO14443"}, at)
			if err != nil {
				t.Fatalf("%s: %v", c.token, err)
			}
			frames := split(trace.take())
			if len(frames) == 0 {
				t.Fatalf("%s: nothing was sent", c.token)
			}
			var got []string
			for _, frame := range frames {
				said := decode(frame)
				if strings.HasPrefix(said, "no frame") {
					t.Logf("%s: a frame was cut off: %s", c.token, said)
					continue // no receiver takes it, and it comes again
				}
				got = append(got, said)
				for i, p := range frame {
					widths = append(widths, p.end-p.begin)
					if i > 0 {
						periods = append(periods, p.begin-frame[i-1].begin)
					}
				}
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("%s was read as %q, expected %q; the rig says: %s", c.token, got, c.want, back.Observed)
			}
		}
	}
	t.Logf("%d pulses of %s to %s, %s to %s apart", len(widths), slices.Min(widths), slices.Max(widths), slices.Min(periods), slices.Max(periods))
	for what, c := range map[string]struct {
		all         []time.Duration
		least, most time.Duration
	}{
		"a pulse":                {widths, 20 * time.Microsecond, 100 * time.Microsecond},
		"from pulse to pulse it": {periods, 1800 * time.Microsecond, 2300 * time.Microsecond},
	} {
		if least, most := slices.Min(c.all), slices.Max(c.all); least < c.least || most > c.most {
			t.Errorf("%s takes %s to %s, expected %s to %s", what, least, most, c.least, c.most)
		}
	}
	if err := rig.Close(); err != nil {
		t.Error(err)
	}
}

// litter makes garbage until the test ends.
func litter(t *testing.T) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		var heap [64][]byte
		for i := 0; ; i++ {
			heap[i%len(heap)] = make([]byte, 64<<10)
			select {
			case <-end:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	t.Cleanup(func() { close(end); <-ended })
}

// split makes frames of pulses by the silence between them.
func split(pulses []pulse) [][]pulse {
	var frames [][]pulse
	for i, p := range pulses {
		if i == 0 || p.begin-pulses[i-1].begin > 50*time.Millisecond {
			frames = append(frames, nil)
		}
		frames[len(frames)-1] = append(frames[len(frames)-1], p)
	}
	return frames
}

// decode gives the length of a frame and its data in hexadecimal digits, or says that it is none.
func decode(frame []pulse) string {
	var value uint64
	for _, p := range frame {
		value <<= 1
		if p.one {
			value |= 1
		}
	}
	n := len(frame)
	if n == 8 {
		return fmt.Sprintf("8 %02X", value)
	}
	half := n / 2
	if n != 26 && n != 34 {
		return fmt.Sprintf("no frame, %d bits", n)
	}
	if bits.OnesCount64(value>>half)%2 != 0 || bits.OnesCount64(value&(1<<half-1))%2 != 1 {
		return fmt.Sprintf("%d bits of wrong parity", n)
	}
	return fmt.Sprintf("%d %0*X", n, (n-2)/4, value>>1&(1<<(n-2)-1))
}
