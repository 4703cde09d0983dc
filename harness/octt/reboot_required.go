package octt

import (
	"errors"
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// rebootRequired answers a value that the station takes at its next boot.
const rebootRequired = string(ocpp201.SetVariableStatusRebootRequired)

// bootFor resets a station that takes some of its configuration at its next boot, and reads whether it has. Part 6 does
// so in the tables that expect the answer RebootRequired (TC_B_45_CS, TC_N_48_CS); of preparations it says only how the
// station is to be configured, so that a station which needs a boot for that is no station that cannot be prepared.
func (s *Scenario) bootFor(lines []Setting) {
	r := s.open("", evidence.ActorTool, "resets the Charging Station, which takes its configuration at its next boot", "")
	if err := s.Reboot(); err != nil {
		s.failRow(r, "The Charging Station boots when it needs that for its configuration (RebootRequired).", "a boot", err.Error(), 0)
	}
	r.end(evidence.Pass, "")
	for _, line := range lines {
		want := line.value(&s.Configured)
		r := s.open("", evidence.ActorTool, fmt.Sprintf("%s is %s after the reboot", line.variable, want), "")
		have, status, err := s.read(line.variable)
		if err != nil {
			status = err.Error()
		}
		if status != string(ocpp201.GetVariableStatusAccepted) || !variables.Same(have, want) {
			s.failRow(r, line.variable+" has the value after the reboot that it was given with RebootRequired.", want, status+" "+have, 0)
		}
		r.end(evidence.Pass, "")
	}
}

// Reboot has the station boot, and waits until it is back and has told all it owes the CSMS then. It may boot by itself
// before the request comes (part 6, note to step 6 of TC_B_45_CS). What it sends meanwhile belongs to no row.
func (s *Scenario) Reboot() error {
	s.Forget()
	answer, asked := ask(s, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle})
	if asked == nil && answer.Status != ocpp201.ResetStatusAccepted {
		return fmt.Errorf("the Reset was answered with %s", answer.Status)
	}
	booted := s.AwaitMessage(s.Timeouts.Boot, "BootNotification")
	if asked == nil && booted == nil { // what came may be an earlier boot than the one that was accepted
		booted = s.until(s.Timeouts.Boot, "the boot after the accepted Reset", func() bool { return len(s.w.due()) == 0 })
	}
	if booted != nil {
		return errors.Join(asked, booted)
	}
	if err := s.AwaitReports(s.StatusWait(), string(ocpp201.ConnectorStatusAvailable), s.Connectors()); err != nil {
		s.Note("Not every connector has been reported Available after the reset: %v.", err)
	}
	s.Forget()
	return nil
}

// took tells whether a value that the station was given with RebootRequired is there. One that cannot be read, such as a
// password, counts as taken.
func (s *Scenario) took(c change) bool {
	have, status, err := s.read(c.variable)
	return err == nil && (status != string(ocpp201.GetVariableStatusAccepted) || variables.Same(have, c.old))
}
