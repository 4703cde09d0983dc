package bench

import (
	"context"
	"fmt"
	"sync"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// identifying is a recorder that adds the station's identity to the evidence when a BootNotificationRequest tells it,
// and again whenever it tells another one.
type identifying struct {
	octt.Recorder
	id string

	mu    sync.Mutex
	known evidence.Station
	tried *evidence.Connection // the last news of a connection
	tries int                  // attempts to connect so far, of whatever station
	up    bool                 // the station is connected
	news  chan struct{}        // closed with the next news of a connection
}

// Append appends the record, and the identity that it tells.
func (r *identifying) Append(rec evidence.Record) (int64, error) {
	if rec.Conn != nil {
		r.connects(rec.Conn)
	}
	seq, err := r.Recorder.Append(rec)
	f := rec.Frame
	if err != nil || f == nil || f.Direction != evidence.In || f.Type != "CALL" || f.Action != "BootNotification" {
		return seq, err
	}
	var boot ocpp201.BootNotificationRequest
	if ocpp201.Decode(f.Payload(), &boot) != nil {
		return seq, nil // the schema's verdict on the frame says so
	}
	s := boot.ChargingStation
	return seq, r.note(rec, evidence.Station{
		ID: r.id, Vendor: s.VendorName, Model: s.Model, Serial: text(s.SerialNumber), Firmware: text(s.FirmwareVersion),
	})
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// note records an identity that is new, beside the record that told it.
func (r *identifying) note(beside evidence.Record, s evidence.Station) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s == r.known {
		return nil
	}
	r.known = s
	_, err := r.Recorder.Append(evidence.Record{Kind: evidence.KindStation, Case: beside.Case, Play: beside.Play, Station: &s})
	return err
}

// connects notes news of a connection.
func (r *identifying) connects(c *evidence.Connection) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tried = c
	switch c.What {
	case string(octt.Disconnected):
		r.up = false
	case string(octt.Connected):
		r.up = true
		r.tries++
	default: // turned down, or of another station
		r.tries++
	}
	if r.news != nil {
		close(r.news)
		r.news = nil
	}
}

// absence says how often somebody has tried to connect, what the last news of a connection is, nil without any, whether the
// station is connected by it, and what is closed with the next news.
func (r *identifying) absence() (tries int, last *evidence.Connection, there bool, news <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.news == nil {
		r.news = make(chan struct{})
	}
	return r.tries, r.tried, r.up, r.news
}

func (r *identifying) identified() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known != evidence.Station{}
}

// identify asks the device model who the station is, where no BootNotificationRequest has told: a station that was
// running before the bench only reconnects (part 2, B01 is about boots).
func (r *identifying) identify(ctx context.Context, player *octt.Player) error {
	if r.identified() {
		return nil
	}
	return player.Do(ctx, func(s *octt.Scenario) error {
		told := evidence.Station{ID: r.id}
		for variable, into := range map[string]*string{
			"ChargingStation.VendorName": &told.Vendor, "ChargingStation.Model": &told.Model,
			"ChargingStation.SerialNumber": &told.Serial, "ChargingStation.FirmwareVersion": &told.Firmware,
		} {
			value, status, err := s.Read(variable)
			if err != nil {
				return fmt.Errorf("the station cannot be asked who it is: %w", err)
			}
			if status == string(ocpp201.GetVariableStatusAccepted) {
				*into = value
			}
		}
		return r.note(evidence.Record{}, told)
	})
}
