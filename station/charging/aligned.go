package charging

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
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
	return ch.kernel.After(ch.Decide.AlignedAfter(ch.kernel.Now(), interval), func() {
		act()
		ch.ArmAligned()
	})
}

// UntilAligned is the wait from now to the next of the evenly spaced moments that begin at midnight UTC. The last
// interval of a day is cut short when the day is no multiple of it.
func UntilAligned(now time.Time, interval time.Duration) time.Duration {
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
	for _, id := range ch.Decide.AlignedPlaces() {
		switch s := ch.TransactionAt(id); {
		case s != nil && ch.Decide.AlignedInEvent(s):
			ch.tellReading(s, ocpp201.TriggerReasonMeterValueClock, ch.meters.Sample(id, "AlignedDataCtrlr", "Measurands", ocpp201.ReadingContextSampleClock))
		case ch.wire.Online():
			ch.SendMeterValues(id, id, ocpp201.ReadingContextSampleClock, false)
		}
	}
}

func (ch *Charging) alignedPlaces() []int {
	if ch.OnlyIdle() && slices.ContainsFunc(ch.Sessions(), func(s *Session) bool { return s.Tx != nil }) {
		return nil
	}
	return ch.MeteredPlaces()
}

// OnlyIdle tells whether AlignedDataSendDuringIdle is set: the station is silent during a transaction (J01.FR.20).
func (ch *Charging) OnlyIdle() bool {
	return ch.product.Capabilities.AlignedSendDuringIdle && ch.model.Boolean("AlignedDataCtrlr", "SendDuringIdle")
}

// alignedForEnd keeps the values of AlignedDataTxEndedMeasurands for the Ended events.
func (ch *Charging) alignedForEnd() {
	for _, s := range ch.Sessions() {
		if s.Tx != nil && s.EVSE != 0 {
			s.Tx.keep(ch.meters.Sample(s.EVSE, "AlignedDataCtrlr", "TxEndedMeasurands", ocpp201.ReadingContextSampleClock))
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

// TransactionAt is the session at an EVSE with an open transaction, nil where there is none.
func (ch *Charging) TransactionAt(id int) *Session {
	if e := ch.site.EVSE(id); e != nil && At(e) != nil && At(e).Tx != nil {
		return At(e)
	}
	return nil
}

// SendMeterValues sends what the meter at a place shows, naming an EVSE, unless no measurand is configured. The registers
// are saved first: after a power cut they must not go back behind what was told (J02.FR.16).
func (ch *Charging) SendMeterValues(evse, place int, context ocpp201.ReadingContext, asked bool) {
	values := ch.meters.Sample(place, "AlignedDataCtrlr", "Measurands", context)
	if values == nil {
		return
	}
	if ch.site.EVSE(place) == nil || ch.site.EVSE(place).Contactor {
		ch.SaveTransactions()
	}
	for _, part := range ch.parts(values) {
		wire.Send(ch.wire, ocpp201.MeterValuesRequest{EVSEID: evse, MeterValue: ch.meters.Expressed(part)}, wire.Sending{Asked: asked})
	}
}
