package gpio

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/wiegand"
)

// Reader is the pair of lines that goes to the station in the place of its card reader with a Wiegand output. Both are idle
// while they are not active; acting on one is a pulse. They sit on one chip.
type Reader struct {
	// D0 carries the zeros.
	D0 Line `yaml:"d0"`
	// D1 carries the ones.
	D1 Line `yaml:"d1"`
	// Bits is the length of the frames of cards, 26 or 34. Without it that of the UID: 3 or 4 bytes; 26 for a facility code
	// with a number.
	Bits int `yaml:"bits"`
	// KeyBits is the size of the frames of keys, 4 or 8. Without it the reader has no keypad.
	KeyBits int `yaml:"key_bits"`
	// Enter is pressed after a code: "#" when left out, "none" for a keypad that knows the length of a code.
	Enter string `yaml:"enter"`
}

func (r Reader) there() bool { return r.D0.Name != "" || r.D1.Name != "" }

// lines lists the outputs of the reader, which are held by one request.
func (r Reader) lines() [][]wired {
	if !r.there() {
		return nil
	}
	return [][]wired{{{"d0", r.D0}, {"d1", r.D1}}}
}

// frames are what the reader sends for a card or a code.
func (r Reader) frames(c rigs.Credential) ([]wiegand.Frame, error) {
	if c.Keycode != "" {
		return r.keys(c.Keycode)
	}
	if c.UID == "" {
		bits := r.Bits
		if bits == 0 {
			bits = wiegand.Bits26
		}
		frame, err := wiegand.Number(c.Facility, c.Number, bits)
		return []wiegand.Frame{frame}, err
	}
	frame, err := wiegand.UID(c.UID)
	if err == nil && r.Bits != 0 && len(frame) != r.Bits {
		err = fmt.Errorf("the UID %s makes a frame of %d bits, but the reader sends %d; write as many digits as it sends", c.UID, len(frame), r.Bits)
	}
	return []wiegand.Frame{frame}, err
}

func (r Reader) keys(code string) ([]wiegand.Frame, error) {
	if r.KeyBits == 0 {
		return nil, errors.New("the reader has no keypad; add key_bits: 4 or 8 where it has")
	}
	switch r.Enter {
	case "":
		code += "#"
	case "none":
	default:
		code += r.Enter
	}
	return wiegand.Keys(code, r.KeyBits)
}

// faults says what is wrong with the reader of a place.
func (r Reader) faults(where string) []error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("the reader of "+where+": "+format, args...))
	}
	if !r.there() {
		if r != (Reader{}) {
			fault("it has no lines; write d0 and d1")
		}
		return faults
	}
	if r.D0.Name == "" || r.D1.Name == "" {
		fault("it needs both lines, d0 and d1")
	}
	if r.D0.Safe || r.D1.Safe {
		fault("its lines are idle while they are not active; remove safe: true, and write active_low: true where a pulse is low")
	}
	if r.Bits != 0 && !slices.Contains(wiegand.Lengths(), r.Bits) {
		fault("bits cannot be %d; write one of %v", r.Bits, wiegand.Lengths())
	}
	if r.KeyBits != 0 && !slices.Contains(wiegand.KeySizes(), r.KeyBits) {
		fault("key_bits cannot be %d; write one of %v", r.KeyBits, wiegand.KeySizes())
	}
	if _, err := (Reader{KeyBits: 4, Enter: r.Enter}).keys("0"); err != nil {
		fault("enter: %v, or none", err)
	}
	return faults
}

// Present moves the card with the token's id to the reader of the place, or to the station's only one, and takes it away
// again. Where there is no such card, it sends what the card or the code of the token is to the station.
func (r *Rig) Present(ctx context.Context, token rigs.Token, at rigs.Place) (rigs.ReadBack, error) {
	shown := ""
	back, err := r.act(ctx, rigs.Presenting, at, func() error {
		role, err := r.own(at, cardRole(token.ID))
		if err == nil {
			return r.card(ctx, role)
		}
		reader, lines := r.readerAt(at)
		if lines == nil {
			return err
		}
		frames, err := reader.frames(r.config.Credentials.Of(token))
		if err != nil {
			return fmt.Errorf("%w: idToken %s: %v", rigs.ErrNoRig, token.ID, err)
		}
		for _, frame := range frames {
			s, err := send(ctx, r.chip, r.config.Timing.Quiet, lines.held, frame)
			if err != nil {
				return fmt.Errorf("%s: %w", lines.relays[0].role, err)
			}
			shown += s.String() + ", "
		}
		return nil
	})
	back.Observed = shown + back.Observed
	return back, err
}

// readerAt is the reader of the place, or the station's only one.
func (r *Rig) readerAt(at rigs.Place) (Reader, *group) {
	for _, w := range r.config.Places {
		if group, _ := r.all.find(w.role("d0")); w.At == at && group != nil {
			return w.Reader, group
		}
	}
	group, _ := r.all.find("d0")
	return r.config.Reader, group
}

// card moves a card to the reader and takes it away again.
func (r *Rig) card(ctx context.Context, role string) error {
	if err := r.single(role, true); err != nil {
		return err
	}
	if err := rigs.Sleep(ctx, r.config.Timing.Card); err != nil {
		return err
	}
	if err := r.single(role, false); err != nil {
		return err
	}
	return rigs.Sleep(ctx, r.config.Timing.Break) // a reader that sees no gap takes two cards for one
}
