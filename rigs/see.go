package rigs

import (
	"context"
	"time"
)

// Seer is a rig that tells what it sees without moving anything.
type Seer interface {
	See(ctx context.Context, at Place) (Seen, error)
}

// Seen is what a rig sees at a place.
type Seen struct {
	Words   string   // parted by ", ", as in a ReadBack
	Signals []Signal // its inputs, in the order of Words
	Pilot   *Wave    // the PWM of the control pilot; nil where it is not wired
}

// Signal is one input that a rig follows.
type Signal struct {
	Name   string // as a bench file names it, such as contactor
	Active bool
	Edges  int       // since the rig was opened; those that were lost are counted
	Last   time.Time // when the last of them was, by the kernel's clock; zero for none
}

// Wave is a look at the control pilot of IEC 61851-1 that lasted for some cycles.
type Wave struct {
	Duty  float64       // share of the time in which it is positive, 0 to 1; 0 or 1 where it stands still
	Hertz float64       // 0 where it stands still
	Edges []PilotEdge   // in their order
	Lasts time.Duration // from the first edge to the last
}

// PilotEdge is where the pilot became positive, or ceased to be.
type PilotEdge struct {
	After    time.Duration // the first edge
	Positive bool
}
