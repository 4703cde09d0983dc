package octt

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A station may have a state of a connector be the same for a while before it tells of it (part 5, C-04). The variable that says for how
// long is standardized and belongs to no component (part 2, appendices, MinimumStatusDuration): where the bench file does not
// name it, it is looked for where its description has it.
const minimumStatusDuration = "MinimumStatusDuration"

var statusDurations = []string{"ChargingStation." + minimumStatusDuration, "OCPPCommCtrlr." + minimumStatusDuration}

// slowStatus is what a station that waits so makes of a play.
type slowStatus struct {
	lasts     time.Duration // a state of a connector, before the station tells of it
	waited    time.Duration // for reports of connectors, in this play
	overslept string        // why what was found since proves nothing, empty where it does: see waitedForStatus
}

// StatusDuration is the preparation that has the bench know for how long a state is the same before a station tells of it that declares to
// wait so. Of one that tells of no such time a report that stays away proves nothing.
func StatusDuration() []Preparation {
	return []Preparation{{beside: true, do: func(s *Scenario) {
		if s.PICS == nil || s.PICS.Answer(pics.C_04) != pics.Yes {
			return
		}
		lasts, why, err := s.statusDuration()
		s.interrupted(err)
		s.slow.lasts = lasts
		if why != "" {
			s.presumed = append(s.presumed, presumption{name: statusDurations[0], value: "0", why: why, words: []string{"sends StatusNotificationRequest", "A message about the state of"}})
		}
	}}}
}

// statusDuration is the longest of the times that the station, or the bench file, tells; why says what came where neither does. The
// error is that the evidence cannot be written: one of a station that is not there stands in why.
func (s *Scenario) statusDuration() (lasts time.Duration, why string, err error) {
	var items []item
	for _, name := range slices.Concat(statusDurations, []string{connectionTimeOut}) {
		if r, stands := s.w.stands(name); stands {
			s.knows(name, r)
		} else {
			items = append(items, itemOf(name))
		}
	}
	if len(items) > 0 {
		if _, err := s.inquire(items); err != nil {
			why = err.Error()
		}
	}
	known := false
	take := func(value string) {
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n >= 0 {
			known, lasts = true, max(lasts, time.Duration(n)*time.Second)
		} else {
			why = strconv.Quote(value) + " is no number of seconds"
		}
	}
	for _, name := range statusDurations {
		switch r, stands := s.w.stands(name); {
		case stands && r.told():
			take(r.value)
		case why == "" && stands:
			why = r.why()
		}
	}
	for name, value := range s.Configured.Variables {
		if _, v := variables.Parse(name); !known && strings.EqualFold(v.Name, minimumStatusDuration) {
			take(value)
		}
	}
	if known {
		return lasts, "", s.ctx.Err()
	}
	if why == "" {
		why = "the station has told no value"
	}
	return 0, why, s.ctx.Err()
}

// StatusWait is how long the station may take to report a connector: as long as for any message, once the state has been the same for as
// long as the station waits for.
func (s *Scenario) StatusWait() time.Duration { return s.Timeouts.Message + s.slow.lasts }

// waitedForStatus notes that waits for reports of connectors have outlasted what rows before them have begun: an authorization ends after
// EVConnectionTimeOut, and a reservation at its expiryDateTime. A station may wait so long before it tells of a state, and what the rows
// find afterwards is not its fault.
func (s *Scenario) waitedForStatus(waited time.Duration) {
	if s.slow.lasts == 0 {
		return
	}
	s.slow.waited += waited
	authorized := s.Configured.EVConnectionTimeOut
	if n, err := strconv.Atoi(s.settings.known[connectionTimeOut].Value); err == nil && n > 0 {
		authorized = time.Duration(n) * time.Second
	}
	if waited < authorized && s.slow.waited < s.Configured.ExpiryDateTime {
		return
	}
	s.slow.overslept = fmt.Sprintf("Whether it must be so is not known: the Charging Station tells of a state that has been the same for %s (%s), and while the rows waited for that an authorization (%s, %s) or a reservation (configured.expiryDateTime, %s) may have come to its end. Set less on the station.",
		s.slow.lasts, minimumStatusDuration, connectionTimeOut, authorized, s.Configured.ExpiryDateTime)
}

// connectionTimeOut is the variable that says how long an authorization waits for its EV.
const connectionTimeOut = "TxCtrlr.EVConnectionTimeOut"

// onlyStatuses tells whether a row waits for the report of a connector, and for nothing else.
func onlyStatuses(alternatives []Alternative) bool {
	status, event := ocpp201.StatusNotificationRequest{}.Action(), ocpp201.NotifyEventRequest{}.Action()
	reports := false
	for _, a := range alternatives {
		reports = reports || a.action == status
		if a.action != status && a.action != event {
			return false
		}
	}
	return reports
}
