package provisioning

import (
	"time"

	"github.com/beevik/ntp"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
)

// Decisions are what provisioning does by its own judgement. Each has the right default.
type Decisions struct {
	// Inventory are the variables of a base report, in the order of the device model (B07.FR.07 to FR.09).
	Inventory func(base ocpp201.ReportBase) []*model.Variable
	// Means tells whether a GetReport is about a variable (B08).
	Means func(q ocpp201.GetReportRequest, v *model.Variable) bool
	// Report sends the NotifyReports about variables that a request has led to (B07.FR.04, FR.10).
	Report func(requestID int, chosen []*model.Variable)
	// Describe is what a report says of a variable.
	Describe func(v *model.Variable) ocpp201.ReportData
	// Find looks a variable up as requests name it: without an instance only one that has none is meant (B06.FR.15).
	Find func(ocpp201.Component, ocpp201.Variable) (found *model.Variable, componentKnown bool)
	// Get answers one part of a GetVariablesRequest, Set one of a SetVariablesRequest.
	Get func(ocpp201.GetVariableData) ocpp201.GetVariableResult
	Set func(ocpp201.SetVariableData) ocpp201.SetVariableResult
	// Accept is the value that a variable takes when it is to be set to one, or why it takes none.
	Accept func(v *model.Variable, value string) (string, error)
	// Apply gives a variable the value; false where it has it from the next boot on.
	Apply func(v *model.Variable, value string) bool
	// Follows tells whether the clock goes by a source of time, such as Heartbeat, at present.
	Follows func(source string) bool
	// TimeServers are the NTP servers to ask for the time: the first of them that answers rightly counts.
	TimeServers func() []string
	// Offset is how far ahead of the clock of the machine an NTP answer is, or why it is not taken. It is called beside the loop.
	Offset func(*ntp.Response) (time.Duration, error)
}

func (pr *Provisioning) decideRightly() {
	pr.Decide = Decisions{
		Inventory: pr.inventory,
		Means:     pr.means,
		Report:    pr.report,
		Describe:  pr.describe,
		Find:      pr.model.Find,
		Get:       pr.getVariable,
		Set:       pr.setVariable,
		Accept:    func(v *model.Variable, value string) (string, error) { return value, v.Validate(value) },
		Apply:     (*model.Variable).Take,

		Follows:     pr.follows,
		TimeServers: pr.timeServers,
		Offset:      func(r *ntp.Response) (time.Duration, error) { return r.ClockOffset, r.Validate() },
	}
}
