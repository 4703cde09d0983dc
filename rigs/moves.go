package rigs

import "fmt"

// The moves of a cable with both ends.
var (
	Connecting     = Move{"connect an EV", connected, func(_ *position, h *holding) { h.plug(EVEnd, StationEnd) }}
	ConnectingIdle = Move{"connect an EV that does not ask for energy", connected,
		func(_ *position, h *holding) {
			h.plug(EVEnd, StationEnd)
			h.idle, h.shorted = true, false
		}}
	Disconnecting = Move{"disconnect the EV",
		func(_ *position, h *holding) string { return when(!h.connected(), "none is connected") },
		func(_ *position, h *holding) { *h = holding{bay: h.bay, defects: h.defects} }}
)

// connected refuses to connect once more.
func connected(_ *position, h *holding) string {
	return when(h.ends[EVEnd] && h.ends[StationEnd], "one is connected already")
}

// Plugging puts in one end of the cable.
func Plugging(end End) Move {
	return Move{fmt.Sprintf("plug in on %s side", end),
		func(_ *position, h *holding) string { return when(h.ends[end], "that end is in already") },
		func(_ *position, h *holding) { h.plug(end) }}
}

// Unplugging takes out one end of the cable.
func Unplugging(end End) Move {
	return Move{fmt.Sprintf("unplug on %s side", end),
		func(_ *position, h *holding) string { return when(!h.ends[end], "that end is out already") },
		func(_ *position, h *holding) {
			delete(h.ends, end)
			if end == EVEnd {
				h.idle, h.shorted = false, false
			}
		}}
}

// plug puts ends in. An EV that is plugged in asks for energy.
func (h *holding) plug(ends ...End) {
	for _, end := range ends {
		if end == EVEnd && !h.ends[EVEnd] {
			h.idle, h.shorted = false, false
		}
		h.ends[end] = true
	}
}

// The moves of the control pilot. Each of Requesting and Suspending ends a short.
var (
	Requesting = Move{"ask for energy",
		func(_ *position, h *holding) string {
			return first(when(!h.ends[EVEnd], "no EV is connected"), when(!h.idle && !h.shorted, "the EV asks already"))
		},
		func(_ *position, h *holding) { h.idle, h.shorted = false, false }}
	Suspending = Move{"stop asking for energy",
		func(_ *position, h *holding) string {
			return first(when(!h.ends[EVEnd], "no EV is connected"), when(h.idle && !h.shorted, "the EV does not ask"))
		},
		func(_ *position, h *holding) { h.idle, h.shorted = true, false }}
	Shorting = Move{"short the pilot",
		func(_ *position, h *holding) string {
			return first(when(!h.ends[EVEnd], "no EV is connected"), when(h.shorted, "it is shorted already"))
		},
		func(_ *position, h *holding) { h.shorted = true }}
)

// Presenting needs a reader that has supply.
var Presenting = Move{"present an idToken",
	func(p *position, _ *holding) string { return when(p.dark, "the mains are off and the reader is dark") },
	func(*position, *holding) {}}

// Selecting needs a display that has supply. What the display offers is the station's.
var Selecting = Move{"select on the display",
	func(p *position, _ *holding) string { return when(p.dark, "the mains are off and the display is dark") },
	func(*position, *holding) {}}

// The moves of the mains.
var (
	SwitchingOff = Move{"switch the mains off",
		func(p *position, _ *holding) string { return when(p.dark, "they are off already") },
		func(p *position, _ *holding) { p.dark = true }}
	SwitchingOn = Move{"switch the mains on",
		func(p *position, _ *holding) string { return when(!p.dark, "they are on already") },
		func(p *position, _ *holding) { p.dark = false }}
	Cycling = Move{"cycle the mains",
		func(p *position, _ *holding) string { return when(p.dark, "they are off; switch them on") },
		func(*position, *holding) {}}
)

// The moves of the network.
var (
	Cutting = Move{"cut the link",
		func(p *position, _ *holding) string { return when(p.cut, "it is cut already") },
		func(p *position, _ *holding) { p.cut = true }}
	Restoring = Move{"restore the link",
		func(p *position, _ *holding) string { return when(!p.cut, "it is up already") },
		func(p *position, _ *holding) { p.cut = false }}
)

// The moves of the EV into and out of the bay of its EVSE.
var (
	Entering = Move{"drive in",
		func(_ *position, h *holding) string { return when(h.bay, "the bay is occupied already") },
		func(_ *position, h *holding) { h.bay = true }}
	Leaving = Move{"drive out",
		func(_ *position, h *holding) string { return when(!h.bay, "the bay is free already") },
		func(_ *position, h *holding) { h.bay = false }}
)

// Setting makes a hardware fault.
func Setting(d Defect) Move {
	return Move{fmt.Sprintf("set %s", d),
		func(_ *position, h *holding) string { return when(h.defects[d], "it is set already") },
		func(_ *position, h *holding) { h.defects[d] = true }}
}

// Clearing clears a hardware fault.
func Clearing(d Defect) Move {
	return Move{fmt.Sprintf("clear %s", d),
		func(_ *position, h *holding) string { return when(!h.defects[d], "it is not set") },
		func(_ *position, h *holding) { delete(h.defects, d) }}
}

func when(refused bool, why string) string {
	if refused {
		return why
	}
	return ""
}

func first(reasons ...string) string {
	for _, why := range reasons {
		if why != "" {
			return why
		}
	}
	return ""
}
