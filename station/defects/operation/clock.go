package operation

import (
	"errors"
	"slices"
	"time"

	"github.com/beevik/ntp"

	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
)

// clockPatches are the faults of a clock that is set by NTP.
var clockPatches = []defects.Patch{
	{Of: []defects.Defect{defects.NTPIgnored}, Put: timeServers},
	{Of: []defects.Defect{defects.NTPStratumZeroTaken, defects.NTPUnsynchronisedTaken, defects.NTPADayOff}, Put: timeAnswers},
	{Of: []defects.Defect{defects.HeartbeatBeforeNTP}, Put: timeSources},
}

func timeServers(fw *station.Firmware, s defects.Set) {
	right := fw.Provisioning.Decide.TimeServers
	fw.Provisioning.Decide.TimeServers = func() []string {
		if servers := right(); len(servers) == 0 || !s.Has(defects.NTPIgnored) {
			return servers
		}
		return nil
	}
}

func timeAnswers(fw *station.Firmware, s defects.Set) {
	right := fw.Provisioning.Decide.Offset
	fw.Provisioning.Decide.Offset = func(r *ntp.Response) (time.Duration, error) {
		offset, err := right(r)
		switch {
		case errors.Is(err, ntp.ErrKissOfDeath) && s.Has(defects.NTPStratumZeroTaken),
			errors.Is(err, ntp.ErrInvalidLeapSecond) && s.Has(defects.NTPUnsynchronisedTaken):
			err = nil
		case err == nil && s.Has(defects.NTPADayOff):
			offset += 24 * time.Hour
		}
		return offset, err
	}
}

func timeSources(fw *station.Firmware, s defects.Set) {
	right := fw.Provisioning.Decide.Follows
	fw.Provisioning.Decide.Follows = func(source string) bool {
		isOne := slices.Contains(fw.Model.List("ClockCtrlr", "TimeSource"), source)
		return right(source) || isOne && source == "Heartbeat" && s.Has(defects.HeartbeatBeforeNTP)
	}
}
