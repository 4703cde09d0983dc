package octt

import "time"

// Timeouts names every wait of a case once, with the longest time that a conformant station may take. Where the
// document leaves the time to the laboratory, the limit of the product's own KPI table is the measure. A bench may
// change them; cases hold no durations.
type Timeouts struct {
	// Response is how long the station may take to answer a CALL: the KPI "OCPP response time".
	Response time.Duration `yaml:"response" json:"response"`
	// Message is how long the station may take to send the next message of a scenario: the <Configured message
	// timeout> of part 6, and the KPI "OCPP triggered function response time".
	Message time.Duration `yaml:"message" json:"message"`
	// Boot is how long the station may take from losing power, or from accepting a reset, to its BootNotification.
	Boot time.Duration `yaml:"boot" json:"boot"`
	// Greeting is how long a station that has just connected may keep silent before it is taken for one that was accepted
	// earlier and owes no BootNotification. The station speaks first: until then the bench asks nothing. Part 2, B01 has a
	// station send its BootNotification after it has connected and names no time for it; ones that take 12 s are known.
	Greeting time.Duration `yaml:"greeting" json:"greeting"`
	// Retry is how long after the interval that it was given a station that is not accepted may send its next
	// BootNotification: part 2 bounds that nowhere (B02.FR.08, B03.FR.06), and TC_B_03_CS has "equal to or greater".
	Retry time.Duration `yaml:"retry" json:"retry"`
	// Reconnect is added to the station's own back-off when the document waits for a new connection.
	Reconnect time.Duration `yaml:"reconnect" json:"reconnect"`
	// Download is how long the station may take from Downloading to Downloaded, or to giving up, and to verify the signature of what it
	// has. Part 2 leaves to it how often it tries (UpdateFirmwareRequest, retries).
	Download time.Duration `yaml:"download" json:"download"`
	// Install is how long it may take for each step of an installation: to begin, to reboot for it, and to be done. Neither part 2
	// nor part 6 names a time.
	Install time.Duration `yaml:"install" json:"install"`
	// Report is how long all parts of one report may take together.
	Report time.Duration `yaml:"report" json:"report"`
	// Deviation is what is allowed wherever times are compared. Laboratories use 4 s (part 6, section 2.1).
	Deviation time.Duration `yaml:"deviation" json:"deviation"`
	// Hold is how long a message of the station stays unanswered for a row to claim it. After that it is answered
	// with the standing answer, so that a slow act never looks like a dead CSMS.
	Hold time.Duration `yaml:"hold" json:"hold"`
	// Optional is how long to wait for a message that the document makes optional, before going on without it.
	Optional time.Duration `yaml:"optional" json:"optional"`
	// Act passes between what has happened last and a manual action, and after it unless the station has something to say:
	// no driver plugs in within the millisecond in which the display says "accepted", and a relay that does tests a race that
	// no person can make.
	Act time.Duration `yaml:"act" json:"act"`
	// Display is how long the display may take to show all of its messages once, and to begin or end with one. No document of OCPP
	// says.
	Display time.Duration `yaml:"display" json:"display"`
	// MaxEnergy is how long the EV may take to draw the MaxEnergyOnInvalidId of TC_C_15_CS: 10 kWh, half an hour at 22 kW.
	// 0 leaves that part of its post scenario validation out.
	MaxEnergy time.Duration `yaml:"max_energy" json:"max_energy"`
	// Clock is how long the station may take to go by a source of time that it was just told of, and at the longest to ask it
	// again. No document of OCPP says; a client of RFC 5905 asks every 64 s at first, and may want eight answers.
	Clock time.Duration `yaml:"clock" json:"clock"`
	// Settle is how long the station may take to come to rest after a case.
	Settle time.Duration `yaml:"settle" json:"settle"`
}

// DefaultTimeouts are the limits of the example certificate's KPI table with the laboratory's deviation added.
func DefaultTimeouts() Timeouts {
	return Timeouts{
		Response:  14 * time.Second,
		Message:   34 * time.Second,
		Boot:      5 * time.Minute,
		Greeting:  20 * time.Second,
		Retry:     5 * time.Minute,
		Reconnect: 34 * time.Second,
		Download:  10 * time.Minute,
		Install:   10 * time.Minute,
		Report:    2 * time.Minute,
		Deviation: 4 * time.Second,
		Hold:      2 * time.Second,
		Optional:  2 * time.Second,
		Act:       500 * time.Millisecond,
		Display:   30 * time.Second,
		Clock:     10 * time.Minute,
		Settle:    time.Minute,
	}
}

// updates is how long the station may take from accepting firmware to telling the end of its installation, but for boots: it has three steps.
func (t Timeouts) updates() time.Duration { return t.Download + 3*t.Install }
