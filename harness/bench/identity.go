package bench

import (
	"context"
	"errors"
	"fmt"
	"strings"
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
	if s := rec.Secured; s != nil && !s.Requested() && !s.Knocked() {
		r.connects(&evidence.Connection{What: string(octt.Refused), Text: strings.Join(append([]string{s.Ended()}, s.Alerts...), ", ")})
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

// identify finds out who the station is where no BootNotificationRequest has told: a station that was running before the
// bench only reconnects (part 2, B01 is about boots). It asks the device model, then for a report, and then has the boot
// triggered, which a station that was accepted rejects (part 2, F06.FR.17). What it cannot tell stays unknown, and is found
// out about it.
func (r *identifying) identify(ctx context.Context, player *octt.Player) error {
	if r.identified() {
		return nil
	}
	return player.Do(ctx, func(s *octt.Scenario) error {
		told := evidence.Station{ID: r.id}
		for _, way := range []func(*octt.Scenario, *evidence.Station) error{readIdentity, reportedIdentity, triggeredIdentity} {
			if err := way(s, &told); err != nil {
				s.Note("The station does not tell who it is: %v.", err)
			}
			if r.identified() { // it has booted meanwhile
				return nil
			}
			if told.Vendor != "" && told.Model != "" && told.Firmware != "" {
				break
			}
		}
		for _, fact := range identity(&told) {
			if *fact.into == "" && (fact.variable == "VendorName" || fact.variable == "Model") { // the others a station need not have
				s.Find(evidence.Finding{Kind: evidence.FoundUntold, Subject: "ChargingStation." + fact.variable, Verdict: evidence.Warning,
					Requirement: "The Charging Station tells who it is.", Clause: "part 2, BootNotificationRequest and the component ChargingStation",
					Actual: "before the first case neither a BootNotificationRequest, nor GetVariables, nor a report had it", Instead: "what its next boot tells; until then reports leave it open"})
			}
		}
		s.RunsVersion(told.Firmware)
		return r.note(evidence.Record{}, told)
	})
}

// fact is a variable of the component ChargingStation, and where its value goes.
type fact struct {
	variable string
	into     *string
}

// identity lists what tells who a station is, in the order in which it is asked for.
func identity(s *evidence.Station) []fact {
	return []fact{{"VendorName", &s.Vendor}, {"Model", &s.Model}, {"SerialNumber", &s.Serial}, {"FirmwareVersion", &s.Firmware}}
}

// readIdentity asks for the variables one by one.
func readIdentity(s *octt.Scenario, told *evidence.Station) error {
	var all error
	for _, fact := range identity(told) {
		value, status, err := s.Read("ChargingStation." + fact.variable)
		if err == nil && status == string(ocpp201.GetVariableStatusAccepted) {
			*fact.into = value
		}
		all = errors.Join(all, err)
	}
	return all
}

// reportedIdentity takes them from the inventory.
func reportedIdentity(s *octt.Scenario, told *evidence.Station) error {
	const request = 1 // the first of the run
	answer, err := octt.Ask(s, ocpp201.GetBaseReportRequest{RequestID: request, ReportBase: ocpp201.ReportBaseFullInventory})
	if err == nil && answer.Status != ocpp201.GenericDeviceModelStatusAccepted {
		err = fmt.Errorf("GetBaseReport was answered with %s", answer.Status)
	}
	if err != nil {
		return err
	}
	data, err := s.AwaitReport(s.Timeouts.Report, request)
	for _, fact := range identity(told) {
		for _, d := range data {
			if !d.Variable.Named(fact.variable) || !d.Component.Named("ChargingStation") || d.Component.EVSE != nil {
				continue
			}
			for _, a := range d.VariableAttribute {
				if a.Value != nil && *fact.into == "" {
					*fact.into = *a.Value
				}
			}
		}
	}
	return err
}

// triggeredIdentity has the station send its BootNotificationRequest, which the recorder reads.
func triggeredIdentity(s *octt.Scenario, _ *evidence.Station) error {
	answer, err := octt.Ask(s, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerBootNotification})
	if err == nil && answer.Status != ocpp201.TriggerMessageStatusAccepted {
		err = fmt.Errorf("TriggerMessage for a BootNotification was answered with %s", answer.Status)
	}
	if err != nil {
		return err
	}
	return s.AwaitMessage(s.Timeouts.Message, "BootNotification")
}
