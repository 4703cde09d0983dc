package octt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// eyes is a display that shows a text, looked at by somebody who takes a while to say so.
type eyes struct {
	text string
	slow time.Duration
	cut  bool // it has room for a part of what is looked for
	err  error
}

func (e eyes) Select(context.Context, rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{}, rigs.ErrNoRig
}

func (e eyes) Look(ctx context.Context, _ rigs.Place, sight rigs.Sight, _ time.Duration) (rigs.ReadBack, error) {
	if err := rigs.Sleep(ctx, e.slow); err != nil {
		return rigs.ReadBack{}, err
	}
	return rigs.ReadBack{Rig: "eyes", Observed: "seen " + e.text, Shown: sight.In(e.text), Cut: e.cut, At: time.Now()}, e.err
}

// fading is a display that shows a text when it is first looked at, and no more after that.
type fading struct {
	eyes
	looks *int
}

func (f fading) Look(ctx context.Context, at rigs.Place, sight rigs.Sight, within time.Duration) (rigs.ReadBack, error) {
	if *f.looks++; *f.looks > 1 {
		f.text = "nothing"
	}
	return f.eyes.Look(ctx, at, sight, within)
}

func TestWhatALookAtTheDisplayProves(t *testing.T) {
	hello := rigs.Sight{Text: "hello"}
	soon := func() time.Time { return time.Now().Add(time.Minute) }
	for name, c := range map[string]struct {
		display rigs.Display
		look    func(*Scenario)
		want    evidence.Verdict
		part    string
	}{
		"shown":                          {eyes{text: "hello"}, func(s *Scenario) { s.Displays(0, hello) }, evidence.Pass, ""},
		"not shown":                      {eyes{text: "bye"}, func(s *Scenario) { s.Displays(0, hello) }, evidence.Fail, `The display shows "hello". Expected shown, got seen bye`},
		"gone":                           {eyes{text: "bye"}, func(s *Scenario) { s.DisplaysNot(0, hello) }, evidence.Pass, ""},
		"still shown":                    {eyes{text: "hello"}, func(s *Scenario) { s.DisplaysNot(0, hello) }, evidence.Fail, `The display does not show "hello"`},
		"gone after a while":             {fading{eyes{text: "hello"}, new(int)}, func(s *Scenario) { s.DisplaysNot(0, hello) }, evidence.Pass, ""},
		"shown for a while":              {fading{eyes{text: "hello"}, new(int)}, func(s *Scenario) { s.DisplaysNotBefore(0, soon(), hello) }, evidence.Fail, "before its time"},
		"shown too early":                {eyes{text: "hello"}, func(s *Scenario) { s.DisplaysNotBefore(0, soon(), hello) }, evidence.Fail, "before its time"},
		"seen too late":                  {eyes{text: "hello", slow: time.Hour}, func(s *Scenario) { s.DisplaysNotBefore(0, soon(), hello) }, evidence.Inconclusive, "after that time"},
		"shown in time":                  {eyes{text: "hello"}, func(s *Scenario) { s.DisplaysBefore(0, soon(), hello) }, evidence.Pass, ""},
		"not seen in time":               {eyes{text: "bye", slow: time.Hour}, func(s *Scenario) { s.DisplaysBefore(0, soon(), hello) }, evidence.Inconclusive, "after that time"},
		"not seen by its end":            {eyes{text: "bye"}, func(s *Scenario) { s.DisplaysBefore(0, soon(), hello) }, evidence.Fail, "up to its time"},
		"not seen in a moment":           {eyes{text: "bye"}, func(s *Scenario) { s.DisplaysBefore(0, time.Now().Add(20*time.Second), hello) }, evidence.Inconclusive, "watched for less"},
		"nobody looks":                   {nil, func(s *Scenario) { s.Displays(0, hello) }, evidence.NotRun, "no rig is bound"},
		"nobody needs to look":           {nil, func(s *Scenario) { s.TryDisplays(0, hello, "it is optional") }, evidence.Pass, ""},
		"no rig looks":                   {eyes{err: rigs.ErrNoRig}, func(s *Scenario) { s.Displays(0, hello) }, evidence.NotRun, "no rig is bound"},
		"no rig needs to look":           {eyes{err: rigs.ErrNoRig}, func(s *Scenario) { s.TryDisplays(0, hello, "it is optional") }, evidence.Pass, ""},
		"nobody can read it":             {eyes{err: errors.New("the camera sees nothing")}, func(s *Scenario) { s.Displays(0, hello) }, evidence.Inconclusive, "the camera sees nothing"},
		"only a part of it":              {eyes{text: "hel", cut: true}, func(s *Scenario) { s.Displays(0, hello) }, evidence.Inconclusive, "not tell whether all of the text is shown. Write a shorter one into configured.display_message"},
		"only a part of what is no more": {eyes{text: "hel", cut: true}, func(s *Scenario) { s.DisplaysNot(0, hello) }, evidence.Inconclusive, "configured.display_message"},
		"only a part of a price":         {eyes{text: "hel", cut: true}, func(s *Scenario) { s.TryDisplays(0, hello, "it is optional") }, evidence.Inconclusive, "configured.cost"},
		"it stays":                       {eyes{text: "hello"}, func(s *Scenario) { s.StaysDisplayed(0, hello, "nobody has to") }, evidence.Pass, ""},
		"it takes turns":                 {eyes{text: "bye"}, func(s *Scenario) { s.StaysDisplayed(0, hello, "nobody has to") }, evidence.Fail, `The display shows "hello" all the time, and nothing in turns with it. Expected shown, got seen bye`},
		"nobody looks on":                {nil, func(s *Scenario) { s.StaysDisplayed(0, hello, "nobody has to") }, evidence.Pass, ""},
		"no rig looks on":                {eyes{err: rigs.ErrNoRig}, func(s *Scenario) { s.StaysDisplayed(0, hello, "nobody has to") }, evidence.Pass, ""},
		"a person looks on no more":      {eyes{err: rigs.ErrSkipped}, func(s *Scenario) { s.StaysDisplayed(0, hello, "nobody has to") }, evidence.Pass, ""},
		"nobody can tell":                {eyes{text: "hel", cut: true}, func(s *Scenario) { s.StaysDisplayed(0, hello, "nobody has to") }, evidence.Pass, ""},
		"not all the time can be read":   {eyes{err: errors.New("the camera sees nothing")}, func(s *Scenario) { s.StaysDisplayed(0, hello, "nobody has to") }, evidence.Pass, ""},
		"somebody looks of his own":      {eyes{text: "bye"}, func(s *Scenario) { s.TryDisplays(0, hello, "it is optional") }, evidence.Fail, "The display shows"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.bench.Rigs.Display = c.display }, func(l *lab) {
				l.expect(c.want, c.part, func(s *Scenario) {
					s.Check(1, "Something is proved beside the look.", 1, 1)
					c.look(s)
				})
				if err := l.player.Latched(); err != nil {
					t.Errorf("a look moves nothing: expected a bench as good as before, got %v", err)
				}
			})
		})
	}
}

// displayed is a station with display messages, which notes what is done to them.
type displayed struct {
	*lab
	messages []ocpp201.MessageInfo
	done     []string
}

func (d *displayed) answers() {
	d.csms.answers["GetDisplayMessages"] = func(payload []byte) *ocppj.Frame {
		var q ocpp201.GetDisplayMessagesRequest
		d.read(payload, &q)
		for i := range d.messages {
			part, err := json.Marshal(ocpp201.NotifyDisplayMessagesRequest{RequestID: q.RequestID, MessageInfo: d.messages[i : i+1], TBC: new(i+1 < len(d.messages))})
			if err != nil {
				d.Error(err)
			}
			d.csms.later(time.Duration(i+1)*time.Second, "NotifyDisplayMessages", string(part))
		}
		return result(map[string]string{"status": map[bool]string{true: "Accepted", false: "Unknown"}[len(d.messages) > 0]})
	}
	d.csms.answers["ClearDisplayMessage"] = func(payload []byte) *ocppj.Frame {
		var q ocpp201.ClearDisplayMessageRequest
		d.read(payload, &q)
		d.done = append(d.done, fmt.Sprint("clear ", q.ID))
		return result(map[string]string{"status": "Accepted"})
	}
	d.csms.answers["SetDisplayMessage"] = func(payload []byte) *ocppj.Frame {
		var q ocpp201.SetDisplayMessageRequest
		d.read(payload, &q)
		d.done = append(d.done, fmt.Sprint("set ", q.Message.ID, " ", q.Message.Message.Content))
		return result(map[string]string{"status": "Accepted"})
	}
}

func (d *displayed) read(payload []byte, into any) {
	d.Helper()
	if err := json.Unmarshal(payload, into); err != nil {
		d.Error(err)
	}
}

func messageOf(id int, text string) ocpp201.MessageInfo {
	return ocpp201.MessageInfo{ID: id, Priority: ocpp201.MessagePriorityNormalCycle, Message: ocpp201.MessageContent{Format: ocpp201.MessageFormatUTF8, Content: text}}
}

func TestMessagesOfTheStationAreClearedForACaseAndSetAgain(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		d := &displayed{lab: l, messages: []ocpp201.MessageInfo{messageOf(1, "Welcome"), messageOf(2, "Bienvenue")}}
		d.answers()
		l.before = NoDisplayMessages()
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.SetsMessage(7)
			Send(s, 1, ocpp201.SetDisplayMessageRequest{Message: messageOf(7, "of the case")}).Receive(2, Must("status", "Accepted"))
		})
		want := []string{"clear 1", "clear 2", "set 7 of the case", "clear 7", "set 1 Welcome", "set 2 Bienvenue"}
		if !slices.Equal(d.done, want) {
			t.Errorf("expected %q, got %q", want, d.done)
		}
	})
}

// A message that would have ended during the case is gone without it, too.
func TestAMessageWhoseTimeIsOverIsNotSetAgain(t *testing.T) {
	for lasts, want := range map[time.Duration][]string{time.Minute: {"clear 1", "clear 2", "set 2 Welcome"}, time.Hour: {"clear 1", "clear 2", "set 1 Until noon", "set 2 Welcome"}} {
		inLab(t, nil, func(l *lab) {
			ends := messageOf(1, "Until noon")
			ends.EndDateTime = &ocpp201.DateTime{Time: time.Now().Add(lasts)}
			d := &displayed{lab: l, messages: []ocpp201.MessageInfo{ends, messageOf(2, "Welcome")}}
			d.answers()
			l.before = NoDisplayMessages()
			l.expect(evidence.Pass, "", func(s *Scenario) {
				s.Wait(1, 2*time.Minute, "the message ends")
				s.Check(1, "Something is proved.", 1, 1)
			})
			if !slices.Equal(d.done, want) {
				t.Errorf("a message of %s in a case of two minutes: expected %q, got %q", lasts, want, d.done)
			}
		})
	}
}

// Where the display is looked at for what the station itself has to say, only what would hide that is cleared. Nothing is where it could not be
// set again.
func TestOnlyWhatHidesTheStationsWordsIsCleared(t *testing.T) {
	front := messageOf(1, "Closed")
	front.Priority = ocpp201.MessagePriorityInFront
	for name, c := range map[string]struct {
		before []Preparation
		stuck  bool // display messages are switched off, and cannot be switched on
		want   []string
	}{
		"for a price":                  {FreeDisplay(), false, []string{"clear 1", "set 1 Closed"}},
		"for a price, which is hidden": {FreeDisplay(), true, nil},
		"for a message":                {NoDisplayMessages(), false, []string{"clear 1", "clear 2", "set 1 Closed", "set 2 Welcome"}},
		"for a message, of none":       {NoDisplayMessages(), true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.variables[messagesEnabled], l.csms.readOnly[messagesEnabled] = "false", c.stuck
				d := &displayed{lab: l, messages: []ocpp201.MessageInfo{front, messageOf(2, "Welcome")}}
				d.answers()
				l.before = c.before
				l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "Something is proved.", 1, 1) })
				if !slices.Equal(d.done, c.want) {
					t.Errorf("expected %q, got %q", c.want, d.done)
				}
			})
		})
	}
}

// A station that takes no GetDisplayMessages has no message that could hide what it says; where it does not answer, it may have some.
func TestWhoTakesNoQuestionsForMessagesHasNone(t *testing.T) {
	for code, want := range map[ocppj.ErrorCode]evidence.Verdict{
		ocppj.NotImplemented: evidence.Fail, ocppj.NotSupported: evidence.Fail, ocppj.InternalError: evidence.Inconclusive,
	} {
		inLab(t, func(l *lab) { l.bench.Rigs.Display = eyes{text: "Welcome"} }, func(l *lab) {
			l.csms.answers["GetDisplayMessages"] = func([]byte) *ocppj.Frame {
				return &ocppj.Frame{Type: ocppj.CallError, ErrorCode: code, Payload: []byte("{}")}
			}
			l.before = FreeDisplay()
			l.expect(want, "The display shows", func(s *Scenario) { s.TryDisplays(1, rigs.Sight{Text: "7.53"}, "it is optional") })
		})
	}
}

func TestAListOfMessagesThatCannotBeReadIsLeftAlone(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		d := &displayed{lab: l}
		d.answers()
		l.csms.answers["GetDisplayMessages"] = func([]byte) *ocppj.Frame {
			return &ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.InternalError, Payload: []byte("{}")}
		}
		l.before = NoDisplayMessages()
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "Something is proved.", 1, 1) })
		if len(d.done) > 0 {
			t.Errorf("expected nothing to be done to the messages, got %q", d.done)
		}
	})
}

// A station that clears no messages has one left of the case only where it tells of it: where it knows none, the case has said so.
func TestAMessageThatTheStationNeverTookIsNotLeftBehind(t *testing.T) {
	for name, c := range map[string]struct {
		messages []ocpp201.MessageInfo
		want     int
	}{
		"it has the message":   {[]ocpp201.MessageInfo{messageOf(7, "of the case")}, 1},
		"it knows no messages": {nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				d := &displayed{lab: l, messages: c.messages}
				d.answers()
				l.csms.answers["ClearDisplayMessage"] = func([]byte) *ocppj.Frame {
					return &ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.NotImplemented, Payload: []byte("{}")}
				}
				l.play(func(s *Scenario) {
					s.SetsMessage(7)
					s.Check(1, "Something is proved.", 1, 1)
				})
				if got := len(l.rec.findings()); got != c.want {
					t.Errorf("expected %d findings, got %d\n%s", c.want, got, l.rec)
				}
			})
		})
	}
}

// A message that is always in front hides that of a case: where one stays, not to see another proves nothing, and to see one that should be
// gone proves as much as ever.
func TestWhatAMessageThatIsNotClearedMayHideIsNotBlamedOnTheStation(t *testing.T) {
	for name, c := range map[string]struct {
		clears string
		look   func(*Scenario)
		want   evidence.Verdict
	}{
		"hidden, perhaps":    {"Unknown", func(s *Scenario) { s.Displays(0, rigs.Sight{Text: "hello"}) }, evidence.Inconclusive},
		"hidden by none":     {"Accepted", func(s *Scenario) { s.Displays(0, rigs.Sight{Text: "hello"}) }, evidence.Fail},
		"shown all the same": {"Unknown", func(s *Scenario) { s.DisplaysNot(0, rigs.Sight{Text: "Welcome"}) }, evidence.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.bench.Rigs.Display = eyes{text: "Welcome"} }, func(l *lab) {
				d := &displayed{lab: l, messages: []ocpp201.MessageInfo{messageOf(1, "Welcome")}}
				d.answers()
				l.csms.answers["ClearDisplayMessage"] = func([]byte) *ocppj.Frame { return result(map[string]string{"status": c.clears}) }
				l.before = NoDisplayMessages()
				l.expect(c.want, "", c.look)
			})
		})
	}
}
