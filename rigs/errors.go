package rigs

import (
	"context"
	"errors"
)

// ErrNoRig says that the bench has no rig for an act, or one that cannot do it. The case is NOT RUN, never failed.
var ErrNoRig = errors.New("no rig is bound")

// ErrSkipped says that the person at the bench chose not to do the act. The case is NOT RUN.
var ErrSkipped = errors.New("the person skipped the act")

// ErrUndone says that the person at the bench tried to do the act, and it failed. What was moved is unknown: INCONCLUSIVE.
var ErrUndone = errors.New("the person could not get it done")

// ErrNoAnswer says that nobody answered within the time limit. Whether the act was done is unknown: INCONCLUSIVE.
var ErrNoAnswer = errors.New("nobody answered")

// ErrRefused says that an interlock refused the act, because it contradicts the state the rig is in. Nothing moved.
var ErrRefused = errors.New("the act is refused")

// ErrNotOffered says that the station's display does not offer what was to be selected. Nothing moved, and it is neither
// the rig nor the bench that is at fault. It is an ErrRefused.
var ErrNotOffered error = notOffered{}

type notOffered struct{}

func (notOffered) Error() string        { return "the display does not offer it" }
func (notOffered) Is(target error) bool { return target == ErrRefused }

// ErrOnlyPart says that the station's display shows only a part of what is looked for, and never the rest. Nothing moved, and neither the rig nor
// the station is at fault: of what a display has room for no document says anything. It is an ErrRefused.
var ErrOnlyPart error = onlyPart{}

type onlyPart struct{}

func (onlyPart) Error() string        { return "the display shows only a part of it" }
func (onlyPart) Is(target error) bool { return target == ErrRefused }

// ErrHeld says that the station holds the cable that was to be taken out. Nothing moved, and it is neither the rig nor the
// bench that is at fault. It is an ErrRefused.
var ErrHeld error = held{}

type held struct{}

func (held) Error() string        { return "the Charging Station holds the cable" }
func (held) Is(target error) bool { return target == ErrRefused }

// ErrBarred says that the station keeps what an EV would be connected to locked, as it does until a driver is authorized.
// Nothing moved, and it is neither the rig nor the bench that is at fault. It is an ErrRefused.
var ErrBarred error = barred{}

type barred struct{}

func (barred) Error() string        { return "the Charging Station keeps the connector locked" }
func (barred) Is(target error) bool { return target == ErrRefused }

// ErrUnderLoad says that the mains would be cut while an EV asks for energy, and nobody has said that their contactor is
// made for it. Nothing moved. It is an ErrNoRig: the bench cannot do it, and the case is NOT RUN.
var ErrUnderLoad error = underLoad{}

type underLoad struct{}

func (underLoad) Error() string        { return "the mains are not cut under load" }
func (underLoad) Is(target error) bool { return target == ErrNoRig }

// ErrBroken says that the bench is latched broken; it is wrapped with the first cause.
var ErrBroken = errors.New("the bench is broken")

// ErrClosed says that the rig has been closed and holds nothing any more.
var ErrClosed = errors.New("the rig is closed")

// Harmless tells whether a bench can go on after the error of an act: nothing moved, or only a person is missing, or
// the caller gave the act up. Anything else means that the rig failed.
func Harmless(ctx context.Context, err error) bool {
	for _, harmless := range []error{ErrNoRig, ErrSkipped, ErrUndone, ErrNoAnswer, ErrRefused} {
		if errors.Is(err, harmless) {
			return true
		}
	}
	return err == nil || ctx.Err() != nil && errors.Is(err, ctx.Err())
}
