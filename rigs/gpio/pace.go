package gpio

import "time"

// Pace is the sense of time in which a frame is sent: to some ten microseconds, where the chip has it.
type Pace interface {
	// Now is the time since an arbitrary moment.
	Now() time.Duration
	// Until returns as soon after t as it can.
	Until(t time.Duration)
	// Breathe lets go of the processor, so that others need not take it away in the middle of a pulse. It takes some ten
	// microseconds.
	Breathe()
}
