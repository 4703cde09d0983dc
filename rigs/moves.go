package rigs

import "fmt"

// The moves of a cable with both ends.
var (
	Connecting = Move{name: "connect an EV", refuse: connected,
		settle: func(_ *position, h *holding) {
			h.plug(EVEnd, StationEnd)
			h.idle, h.shorted = false, false
		}}
	ConnectingIdle = Move{name: "connect an EV that does not ask for energy", refuse: connected,
		settle: func(_ *position, h *holding) {
			h.plug(EVEnd, StationEnd)
			h.idle, h.shorted = true, false
		}}
	Disconnecting = Move{name: "disconnect the EV",
		refuse: func(_ *position, h *holding) string { return when(!h.connected(), "none is connected") },
		settle: func(_ *position, h *holding) { *h = holding{bay: h.bay, defects: h.defects} }}
)

// connected refuses to connect once more.
func connected(_ *position, h *holding) string {
	return when(h.ends[EVEnd] && h.ends[StationEnd], "one is connected already")
}

// Plugging puts in one end of the cable.
func Plugging(end End) Move {
	return Move{name: fmt.Sprintf("plug in on %s side", end),
		refuse: func(_ *position, h *holding) string { return when(h.ends[end], "that end is in already") },
		settle: func(_ *position, h *holding) { h.plug(end) }}
}

// Unplugging takes out one end of the cable.
func Unplugging(end End) Move {
	return Move{name: fmt.Sprintf("unplug on %s side", end),
		refuse: func(_ *position, h *holding) string { return when(!h.ends[end], "that end is out already") },
		settle: func(_ *position, h *holding) {
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
	Requesting = Move{name: "ask for energy",
		refuse: func(_ *position, h *holding) string {
			return first(when(!h.ends[EVEnd], "no EV is connected"), when(!h.idle && !h.shorted, "the EV asks already"))
		},
		settle: func(_ *position, h *holding) { h.idle, h.shorted = false, false }}
	Suspending = Move{name: "stop asking for energy",
		refuse: func(_ *position, h *holding) string {
			return first(when(!h.ends[EVEnd], "no EV is connected"), when(h.idle && !h.shorted, "the EV does not ask"))
		},
		settle: func(_ *position, h *holding) { h.idle, h.shorted = true, false }}
	Shorting = Move{name: "short the pilot",
		refuse: func(_ *position, h *holding) string {
			return first(when(!h.ends[EVEnd], "no EV is connected"), when(h.shorted, "it is shorted already"))
		},
		settle: func(_ *position, h *holding) { h.shorted = true }}
)

// Showing has a connected EV show a state of the pilot, B to E, whichever it shows now.
func Showing(state PilotState) Move {
	return Move{name: "show state " + state.String(),
		refuse: func(_ *position, h *holding) string {
			return first(when(!h.ends[EVEnd], "no EV is connected"),
				when(state == PilotA, "an EV that is connected makes B to E; disconnect it"), when(state == PilotF, "only the station makes it"))
		},
		settle: func(_ *position, h *holding) { h.idle, h.shorted = state == PilotB, state == PilotE }}
}

// Presenting needs a reader that has supply.
var Presenting = Move{name: "present an idToken",
	refuse: func(p *position, _ *holding) string { return when(p.dark, "the mains are off and the reader is dark") },
	settle: func(*position, *holding) {}, single: true}

// Selecting needs a display that has supply. What the display offers is the station's.
var Selecting = Move{name: "select on the display",
	refuse: func(p *position, _ *holding) string { return when(p.dark, "the mains are off and the display is dark") },
	settle: func(*position, *holding) {}, single: true}

// Looking needs a display that has supply. It may be done again: nothing moves.
var Looking = Move{name: "look at the display",
	refuse: func(p *position, _ *holding) string { return when(p.dark, "the mains are off and the display is dark") },
	settle: func(*position, *holding) {}, looks: true}

// Storing needs a station that has supply.
var Storing = Move{name: "store a customer",
	refuse: func(p *position, _ *holding) string { return when(p.dark, "the mains are off and the station is dark") },
	settle: func(*position, *holding) {}, single: true}

// The moves of the mains.
var (
	SwitchingOff = Move{name: "switch the mains off",
		refuse: func(p *position, _ *holding) string { return when(p.dark, "they are off already") },
		settle: func(p *position, _ *holding) { p.dark = true }, breaks: true}
	SwitchingOn = Move{name: "switch the mains on",
		refuse: func(p *position, _ *holding) string { return when(!p.dark, "they are on already") },
		settle: func(p *position, _ *holding) { p.dark = false }}
	Cycling = Move{name: "cycle the mains",
		refuse: func(p *position, _ *holding) string { return when(p.dark, "they are off; switch them on") },
		settle: func(*position, *holding) {}, breaks: true, single: true}
)

// The moves of the network.
var (
	Cutting = Move{name: "cut the link",
		refuse: func(p *position, _ *holding) string { return when(p.cut, "it is cut already") },
		settle: func(p *position, _ *holding) { p.cut = true }}
	Restoring = Move{name: "restore the link",
		refuse: func(p *position, _ *holding) string { return when(!p.cut, "it is up already") },
		settle: func(p *position, _ *holding) { p.cut = false }}
)

// The moves of the EV into and out of the bay of its EVSE.
var (
	Entering = Move{name: "drive in",
		refuse: func(_ *position, h *holding) string { return when(h.bay, "the bay is occupied already") },
		settle: func(_ *position, h *holding) { h.bay = true }}
	Leaving = Move{name: "drive out",
		refuse: func(_ *position, h *holding) string { return when(!h.bay, "the bay is free already") },
		settle: func(_ *position, h *holding) { h.bay = false }}
)

// Setting makes a hardware fault.
func Setting(d Defect) Move {
	return Move{name: fmt.Sprintf("set %s", d),
		refuse: func(_ *position, h *holding) string { return when(h.defects[d], "it is set already") },
		settle: func(_ *position, h *holding) { h.defects[d] = true }}
}

// Clearing clears a hardware fault.
func Clearing(d Defect) Move {
	return Move{name: fmt.Sprintf("clear %s", d),
		refuse: func(_ *position, h *holding) string { return when(!h.defects[d], "it is not set") },
		settle: func(_ *position, h *holding) { delete(h.defects, d) }}
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
