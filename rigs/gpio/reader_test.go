package gpio_test

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
	"github.com/certbench/certbench/rigs/rigtest"
)

// receiver listens on D0 and D1, which are low while a pulse lasts, as a reader port does.
type receiver struct {
	*fakechip.Chip
	mu   sync.Mutex
	bits string
}

func newReceiver(more ...string) *receiver {
	r := &receiver{Chip: fakechip.New(append([]string{"d0", "d1"}, more...)...)}
	r.React(func(name string, high bool) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if bit, ok := map[string]string{"d0": "0", "d1": "1"}[name]; ok && !high {
			r.bits += bit
		}
	})
	return r
}

func (r *receiver) take() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.bits
	r.bits = ""
	return got
}

// cards decodes frames of 34 bits that come one after the other.
func (r *receiver) cards(t *testing.T) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []string
	for frame := range slices.Chunk([]byte(r.bits), 34) {
		var value uint64
		if _, err := fmt.Sscanf(string(frame), "%b", &value); err != nil || len(frame) != 34 {
			t.Fatalf("the receiver got %d bits: %s, %v", len(frame), frame, err)
		}
		if bits.OnesCount64(value>>17)%2 != 0 || bits.OnesCount64(value&(1<<17-1))%2 != 1 {
			t.Errorf("the parity of %s is wrong", frame)
		}
		all = append(all, fmt.Sprintf("%08X", value>>1&0xFFFFFFFF))
	}
	return all
}

var port = gpio.Config{
	Reader: gpio.Reader{D0: low("d0"), D1: low("d1"), KeyBits: 4},
	Timing: gpio.Timing{Quiet: time.Microsecond, Card: time.Microsecond},
	Credentials: rigs.Credentials{
		"04A1B2C3D4E5F6": {UID: "04A1B2C3"}, "04A1": {Facility: 12, Number: 34567}, "PIN": {Keycode: "70"},
	},
}

func present(t *testing.T, r *gpio.Rig, token rigs.Token) (rigs.ReadBack, error) {
	t.Helper()
	return r.Present(t.Context(), token, at)
}

func onPort(t *testing.T, chip *fakechip.Chip, c gpio.Config) *gpio.Rig {
	t.Helper()
	r, err := gpio.New(chip.Holder("certbench"), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAReaderPortPassesTheContract(t *testing.T) {
	rigtest.Run(t, func(t *testing.T) rigtest.Fixture {
		port1 := newReceiver()
		return rigtest.Fixture{Rig: onPort(t, port1.Chip, port), At: at, ReadBack: true, Probe: rigtest.Probe{Tokens: func() []rigs.Token {
			var all []rigs.Token
			for _, uid := range port1.cards(t) {
				all = append(all, map[string]rigs.Token{"04A1B2C3": {ID: "04A1B2C3D4E5F6", Type: "ISO14443"}}[uid])
			}
			return all
		}}}
	})
}

func TestTokensAreSentAsTheCardsAndCodesTheyAre(t *testing.T) {
	chip := newReceiver()
	r := onPort(t, chip.Chip, port)
	for _, c := range []struct {
		token rigs.Token
		want  string
	}{
		{rigs.Token{ID: "04A1", Type: "ISO14443"}, "10000110010000111000001111"},             // facility code and number
		{rigs.Token{ID: "0C8707", Type: "ISO14443"}, "10000110010000111000001111"},           // a UID of 3 bytes is its own id
		{rigs.Token{ID: "PIN", Type: "KeyCode"}, "0111" + "0000" + "1011"},                   // 7, 0, #
		{rigs.Token{ID: "1*", Type: "KeyCode"}, "0001" + "1010" + "1011"},                    // a code that is its own id
		{rigs.Token{ID: "04a1b2c3", Type: "ISO14443"}, "0000001001010000110110010110000111"}, // lower case
	} {
		if _, err := present(t, r, c.token); err != nil {
			t.Errorf("%+v: %v", c.token, err)
		}
		if got := chip.take(); got != c.want {
			t.Errorf("%+v was sent as %s, expected %s", c.token, got, c.want)
		}
	}
	for _, id := range []string{"CERTBENCH-VALID-1", "04A1B2C3D4E5F7"} {
		_, err := present(t, r, rigs.Token{ID: id, Type: "ISO14443"})
		if got := chip.take(); !errors.Is(err, rigs.ErrNoRig) || !strings.Contains(err.Error(), "idToken "+id) || got != "" {
			t.Errorf("%s: got %v and %q on the lines, expected ErrNoRig and silence", id, err, got)
		}
	}
}

func TestTheTimesOfAFrameAreReadBack(t *testing.T) {
	r := onPort(t, newReceiver().Chip, port)
	back, err := present(t, r, rigs.Token{ID: "04A1B2C3", Type: "ISO14443"})
	if want := "sent 34 bits, pulses of 50 to 50 us, 2.00 to 2.00 ms apart, every line reads as driven"; err != nil || back.Observed != want {
		t.Errorf("read back as %q, %v; expected %q", back.Observed, err, want)
	}
}

// Each bit has two waits: for its beginning and for its end.
func TestAFrameThatIsLateIsCutOffAndSentAnew(t *testing.T) {
	const whole = "0000001001010000110110010110000111"
	token := rigs.Token{ID: "04A1B2C3", Type: "ISO14443"}
	for name, c := range map[string]struct {
		after int
		by    time.Duration
		want  string
	}{
		"a period that is too long":          {20, 400 * time.Microsecond, whole[:10] + whole},
		"a pulse that is too long":           {21, 60 * time.Microsecond, whole[:11] + whole},
		"what could be a card by itself":     {52, time.Millisecond, whole[:26] + "1" + whole},
		"what could be a key by itself":      {15, time.Millisecond, whole[:8] + "1" + whole},
		"a period that is long but in time":  {20, 290 * time.Microsecond, whole},
		"a pulse that is long but in time":   {21, 49 * time.Microsecond, whole},
		"a late start, which nobody notices": {0, time.Second, whole},
	} {
		chip := newReceiver()
		r := onPort(t, chip.Chip, port)
		chip.Late(c.after, c.by)
		if _, err := present(t, r, token); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := chip.take(); got != c.want {
			t.Errorf("%s:\n     got %s\nexpected %s", name, got, c.want)
		}
	}
}

func TestAFrameThatNobodyCanVouchForIsAFailure(t *testing.T) {
	token := rigs.Token{ID: "04A1B2C3", Type: "ISO14443"}
	chip := newReceiver()
	r := onPort(t, chip.Chip, port)
	chip.Late(2*34-1, time.Millisecond)
	if _, err := present(t, r, token); err == nil || rigs.Harmless(t.Context(), err) || !strings.Contains(err.Error(), "the last pulse of a Wiegand frame lasted 1.05ms instead of 50µs") {
		t.Errorf("got %v, expected a failure of the rig", err)
	}
	if got := chip.take(); len(got) != 34 {
		t.Errorf("%d bits were sent, expected the frame once: %s", len(got), got)
	}
	chip = newReceiver()
	r = onPort(t, chip.Chip, port)
	for range 5 {
		chip.Late(2, time.Millisecond)
	}
	if _, err := present(t, r, token); err == nil || !strings.Contains(err.Error(), "a pulse came late in each of 5 Wiegand frames; let certbench have real-time priority") {
		t.Errorf("got %v, expected a failure that says what to do", err)
	}
	if !chip.High("d0") || !chip.High("d1") {
		t.Error("a line was left in a pulse")
	}
}

func TestThereIsSilenceBeforeEveryFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := port
		c.Timing = gpio.Timing{}
		r := onPort(t, newReceiver().Chip, c)
		start := time.Now()
		if _, err := present(t, r, rigs.Token{ID: "PIN", Type: "KeyCode"}); err != nil || time.Since(start) != 3*300*time.Millisecond {
			t.Errorf("got %v after %s, expected a silence of 300 ms before each of three keys", err, time.Since(start))
		}
	})
}

func TestARealCardGoesBeforeAFrame(t *testing.T) {
	chip := newReceiver("card")
	c := port
	c.Cards = map[string]gpio.Line{"04A1": {Name: "card"}}
	r := onPort(t, chip.Chip, c)
	chip.TakeLog()
	if _, err := present(t, r, rigs.Token{ID: "04A1", Type: "ISO14443"}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(chip.TakeLog(), ", "); got != "card high, card low" {
		t.Errorf("the lines moved %q, expected the card", got)
	}
}

func TestEachEVSEMayHaveAReaderPortOfItsOwn(t *testing.T) {
	chip := fakechip.New("d0", "d1", "e0", "e1", "cp", "ready")
	c := port
	c.Places = []gpio.Wiring{{At: at, Board: "two-relay", Reader: gpio.Reader{D0: low("e0"), D1: low("e1"), KeyBits: 4}}}
	r := onPort(t, chip, c)
	for place, want := range map[rigs.Place]string{at: "e0", {EVSE: 2, Connector: 1}: "d0"} {
		chip.TakeLog()
		if _, err := r.Present(t.Context(), rigs.Token{ID: "000000", Type: "ISO14443"}, place); err != nil {
			t.Fatal(err)
		}
		if log := chip.TakeLog(); !slices.Contains(log, want+" low") {
			t.Errorf("a card at %s moved %v, expected %s", place, log, want)
		}
	}
}

func TestAReaderIsChecked(t *testing.T) {
	d0, d1 := low("d0"), low("d1")
	for words, c := range map[string]gpio.Config{
		"the reader of the station: it needs both lines, d0 and d1":         {Reader: gpio.Reader{D0: d0}},
		"it has no lines; write d0 and d1":                                  {Mains: low("m"), Reader: gpio.Reader{Bits: 26}},
		"bits cannot be 32; write one of [26 34]":                           {Reader: gpio.Reader{D0: d0, D1: d1, Bits: 32}},
		"key_bits cannot be 6; write one of [4 8]":                          {Reader: gpio.Reader{D0: d0, D1: d1, KeyBits: 6}},
		"remove safe: true":                                                 {Reader: gpio.Reader{D0: gpio.Line{Name: "d0", Safe: true}, D1: d1}},
		"enter: a keypad has no key 'E'":                                    {Reader: gpio.Reader{D0: d0, D1: d1, Enter: "E"}},
		`line "d0" is wired to d0 and to d1`:                                {Reader: gpio.Reader{D0: d0, D1: d0}},
		"idToken A: the UID 04A1B2C3 makes a frame of 34 bits, but the rea": {Reader: gpio.Reader{D0: d0, D1: d1, Bits: 26}, Credentials: rigs.Credentials{"A": {UID: "04A1B2C3"}}},
		"idToken A: the reader has no keypad; add key_bits: 4 or 8":         {Reader: gpio.Reader{D0: d0, D1: d1}, Credentials: rigs.Credentials{"A": {Keycode: "1"}}},
		"idToken A: a Wiegand frame of 26 bits cannot hold the facility":    {Reader: gpio.Reader{D0: d0, D1: d1}, Credentials: rigs.Credentials{"A": {Facility: 256, Number: 1}}},
		"the reader of EVSE 1 connector 1: it needs both lines":             {Places: []gpio.Wiring{{At: at, Board: "two-relay", Reader: gpio.Reader{D1: d1}}}},
	} {
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("got %v, expected an error that says %q", err, words)
		}
	}
	if err := port.Validate(); err != nil {
		t.Error(err)
	}
}
