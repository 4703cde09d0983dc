package station

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// armAligned sets the next clock-aligned readings (part 2, section J 2.2).
func (fw *firmware) armAligned() {
	fw.kernel.Cancel(fw.alignedAlarm)
	fw.kernel.Cancel(fw.alignedTxAlarm)
	fw.alignedAlarm = fw.atNextAligned("Interval", fw.alignedReadings)
	fw.alignedTxAlarm = fw.atNextAligned("TxEndedInterval", fw.alignedForEnd)
}

func (fw *firmware) atNextAligned(variable string, act func()) *kernel.Alarm {
	interval := fw.model.Seconds("AlignedDataCtrlr", variable, "")
	if interval == 0 {
		return nil
	}
	return fw.kernel.After(untilAligned(fw.kernel.Now(), interval)+fw.irregularity(interval), func() {
		act()
		fw.armAligned()
	})
}

// irregularity is what a defect adds.
func (fw *firmware) irregularity(interval time.Duration) time.Duration {
	if fw.defects.Has(defects.AlignedIrregular) && fw.alignedCount%2 == 1 {
		return interval / 3
	}
	return 0
}

// untilAligned is the wait from now to the next of the evenly spaced moments that begin at midnight UTC. The last
// interval of a day is cut short when the day is no multiple of it.
func untilAligned(now time.Time, interval time.Duration) time.Duration {
	midnight := now.UTC().Truncate(24 * time.Hour)
	next := midnight.Add((now.Sub(midnight)/interval + 1) * interval)
	if tomorrow := midnight.Add(24 * time.Hour); next.After(tomorrow) {
		next = tomorrow
	}
	return next.Sub(now)
}

// alignedReadings sends the values of AlignedDataMeasurands: in a TransactionEvent for an EVSE with a transaction
// (J01.FR.22), in MeterValues for the others and for the main meter (J01.FR.14).
func (fw *firmware) alignedReadings() {
	fw.alignedCount++
	idle := fw.idleOnly()
	if idle == nobodySends {
		return
	}
	for _, id := range fw.meteredPlaces() {
		s := fw.transactionAt(id)
		switch {
		case id > 0 && len(fw.evses) > 1 && (fw.alignedCount+id)%2 == 0 && fw.defects.Has(defects.AlignedEVSEsInTurn):
		case s != nil && idle == othersSend:
		case s != nil && idle == allSend && !fw.config.Capabilities.AlignedByMeterValues:
			fw.clockEvent(s, fw.sample(id, "AlignedDataCtrlr", "Measurands", ocpp201.ReadingContextSampleClock))
		case fw.wire.Online():
			fw.sendMeterValues(id, id, ocpp201.ReadingContextSampleClock, false)
		}
	}
}

// idleOnly tells whether AlignedDataSendDuringIdle silences the station during a transaction (J01.FR.20).
func (fw *firmware) idleOnly() idleness {
	if !fw.config.Capabilities.AlignedSendDuringIdle || !fw.model.Boolean("AlignedDataCtrlr", "SendDuringIdle") {
		return allSend
	}
	return fw.spoilIdle(slices.ContainsFunc(fw.sessions(), func(s *session) bool { return s.Tx != nil }))
}

// alignedForEnd keeps the values of AlignedDataTxEndedMeasurands for the Ended events.
func (fw *firmware) alignedForEnd() {
	for _, s := range fw.sessions() {
		if s.Tx != nil && s.EVSE != 0 {
			s.Tx.keep(fw.sample(s.EVSE, "AlignedDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextSampleClock))
		}
	}
}

// meteredPlaces are the main meter, 0, and the EVSEs.
func (fw *firmware) meteredPlaces() []int {
	places := []int{0}
	for _, e := range fw.evses {
		places = append(places, e.id)
	}
	return places
}

func (fw *firmware) transactionAt(id int) *session {
	if e := fw.evse(id); e != nil && at(e) != nil && at(e).Tx != nil {
		return at(e)
	}
	return nil
}

// sendMeterValues sends what the meter at a place shows, naming an EVSE, unless no measurand is configured. The registers
// are saved first: after a power cut they must not go back behind what was told (J02.FR.16).
func (fw *firmware) sendMeterValues(evse, place int, context ocpp201.ReadingContext, asked bool) {
	values := fw.sample(place, "AlignedDataCtrlr", "Measurands", context)
	if values == nil {
		return
	}
	if fw.evse(place) == nil || fw.evse(place).contactor {
		fw.saveTransactions()
	}
	if !asked && fw.defects.Has(defects.AlignedWrongEVSE) {
		evse = len(fw.evses) + 1
	}
	for _, part := range fw.parts(values) {
		wire.Send(fw.wire, ocpp201.MeterValuesRequest{EVSEID: evse, MeterValue: fw.expressed(part)}, wire.Sending{Asked: asked})
	}
}
