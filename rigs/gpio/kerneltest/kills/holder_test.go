//go:build guest

package kills

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
)

// orderEnv has this program hold the lines instead of running tests. Its value is an order.
const orderEnv = "CERTBENCH_HOLD"

func TestMain(m *testing.M) {
	if text := os.Getenv(orderEnv); text != "" {
		err := hold(text)
		fmt.Fprintln(os.Stderr, "the holder ended by itself:", err)
		os.Exit(1)
	}
	m.Run()
}

// order is what a holder is to do: acts at random, until it dies right before the dies-th movement of its lines; 0 is by its
// parent's hand.
type order struct {
	seed, sequence uint64
	dies           int
}

func (o order) String() string { return fmt.Sprintf("%d %d %d", o.seed, o.sequence, o.dies) }

// hold is the life of the holder. It only returns with an error.
func hold(text string) error {
	var o order
	if _, err := fmt.Sscan(text, &o.seed, &o.sequence, &o.dies); err != nil {
		return err
	}
	r, err := gpio.New(&mortal{Chip: gpio.Kernel(), left: o.dies}, wiring)
	if err != nil {
		return err
	}
	fmt.Println("open")
	var set rigs.Set
	set.Bind(r)
	set = rigs.NewLatch(set, r).Set()
	for random := rand.New(rand.NewPCG(o.seed, o.sequence)); ; {
		act := anAct(random)
		if _, err := act.Do(context.Background(), set); err != nil && !errors.Is(err, rigs.ErrRefused) && !errors.Is(err, rigs.ErrNoRig) {
			return fmt.Errorf("%s: %w", act.Name, err)
		}
	}
}

// anAct is any act at any place, possible or not.
func anAct(random *rand.Rand) rigs.Act {
	place := []rigs.Place{loose, fixed}[random.IntN(2)]
	acts := []rigs.Act{
		rigs.ConnectEV(place), rigs.ConnectIdleEV(place), rigs.DisconnectEV(place), rigs.SuspendByEV(place), rigs.RequestByEV(place),
		rigs.ShortPilot(place), rigs.PlugEnd(rigs.EVEnd, place), rigs.PlugEnd(rigs.StationEnd, place), rigs.UnplugEnd(rigs.EVEnd, place),
		rigs.UnplugEnd(rigs.StationEnd, place), rigs.DriveIn(place), rigs.DriveOut(place), rigs.SetFault(rigs.Faulted, place),
		rigs.ClearFault(rigs.Faulted, place), rigs.PresentToken(card, place), rigs.PowerCycle(), rigs.PowerOff(), rigs.PowerOn(),
	}
	return acts[random.IntN(len(acts))]
}

// mortal is a chip whose user dies of SIGKILL right before a movement: the request of outputs is one, each change is another.
type mortal struct {
	gpio.Chip
	left int
}

func (m *mortal) move() error {
	if m.left--; m.left == 0 {
		return errors.Join(syscall.Kill(os.Getpid(), syscall.SIGKILL), errors.New("it survived its end"))
	}
	return nil
}

func (m *mortal) Output(lines []gpio.Line, active ...bool) (gpio.Outputs, error) {
	if err := m.move(); err != nil {
		return nil, err
	}
	held, err := m.Chip.Output(lines, active...)
	return mortalOutputs{held, m}, err
}

type mortalOutputs struct {
	gpio.Outputs
	chip *mortal
}

func (o mortalOutputs) Set(active ...bool) error {
	if err := o.chip.move(); err != nil {
		return err
	}
	return o.Outputs.Set(active...)
}

var (
	loose = rigs.Place{EVSE: 1, Connector: 1}
	fixed = rigs.Place{EVSE: 2, Connector: 1}
	card  = rigs.Token{ID: "04A1", Type: "ISO14443"}
)

// wiring has relays that act high, low, and by letting go.
var wiring = gpio.Config{
	Places: []gpio.Wiring{
		{At: loose, CP: low("cp"), Ready: low("ready"), Short: low("short"), PP: low("pp"), Fault: gpio.Line{Name: "fault", Safe: true}},
		{At: fixed, CP: gpio.Line{Name: "cp2"}, Ventilation: gpio.Line{Name: "ventilation2"}, Bay: low("bay2"),
			Cards: map[string]gpio.Line{card.ID: {Name: "card2", ActiveLow: true, Safe: true}}},
	},
	Mains: gpio.Line{Name: "mains", Safe: true},
	Timing: gpio.Timing{Break: time.Millisecond, Ready: 2 * time.Millisecond, Unload: time.Millisecond, Dark: 5 * time.Millisecond,
		Card: 5 * time.Millisecond, Settle: time.Microsecond},
}

func low(name string) gpio.Line { return gpio.Line{Name: name, ActiveLow: true} }
