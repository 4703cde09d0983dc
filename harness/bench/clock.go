package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/csmsmock/ntp"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// No case of part 6 has a station take its time from NTP: C-23 is asked for in the PICS, and ClockCtrlr.TimeSource is read and
// reported (B06, B07), never followed. So this is a check of the bench's own, for products whose C-23 has NTP. It stands beside the
// plan and changes no verdict of a case.
//
// What it asks for is in part 2, section 2.1.30: "NTP,Heartbeat" in TimeSource means that the clock goes by NTP, and by the Heartbeat
// when no server answers. How soon, and which answers count, no document of OCPP says: what is against RFC 5905 alone is a WARNING.

// clockLead is how far the server's time is ahead of the bench's, at first. It is more than the way of a message explains, and less
// than the 1000 s at which clients of RFC 5905 (section A.1.1, PANICT) give up. What a bad answer tells is two and three times as much.
const clockLead = 5 * time.Minute

const (
	// clockLook is how often the clock is asked for: nothing tells when a station has set it.
	clockLook = 5 * time.Second
	// clockSamples are as many good answers as a client of RFC 5905 may want before it sets the clock (section 10, NSTAGE).
	clockSamples = 8
	// clockAnswers are as many bad ones as a client is given to take one. Those that look at no field of theirs want no more.
	clockAnswers = 3
	// clockHurry is for how long the station is asked to take back its settings when the run was asked to end.
	clockHurry = 30 * time.Second
)

// ClockFinding is one thing that the check of a clock has found.
type ClockFinding struct {
	What    string
	Verdict evidence.Verdict // PASS; WARNING for what no document of OCPP forbids; FAIL; INCONCLUSIVE where nothing could be seen
	Found   string
	Do      string // what to do about it
}

// ExamineClock has the station take its time from the bench's NTP server, by ClockCtrlr, and looks what its clock and the timestamps
// of its messages do, with good answers and with bad ones. Then it has the clock be right again and puts back what it has set. The
// error is that the station could not be asked to the end.
func (b *Bench) ExamineClock(ctx context.Context) ([]ClockFinding, error) {
	const what = "clock by NTP"
	switch {
	case b.time == nil:
		return []ClockFinding{{what, evidence.Inconclusive, "not tried: the bench file has no NTP server", "write ntp: with listen: into the bench file"}}, nil
	case !slices.Contains(b.PICS.Items(pics.C_23), "NTP"):
		return []ClockFinding{{what, evidence.Inconclusive, "not tried: C-23 of the PICS has no NTP", "add NTP to C-23 where the product has it"}}, nil
	}
	x := &clockExam{server: b.time, what: what}
	err := b.Player.Do(ctx, x.follow)
	if x.follows {
		for _, stage := range []func(*octt.Scenario) error{x.heartbeat, x.badAnswers} {
			if err == nil {
				err = b.Player.Do(ctx, stage)
			}
		}
	}
	x.server.Behave(ntp.None)
	err = errors.Join(err, x.server.Ahead(0))
	if ctx.Err() != nil { // what was set is put back all the same, and the clock is not waited for
		var done context.CancelFunc
		ctx, done = context.WithTimeout(context.WithoutCancel(ctx), clockHurry)
		defer done()
		x.hurried = x.moved
		x.follows, x.moved = false, false
	}
	return x.found, errors.Join(err, b.Player.Do(ctx, x.putBack))
}

// clockExam is one check of a clock.
type clockExam struct {
	server *timeServer
	what   string

	set     []clockSetting // what was set, with what it was before
	follows bool           // the clock goes by the server
	moved   bool           // it may not be right any more
	hurried bool           // nor is it waited for to be right again
	found   []ClockFinding
}

// clockSetting is a variable of ClockCtrlr that is given another value.
type clockSetting struct{ name, instance, value, before string }

func (c clockSetting) String() string {
	if c.instance != "" {
		return fmt.Sprintf("ClockCtrlr.%s[%s]", c.name, c.instance)
	}
	return "ClockCtrlr." + c.name
}

func (x *clockExam) add(v evidence.Verdict, do, found string, args ...any) {
	x.found = append(x.found, ClockFinding{x.what, v, fmt.Sprintf(found, args...), do})
}

// follow tells the station of the server, waits for its clock, and looks at a message.
func (x *clockExam) follow(s *octt.Scenario) error {
	start, err := x.ahead(s)
	if err != nil {
		return err
	}
	if x.near(s, start, clockLead) {
		x.add(evidence.Inconclusive, "set it right, and ask again", "not tried: the clock is %s of the bench already, where the server is going to be", off(start))
		return nil
	}
	if err := x.server.Ahead(clockLead); err != nil {
		return err
	}
	asked := x.server.requests() // a station may ask before it has answered
	if told, err := x.tell(s); err != nil || !told {
		return err
	}
	now, err := x.await(s, clockLead)
	if err != nil {
		return err
	}
	x.moved = true
	asked = x.server.requests() - asked
	if x.follows = x.near(s, now, clockLead); x.follows {
		return x.stamped(s, asked)
	}
	x.stray(s, start, now, asked)
	return nil
}

// stray says what is to be made of a clock that is not where the server's is. A client may want some answers, and go on by the CSMS
// until then, so that only a clock that stays there, or is nowhere, is wrong.
func (x *clockExam) stray(s *octt.Scenario, start, now time.Duration, asked int) {
	elsewhere := !x.near(s, now, start) && !x.near(s, now, 0)
	told := fmt.Sprintf("TimeSource is NTP,Heartbeat, and the NTP server, which is %s of the bench, has answered %s in %s: the clock is %s", off(clockLead), requests(asked), s.Timeouts.Clock, off(now))
	switch {
	case asked == 0: // whoever is to blame for that, the station's clock or the network
		x.add(evidence.Inconclusive, "look whether the station reaches "+x.server.url+" by UDP, whether it takes a port there, and whether its NTP client goes by ClockCtrlr.NtpServerUri without a reboot",
			"the station has not asked %s for the time within %s, although ClockCtrlr has it go by NTP%s; its clock is %s of the bench", x.server.url, s.Timeouts.Clock, x.server.nothing(), off(now))
	case elsewhere && now > start && now < clockLead:
		x.add(evidence.Warning, "set timeouts.clock to as long as the clock takes, to see whether it arrives", "the clock is on its way. %s", told)
	case !elsewhere && asked < clockSamples:
		x.add(evidence.Inconclusive, "make timeouts.clock longer: a client may want "+requests(clockSamples)+" to be answered", "%s", told)
	default:
		x.add(evidence.Fail, "look what the NTP client of the station takes from ClockCtrlr, and whether it sets the clock that timestamps are made from", "%s (part 2, section 2.1.30)", told)
	}
}

// tell sets the variables, and says what the station does not take.
func (x *clockExam) tell(s *octt.Scenario) (bool, error) {
	server, err := x.present(s, clockSetting{name: "NtpServerUri", instance: "1", value: x.server.url}, clockSetting{name: "NtpServerUri", value: x.server.url})
	if err != nil {
		return false, err
	}
	if server == nil {
		x.add(evidence.Inconclusive, "name the server to the station by hand, and take NTP as its time source there", "not tried: the station has no ClockCtrlr.NtpServerUri, which part 2, section 2.1.26 leaves to it, so that it cannot be told of a server")
		return false, nil
	}
	source, err := x.present(s, clockSetting{name: "NtpSource", value: "manual"})
	if err != nil {
		return false, err
	}
	order, err := x.present(s, clockSetting{name: "TimeSource", value: "NTP,Heartbeat"})
	if err != nil {
		return false, err
	}
	others, err := x.otherServers(s, *server)
	if err != nil {
		return false, err
	}
	for _, c := range append(append([]*clockSetting{source, server}, others...), order) { // the order last: it is that which turns the clock
		if c == nil || c.before == c.value {
			continue
		}
		status, err := x.write(s, *c, c.value)
		if err != nil {
			return false, err
		}
		if status != ocpp201.SetVariableStatusRejected {
			x.set = append(x.set, *c)
		}
		if status != ocpp201.SetVariableStatusAccepted {
			x.add(evidence.Inconclusive, "look which values the station takes; ntp.url says how the server is named to it", "not tried: %s = %q is answered with %s", c, c.value, status)
			return false, nil
		}
	}
	return true, nil
}

// otherServers are the further ones that are set. They get the same value: a client that asks several at once takes none where two
// contradict each other (part 2, section 2.1.26 allows that), and "no server" is no value that every station takes.
func (x *clockExam) otherServers(s *octt.Scenario, first clockSetting) ([]*clockSetting, error) {
	var others []*clockSetting
	for instance := 2; first.instance != "" && instance <= 9; instance++ { // a single digit
		other, err := x.present(s, clockSetting{name: first.name, instance: strconv.Itoa(instance), value: first.value})
		if err != nil || other == nil {
			return others, err
		}
		if other.before != "" {
			others = append(others, other)
		}
	}
	return others, nil
}

// present is the first of some variables that the station has, with its value; nil for none.
func (x *clockExam) present(s *octt.Scenario, variables ...clockSetting) (*clockSetting, error) {
	for _, v := range variables {
		value, status, err := s.Read(v.String())
		if err != nil {
			return nil, err
		}
		if status == string(ocpp201.GetVariableStatusAccepted) {
			v.before = value
			return &v, nil
		}
	}
	return nil, nil
}

func (x *clockExam) write(s *octt.Scenario, c clockSetting, value string) (ocpp201.SetVariableStatus, error) {
	v := ocpp201.Variable{Name: c.name}
	if c.instance != "" {
		v.Instance = &c.instance
	}
	answer, err := octt.Ask(s, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
		Component: ocpp201.Component{Name: "ClockCtrlr"}, Variable: v, AttributeValue: value,
	}}})
	if err == nil && len(answer.SetVariableResult) == 0 {
		err = octt.OfStation(fmt.Errorf("the answer to SetVariables says nothing of %s", c))
	}
	if err != nil {
		return "", err
	}
	return answer.SetVariableResult[0].AttributeStatus, nil
}

// ahead asks the station for its clock, and tells by how much that is ahead of the bench's.
func (x *clockExam) ahead(s *octt.Scenario) (time.Duration, error) {
	asked := time.Now()
	value, status, err := s.Read("ClockCtrlr.DateTime")
	if err != nil {
		return 0, err
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return 0, octt.OfStation(fmt.Errorf("ClockCtrlr.DateTime is answered with %s and %q, which is no time", status, value))
	}
	return at.Sub(asked.Add(time.Since(asked) / 2)), nil
}

// near tells whether a clock is where it should be, by the deviation of laboratories.
func (x *clockExam) near(s *octt.Scenario, is, should time.Duration) bool {
	return (is - should).Abs() <= s.Timeouts.Deviation
}

// await asks for the clock until it is where it should be or the limit is over.
func (x *clockExam) await(s *octt.Scenario, should time.Duration) (is time.Duration, err error) {
	for began := time.Now(); ; {
		if is, err = x.ahead(s); err != nil || x.near(s, is, should) || time.Since(began) > s.Timeouts.Clock {
			return is, err
		}
		if err := s.Pause(evidence.WaitQuestion, clockLook); err != nil {
			return is, err
		}
	}
}

// stamped looks at the time at which the station says that it has made a message: a report, for its generatedAt is nothing else
// (part 2, NotifyReportRequest), while a status may be older than its message.
func (x *clockExam) stamped(s *octt.Scenario, asked int) error {
	const id = 2301
	clock := ocpp201.ComponentVariable{Component: ocpp201.Component{Name: "ClockCtrlr"}, Variable: &ocpp201.Variable{Name: "DateTime"}}
	goes := fmt.Sprintf("TimeSource is NTP,Heartbeat, the server has answered %s, and the clock is %s of the bench, as the server's", requests(asked), off(clockLead))
	answer, err := octt.Ask(s, ocpp201.GetReportRequest{RequestID: id, ComponentVariable: []ocpp201.ComponentVariable{clock}})
	if err != nil {
		return err
	}
	if answer.Status != ocpp201.GenericDeviceModelStatusAccepted {
		x.add(evidence.Pass, "", "%s; no message was looked at, for GetReport is answered with %s", goes, answer.Status)
		return nil
	}
	if _, err := s.AwaitReport(s.Timeouts.Report, id); err != nil && !s.Connected() {
		return err
	}
	for _, m := range octt.ToldMessages[ocpp201.NotifyReportRequest](s) {
		var report ocpp201.NotifyReportRequest
		if err := m.Payload.Decode(&report); err != nil {
			return err
		}
		if by := report.GeneratedAt.Sub(m.At); report.RequestID == id && !x.near(s, by, clockLead) {
			x.add(evidence.Fail, "look which clock the timestamps of messages are made from", "%s, and a NotifyReport has a generatedAt that is %s (part 2, NotifyReportRequest)", goes, off(by))
			return nil
		}
	}
	x.add(evidence.Pass, "", "%s; so is the generatedAt of a report", goes)
	return nil
}

// heartbeat has the CSMS tell its own time, while NTP goes before it.
func (x *clockExam) heartbeat(s *octt.Scenario) error {
	x.what = "clock by NTP, at a Heartbeat"
	answer, err := octt.Ask(s, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerHeartbeat})
	if err != nil {
		return err
	}
	if answer.Status != ocpp201.TriggerMessageStatusAccepted {
		x.add(evidence.Pass, "", "not tried: TriggerMessage for a Heartbeat is answered with %s", answer.Status)
		return nil
	}
	if err := s.AwaitMessage(s.Timeouts.Message, ocpp201.HeartbeatRequest{}.Action()); err != nil {
		if s.Connected() {
			x.add(evidence.Warning, "see what TC_F_20_CS says of it", "not seen: %v", err)
			return nil
		}
		return err
	}
	is, err := x.ahead(s)
	switch {
	case err != nil:
	case x.near(s, is, clockLead):
		x.add(evidence.Pass, "", "the clock stays with NTP when a HeartbeatResponse tells the time of the CSMS")
	default: // G02.FR.06 recommends that without a word about TimeSource
		x.add(evidence.Warning, "have the Heartbeat set the clock only where it is the first source that works",
			"TimeSource is NTP,Heartbeat, and a HeartbeatResponse has put the clock to %s of the bench, where NTP has it %s (part 2, section 2.1.30; G02.FR.06 recommends to take the time)", off(is), off(clockLead))
	}
	return err
}

// badAnswers has the server say of itself that it has no time to tell.
func (x *clockExam) badAnswers(s *octt.Scenario) error {
	for i, bad := range []struct {
		fault ntp.Fault
		words string
	}{
		{ntp.StratumZero, "stratum 0, which is none (RFC 5905, figure 11 and section 7.4)"},
		{ntp.Unsynchronised, "leap indicator 3, a server that is not synchronised (RFC 5905, figure 9)"},
	} {
		x.what = "clock by NTP, " + string(bad.fault)
		lead := time.Duration(i+2) * clockLead
		x.server.Behave(bad.fault)
		if err := x.server.Ahead(lead); err != nil {
			return err
		}
		from, began := x.server.requests(), time.Now()
		for x.server.requests() < from+clockAnswers && time.Since(began) < s.Timeouts.Clock {
			if err := s.Pause(evidence.WaitQuestion, clockLook); err != nil {
				return err
			}
		}
		is, err := x.ahead(s)
		if err != nil {
			return err
		}
		x.bad(s, is, lead, x.server.requests()-from, bad.words)
	}
	return nil
}

// bad says what a clock has made of bad answers.
func (x *clockExam) bad(s *octt.Scenario, is, lead time.Duration, asked int, words string) {
	switch {
	case x.near(s, is, lead): // some client libraries take all that comes
		x.add(evidence.Warning, "have the NTP client look at what an answer says of itself", "the clock goes to %s of the bench by answers with %s", off(is), words)
	case asked == 0:
		x.add(evidence.Warning, "make timeouts.clock longer than the station's polling interval", "not seen: the station has not asked for the time within %s", s.Timeouts.Clock)
	default:
		x.add(evidence.Pass, "", "the clock is not set by %d answers with %s", asked, words)
	}
}

// putBack has the server and then the station be as they were, and looks whether the clock is right again: a run would be judged by it.
func (x *clockExam) putBack(s *octt.Scenario) error {
	x.what = "clock put back"
	is, err := time.Duration(0), error(nil)
	if x.follows { // with the time of the bench, which the server shows again: what goes before NTP may not set the clock
		if _, err = x.await(s, 0); err != nil {
			return err
		}
	}
	var wrong []string
	for _, c := range slices.Backward(x.set) {
		status, err := x.write(s, c, c.before)
		if err != nil {
			return err
		}
		if status != ocpp201.SetVariableStatusAccepted && !x.has(s, c, c.before) {
			wrong = append(wrong, fmt.Sprintf("%s = %q is answered with %s", c, c.before, status))
		}
	}
	if x.moved {
		// What it is answered with is no matter: where the Heartbeat sets the clock, the next one would come in its time.
		if _, err := octt.Ask(s, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerHeartbeat}); octt.IsGone(err) {
			return err
		}
		if is, err = x.await(s, 0); err != nil {
			return err
		}
	}
	if x.hurried {
		wrong = append(wrong, "nobody has waited for the clock to be right again")
	}
	if !x.near(s, is, 0) {
		wrong = append(wrong, "the clock is "+off(is)+" of the bench")
	}
	if len(wrong) > 0 {
		x.add(evidence.Error, "set it by hand before a run", "%s", strings.Join(wrong, "; "))
	}
	return nil
}

// has tells whether a variable has a value all the same, as of a station that never took another.
func (x *clockExam) has(s *octt.Scenario, c clockSetting, value string) bool {
	is, status, err := s.Read(c.String())
	return err == nil && status == string(ocpp201.GetVariableStatusAccepted) && is == value
}

// requests says how many there were.
func requests(n int) string {
	if n == 1 {
		return "1 request"
	}
	return fmt.Sprintf("%d requests", n)
}

// off says by how much a clock is ahead of another one.
func off(by time.Duration) string {
	switch by = by.Round(time.Second); {
	case by < 0:
		return (-by).String() + " behind"
	case by == 0:
		return "0s ahead"
	}
	return by.String() + " ahead"
}
