package charging

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// ArmAligned sets the next clock-aligned readings (part 2, section J 2.2).
func (ch *Charging) ArmAligned() {
	ch.kernel.Cancel(ch.alignedAlarm)
	ch.kernel.Cancel(ch.alignedTxAlarm)
	ch.alignedAlarm = ch.atNextAligned("Interval", ch.alignedReadings)
	ch.alignedTxAlarm = ch.atNextAligned("TxEndedInterval", ch.alignedForEnd)
}

func (ch *Charging) atNextAligned(variable string, act func()) *kernel.Alarm {
	interval := ch.model.Seconds("AlignedDataCtrlr", variable, "")
	if interval == 0 {
		return nil
	}
	return ch.kernel.After(untilAligned(ch.kernel.Now(), interval)+ch.irregularity(interval), func() {
		act()
		ch.ArmAligned()
	})
}

// irregularity is what a defect adds.
func (ch *Charging) irregularity(interval time.Duration) time.Duration {
	if ch.defects.Has(defects.AlignedIrregular) && ch.alignedCount%2 == 1 {
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
func (ch *Charging) alignedReadings() {
	ch.alignedCount++
	idle := ch.idleOnly()
	if idle == nobodySends {
		return
	}
	for _, id := range ch.MeteredPlaces() {
		s := ch.transactionAt(id)
		switch {
		case id > 0 && len(ch.site.EVSEs) > 1 && (ch.alignedCount+id)%2 == 0 && ch.defects.Has(defects.AlignedEVSEsInTurn):
		case s != nil && idle == othersSend:
		case s != nil && idle == allSend && !ch.product.Capabilities.AlignedByMeterValues:
			ch.clockEvent(s, ch.Sample(id, "AlignedDataCtrlr", "Measurands", ocpp201.ReadingContextSampleClock))
		case ch.wire.Online():
			ch.SendMeterValues(id, id, ocpp201.ReadingContextSampleClock, false)
		}
	}
}

// idleOnly tells whether AlignedDataSendDuringIdle silences the station during a transaction (J01.FR.20).
func (ch *Charging) idleOnly() idleness {
	if !ch.product.Capabilities.AlignedSendDuringIdle || !ch.model.Boolean("AlignedDataCtrlr", "SendDuringIdle") {
		return allSend
	}
	return ch.spoilIdle(slices.ContainsFunc(ch.Sessions(), func(s *Session) bool { return s.Tx != nil }))
}

// alignedForEnd keeps the values of AlignedDataTxEndedMeasurands for the Ended events.
func (ch *Charging) alignedForEnd() {
	for _, s := range ch.Sessions() {
		if s.Tx != nil && s.EVSE != 0 {
			s.Tx.keep(ch.Sample(s.EVSE, "AlignedDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextSampleClock))
		}
	}
}

// MeteredPlaces are the main meter, 0, and the EVSEs.
func (ch *Charging) MeteredPlaces() []int {
	places := []int{0}
	for _, e := range ch.site.EVSEs {
		places = append(places, e.ID)
	}
	return places
}

func (ch *Charging) transactionAt(id int) *Session {
	if e := ch.site.EVSE(id); e != nil && At(e) != nil && At(e).Tx != nil {
		return At(e)
	}
	return nil
}

// SendMeterValues sends what the meter at a place shows, naming an EVSE, unless no measurand is configured. The registers
// are saved first: after a power cut they must not go back behind what was told (J02.FR.16).
func (ch *Charging) SendMeterValues(evse, place int, context ocpp201.ReadingContext, asked bool) {
	values := ch.Sample(place, "AlignedDataCtrlr", "Measurands", context)
	if values == nil {
		return
	}
	if ch.site.EVSE(place) == nil || ch.site.EVSE(place).Contactor {
		ch.SaveTransactions()
	}
	if !asked && ch.defects.Has(defects.AlignedWrongEVSE) {
		evse = len(ch.site.EVSEs) + 1
	}
	for _, part := range ch.parts(values) {
		wire.Send(ch.wire, ocpp201.MeterValuesRequest{EVSEID: evse, MeterValue: ch.expressed(part)}, wire.Sending{Asked: asked})
	}
}
