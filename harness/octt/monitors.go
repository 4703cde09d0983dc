package octt

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Monitors prepares a case that sets, clears or disables monitors, or changes base or level: what the station has of them is read before,
// and put back after the case. A station does not tell which of its monitors are custom (part 2, VariableMonitoringType). So what is
// there and was not is cleared, then the base is given back, which has preconfigured ones return, and then what was there and is not is set.
func Monitors() []Preparation {
	return Prepare(
		Config(IsIfWritable("MonitoringCtrlr.Enabled", "true")),
		Known(activeBase, activeLevel),
		declare((*Scenario).readMonitors))
}

const activeBase, activeLevel = "MonitoringCtrlr.ActiveMonitoringBase", "MonitoringCtrlr.ActiveMonitoringLevel"

// watching is what the station had of monitors when the play began.
type watching struct {
	read     bool // its monitors were told
	monitors []Watch
	stuck    []Watch // of these, what FreeOfMonitors could not clear
	base     ocpp201.MonitoringBase
	level    int
	asked    map[string]bool // actions of the requests that the play has sent
	deleted  bool            // a base was among them that has custom monitors deleted
}

// asks notes a request that the play sends.
func (h *watching) asks(action string, q any) {
	h.asked[action] = true
	if base, is := q.(ocpp201.SetMonitoringBaseRequest); is && base.MonitoringBase != ocpp201.MonitoringBaseAll {
		h.deleted = true
	}
}

// Watch is one monitor as a NotifyMonitoringReportRequest tells it.
type Watch struct {
	ocpp201.VariableMonitoring
	Component ocpp201.Component
	Variable  ocpp201.Variable
}

// is tells whether two monitors are the same: there cannot be two of one type and severity on a variable (part 2, N04.FR.10), and ids
// may change at a boot (N04.FR.19).
func (w Watch) is(other Watch) bool {
	return w.Type == other.Type && w.Severity == other.Severity && w.Value == other.Value && w.Transaction == other.Transaction && w.On(other.Component, other.Variable)
}

// On tells whether a monitor is one of a variable. Names know no case.
func (w Watch) On(c ocpp201.Component, v ocpp201.Variable) bool {
	return item{component: w.Component, variable: w.Variable}.is(c, v)
}

// readMonitors asks for base, level and monitors before the play.
func (s *Scenario) readMonitors() {
	kept := &watching{asked: map[string]bool{}, base: ocpp201.MonitoringBaseAll, level: mostSeverity}
	s.keeping.monitors = kept
	if told := s.settings.known[activeBase].Value; told != "" {
		kept.base = s.baseOf(told)
	}
	if level, err := strconv.Atoi(s.settings.known[activeLevel].Value); err == nil {
		kept.level = level
	}
	all, err := s.AskMonitors()
	if err != nil {
		s.Note("The monitors of the station are not known (%v): none is put back after the case.", err)
		return
	}
	kept.read, kept.monitors = true, all
}

// baseOf is the base that ActiveMonitoringBase tells. Part 2 writes one of them there as HardwiredOnly, and as HardWiredOnly where it is sent
// (MonitoringBaseEnumType). A text that is none is like one that was not told.
func (s *Scenario) baseOf(told string) ocpp201.MonitoringBase {
	for _, base := range []ocpp201.MonitoringBase{ocpp201.MonitoringBaseAll, ocpp201.MonitoringBaseFactoryDefault, ocpp201.MonitoringBaseHardWiredOnly} {
		if strings.EqualFold(told, string(base)) {
			return base
		}
	}
	s.Note("%s is %q, which is no monitoring base: which one the station has is not known.", activeBase, told)
	return ocpp201.MonitoringBaseAll
}

// mostSeverity is the level with which every monitor is reported. Where a station tells neither base nor level, which are optional
// variables, they are put back to what hides nothing.
const mostSeverity = 9

// AskMonitors asks the station, outside of the table, for all monitors that it has, or for those of criteria.
func (s *Scenario) AskMonitors(criteria ...ocpp201.MonitoringCriterion) ([]Watch, error) {
	defer s.choosesUnless(evidence.WaitQuestion)()
	id := int(rand.Int32())
	answer, err := ask(s, ocpp201.GetMonitoringReportRequest{RequestID: id, MonitoringCriteria: criteria})
	switch {
	case err != nil:
		return nil, err
	case answer.Status == ocpp201.GenericDeviceModelStatusEmptyResultSet:
		return nil, nil
	case answer.Status != ocpp201.GenericDeviceModelStatusAccepted:
		return nil, fmt.Errorf("the GetMonitoringReportRequest was answered with %s", answer.Status)
	}
	var all []Watch
	err = s.until(s.Timeouts.Report, "the last NotifyMonitoringReport", func() (whole bool) {
		all = nil
		for _, m := range s.w.from(s.first) {
			part, last, is := monitorsIn(m, id)
			if !is {
				continue
			}
			all = append(all, part...)
			whole = whole || last
		}
		return whole
	})
	s.PassOver(nil, "it is of a report that the bench has asked for", func(m *Message) bool {
		_, _, is := monitorsIn(m, id)
		return is
	})
	return all, err
}

// monitorsIn are the monitors of a part of a report, and whether it is the last; is tells whether the message is such a part.
func monitorsIn(m *Message, requestID int) (all []Watch, last, is bool) {
	var part ocpp201.NotifyMonitoringReportRequest
	if m.Action != part.Action() || m.Payload.Decode(&part) != nil || part.RequestID != requestID {
		return nil, false, false
	}
	return Watches(part), part.TBC == nil || !*part.TBC, true
}

// Watches are the monitors of a part of a report.
func Watches(part ocpp201.NotifyMonitoringReportRequest) (all []Watch) {
	for _, data := range part.Monitor {
		for _, one := range data.VariableMonitoring {
			all = append(all, Watch{one, data.Component, data.Variable})
		}
	}
	return all
}

// The requests that change what a station has of monitors.
var (
	setsMonitors   = ocpp201.SetVariableMonitoringRequest{}.Action()
	clearsMonitors = ocpp201.ClearVariableMonitoringRequest{}.Action()
	setsBase       = ocpp201.SetMonitoringBaseRequest{}.Action()
	setsLevel      = ocpp201.SetMonitoringLevelRequest{}.Action()
)

// restoreMonitors gives the station back what it had of monitors before the play, as far as requests have changed it.
func (s *Scenario) restoreMonitors() error {
	had := s.keeping.monitors
	if had == nil {
		return nil
	}
	changed := maps.Clone(had.asked) // before what is put back adds to it
	if changed[setsBase] {
		if err := s.restoreBase(had); err != nil {
			return err
		}
	}
	if had.read && (changed[setsBase] || changed[setsMonitors] || changed[clearsMonitors]) {
		if err := s.exchangeMonitors(had); err != nil {
			return err
		}
	}
	if changed[setsLevel] {
		if err := s.restoreLevel(had); err != nil {
			return err
		}
	}
	s.keeping.monitors = nil
	return nil
}

// restoreBase gives the station its base back. Each but All has it delete the custom monitors (part 2, N03.FR.04, FR.05), of which those
// that were never told could not be set again; where the case has had them deleted, there are none any more.
func (s *Scenario) restoreBase(had *watching) error {
	if !had.read && !had.deleted && had.base != ocpp201.MonitoringBaseAll {
		s.Note("The monitoring base, which was %s, is not given back: custom monitors that the Charging Station has never told would go with it.", had.base)
		return nil
	}
	base, err := askBack(s, ocpp201.SetMonitoringBaseRequest{MonitoringBase: had.base})
	if IsGone(err) {
		return err
	}
	if err != nil || base.Status != ocpp201.GenericDeviceModelStatusAccepted {
		s.leftBehind("MonitoringBase "+string(had.base), "part 2, N03", "The Charging Station takes the base back that it had before the case.", string(base.Status), err)
	}
	return nil
}

func (s *Scenario) restoreLevel(had *watching) error {
	level, err := askBack(s, ocpp201.SetMonitoringLevelRequest{Severity: had.level})
	if IsGone(err) {
		return err
	}
	if err != nil || level.Status != ocpp201.GenericStatusAccepted {
		s.leftBehind(fmt.Sprintf("MonitoringLevel %d", had.level), "part 2, N05", "The Charging Station takes the level back that it had before the case.", string(level.Status), err)
	}
	return nil
}

// exchangeMonitors clears the monitors that were not there before, and sets those that are no longer. One of these may be preconfigured, and
// was cleared, or overruled by one with its id (N04.FR.15): set, it would be a custom one. The base has it return as it was.
func (s *Scenario) exchangeMonitors(had *watching) error {
	has, told, err := s.hasMonitors()
	if !told {
		return err
	}
	if err := s.clearMonitors(had.surplus(has)); err != nil {
		return err
	}
	gone := had.without(has)
	if len(gone) > 0 && had.base != ocpp201.MonitoringBaseHardWiredOnly {
		if err := s.restoreBase(had); err != nil {
			return err
		}
		if has, told, err = s.hasMonitors(); !told {
			return err
		}
		if err := s.clearMonitors(had.surplus(has)); err != nil { // a preconfigured one that it had not returns with the others
			return err
		}
		gone = had.without(has)
	}
	return s.setMonitors(gone)
}

// surplus are the ids of the monitors that the station has and had not.
func (h *watching) surplus(has []Watch) (ids []int) {
	for _, w := range has {
		if !slices.ContainsFunc(h.monitors, w.is) {
			ids = append(ids, w.ID)
		}
	}
	return ids
}

// without are the monitors that the station had and has not.
func (h *watching) without(has []Watch) []Watch {
	return slices.DeleteFunc(slices.Clone(h.monitors), func(w Watch) bool { return slices.ContainsFunc(has, w.is) })
}

// hasMonitors are those that the station has now. That it does not tell them is found; the error is that the connection ended.
func (s *Scenario) hasMonitors() (all []Watch, told bool, err error) {
	all, err = s.AskMonitors()
	if err == nil || IsGone(err) {
		return all, err == nil, err
	}
	s.leftBehind("monitors", "part 2, N02", "The Charging Station tells the monitors that the case has left.", "", err)
	return nil, false, nil
}

// clearMonitors clears monitors one by one: how many ids a station takes at once it need not tell.
func (s *Scenario) clearMonitors(ids []int) error {
	for _, id := range ids {
		answer, err := ask(s, ocpp201.ClearVariableMonitoringRequest{ID: []int{id}})
		if IsGone(err) {
			return err
		}
		var status string
		if len(answer.ClearMonitoringResult) > 0 {
			status = string(answer.ClearMonitoringResult[0].Status)
		}
		if err != nil || status != string(ocpp201.ClearMonitoringStatusAccepted) {
			s.leftBehind(fmt.Sprintf("monitor %d", id), "part 2, N06.FR.01", "The Charging Station clears the monitors that the case has set.", status, err)
		}
	}
	return nil
}

func (s *Scenario) setMonitors(gone []Watch) error {
	for _, w := range gone {
		answer, err := askBack(s, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: []ocpp201.SetMonitoringData{{
			Transaction: &w.Transaction, Value: w.Value, Type: w.Type, Severity: w.Severity, Component: w.Component, Variable: w.Variable,
		}}})
		if IsGone(err) {
			return err
		}
		var status string
		if len(answer.SetMonitoringResult) > 0 {
			status = string(answer.SetMonitoringResult[0].Status)
		}
		if err != nil || status != string(ocpp201.SetMonitoringStatusAccepted) {
			s.leftBehind(fmt.Sprintf("monitor %d of %s", w.ID, item{component: w.Component, variable: w.Variable}.name()), "part 2, N04.FR.08",
				"The Charging Station takes a monitor back that it had before the case.", status, err)
		}
	}
	return nil
}

// Watched is the component variable of a <Configured … component variable>, such as "EVSE.Power": EVSE and Connector are those that the
// rigs stand at.
func (c *Configured) Watched(name string) (ocpp201.Component, ocpp201.Variable) {
	i := itemOf(name)
	switch strings.ToLower(i.component.Name) {
	case "evse":
		i.component.EVSE = &ocpp201.EVSE{ID: c.EVSEID}
	case "connector":
		i.component.EVSE = &ocpp201.EVSE{ID: c.EVSEID, ConnectorID: &c.ConnectorID}
	}
	return i.component, i.variable
}

// FreeOfMonitors has variables be without monitors before rows set some: what was there when the play began is cleared, and put back after
// it. A hardwired monitor stays, which the station answers with Rejected (part 2, N06.FR.03): those are returned, for what they stand in the
// way of. It is of use after Monitors.
func (s *Scenario) FreeOfMonitors(of ...ocpp201.ComponentVariable) []Watch {
	for _, w := range s.KnownMonitors() {
		if !slices.ContainsFunc(of, func(v ocpp201.ComponentVariable) bool { return w.On(v.Component, *v.Variable) }) {
			continue
		}
		answer, err := ask(s, ocpp201.ClearVariableMonitoringRequest{ID: []int{w.ID}})
		why := "no result"
		switch {
		case err != nil:
			why = err.Error()
		case len(answer.ClearMonitoringResult) > 0:
			why = string(answer.ClearMonitoringResult[0].Status)
		}
		if why != string(ocpp201.ClearMonitoringStatusAccepted) {
			s.Note("Monitor %d of %s, which was there before the case, could not be cleared (%s): what the rows set stands beside it.",
				w.ID, item{component: w.Component, variable: w.Variable}.name(), why)
		}
		if why == string(ocpp201.ClearMonitoringStatusRejected) {
			s.keeping.monitors.stuck = append(s.keeping.monitors.stuck, w)
		}
	}
	return s.HardwiredMonitors()
}

// HardwiredMonitors are those that FreeOfMonitors had to leave.
func (s *Scenario) HardwiredMonitors() []Watch {
	if s.keeping.monitors == nil {
		return nil
	}
	return s.keeping.monitors.stuck
}

// KnownMonitors are those that the station had when the play began, after Monitors; none where it has not told them.
func (s *Scenario) KnownMonitors() []Watch {
	if s.keeping.monitors == nil {
		return nil
	}
	return s.keeping.monitors.monitors
}
