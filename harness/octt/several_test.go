package octt

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

const dozen = 12

// model gives the station a dozen variables and its limits.
func (l *lab) model(items string) (names []string) {
	l.csms.mu.Lock()
	defer l.csms.mu.Unlock()
	for i := range dozen {
		names = append(names, fmt.Sprintf("TestCtrlr.Variable%d", i))
		l.csms.variables[names[i]] = fmt.Sprint(i)
	}
	if items != "" {
		l.csms.variables["DeviceDataCtrlr.ItemsPerMessage"] = items
		l.csms.variables["DeviceDataCtrlr.BytesPerMessage"] = "10000"
	}
	return names
}

// several has the station answer requests for so many variables or more by wrong; others by its model.
func (l *lab) several(n int, wrong func(action string, payload []byte, right *ocppj.Frame) *ocppj.Frame) {
	for _, action := range []string{"GetVariables", "SetVariables"} {
		var answer func([]byte) *ocppj.Frame
		answer = func(payload []byte) *ocppj.Frame {
			delete(l.csms.answers, action) // the caller holds mu
			right := l.csms.answer(action, payload)
			l.csms.answers[action] = answer
			if strings.Count(string(payload), `"component"`) < n {
				return right
			}
			return wrong(action, payload, right)
		}
		l.csms.answers[action] = answer
	}
}

// results changes the results of an answer to GetVariables or SetVariables.
func results(t *testing.T, action string, right *ocppj.Frame, change func([]any) []any) *ocppj.Frame {
	var body map[string]any
	if err := json.Unmarshal(right.Payload, &body); err != nil {
		t.Error(err)
	}
	list := map[string]string{"GetVariables": "getVariableResult", "SetVariables": "setVariableResult"}[action]
	body[list] = change(body[list].([]any))
	return result(body)
}

func TestAStationThatGoesWrongAtSeveralVariablesIsAskedOneByOneAndFoundOnce(t *testing.T) {
	refuses := func(code ocppj.ErrorCode) func(*lab) func(string, []byte, *ocppj.Frame) *ocppj.Frame {
		return func(*lab) func(string, []byte, *ocppj.Frame) *ocppj.Frame {
			return func(string, []byte, *ocppj.Frame) *ocppj.Frame {
				return &ocppj.Frame{Type: ocppj.CallError, ErrorCode: code, ErrorDescription: "too many"}
			}
		}
	}
	changes := func(change func([]any) []any) func(*lab) func(string, []byte, *ocppj.Frame) *ocppj.Frame {
		return func(l *lab) func(string, []byte, *ocppj.Frame) *ocppj.Frame {
			return func(action string, _ []byte, right *ocppj.Frame) *ocppj.Frame {
				return results(l.T, action, right, change)
			}
		}
	}
	for name, c := range map[string]struct {
		items string
		at    int // for how many variables it goes wrong
		wrong func(*lab) func(string, []byte, *ocppj.Frame) *ocppj.Frame
		found string // part of what was found of GetVariables; empty for nothing
	}{
		"right":                         {"32", 99, refuses(ocppj.InternalError), ""},
		"takes one, and refuses two":    {"1", 2, refuses(ocppj.OccurrenceConstraintViolation), ""},
		"takes three, and refuses four": {"3", 4, refuses(ocppj.OccurrenceConstraintViolation), ""},
		"tells no limit, and takes two": {"", 3, refuses(ocppj.OccurrenceConstraintViolation), ""},
		"refuses below its limit":       {"32", 3, refuses(ocppj.OccurrenceConstraintViolation), "OccurrenceConstraintViolation: too many; it says that it takes 32"},
		"refuses two":                   {"32", 2, refuses(ocppj.FormatViolation), "FormatViolation: too many"},
		"leaves the last result out":    {"32", 3, changes(func(all []any) []any { return all[:len(all)-1] }), "no result for"},
		"leaves all but one out":        {"32", 3, changes(func(all []any) []any { return all[:1] }), "no result for"},
		"has a result twice":            {"32", 3, changes(func(all []any) []any { return append(all, all[0]) }), "more than one for"},
		"has them in another order":     {"32", 3, changes(func(all []any) []any { slices.Reverse(all); return all }), "another order"},
		"answers for what nobody asked": {"32", 3, changes(other), "a result for what was not asked for, OtherCtrlr.Other"},
		"is silent": {"32", 3, func(*lab) func(string, []byte, *ocppj.Frame) *ocppj.Frame {
			return func(string, []byte, *ocppj.Frame) *ocppj.Frame { return nil }
		}, "was not answered within"},
		"ends the connection and is back": {"32", 3, cuts, "the connection ended"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				names := l.model(c.items)
				l.several(c.at, c.wrong(l))
				var settings []Setting
				for i, name := range names {
					settings = append(settings, Is(name, fmt.Sprint(100+i)))
				}
				l.before = Prepare(Known(names...), Config(settings...))
				for play := range 2 {
					want := evidence.Pass
					if play == 0 && c.found == "the connection ended" {
						want = evidence.Warning // which is all that the case says of it
					}
					l.expect(want, "", func(s *Scenario) {
						for i, name := range names {
							s.Check(1, name+" is set.", s.Variable(name), fmt.Sprint(100+i))
						}
					})
				}
				for i, name := range names {
					if got := l.csms.variables[name]; got != fmt.Sprint(i) {
						t.Errorf("expected %s to be put back to %d, got %s", name, i, got)
					}
				}
				found := map[string]string{}
				for _, f := range l.rec.findings() {
					if f.Kind == evidence.FoundUntold {
						if _, twice := found[f.Subject]; twice {
							t.Errorf("expected one finding of %s, got another: %s", f.Subject, f.Actual)
						}
						found[f.Subject] = f.Actual
					}
				}
				all := found["several variables in one GetVariablesRequest"] + found["the order of results in GetVariablesResponse"]
				if c.found == "" && len(found) > 0 || !strings.Contains(all, c.found) {
					t.Errorf("expected %q to be found, got %q", c.found, found)
				}
			})
		})
	}
}

// other puts a result for another variable in the place of the last.
func other(all []any) []any {
	last := all[len(all)-1].(map[string]any)
	last["component"], last["variable"] = map[string]any{"name": "OtherCtrlr"}, map[string]any{"name": "Other"}
	return all
}

// cuts ends the connection in the stead of an answer, and has the station back a second later.
func cuts(l *lab) func(string, []byte, *ocppj.Frame) *ocppj.Frame {
	return func(string, []byte, *ocppj.Frame) *ocppj.Frame {
		l.csms.connected, l.csms.outstanding = false, "" // the caller holds mu
		l.csms.put(Event{Kind: Disconnected, Conn: 1 + l.csms.renewed})
		time.AfterFunc(time.Second, func() {
			l.csms.connect()
			l.send("Heartbeat", `{}`)
		})
		return nil
	}
}

func TestAResultThatNamesAnotherVariableIsNotTakenForTheOneThatWasAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		variable string
		want     string
	}{"another": {"LocalPreAuthorize", ""}, "the same, in small letters": {"enabled", "true"}} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("GetVariables", result(ocpp201.GetVariablesResponse{GetVariableResult: []ocpp201.GetVariableResult{{
					AttributeStatus: ocpp201.GetVariableStatusAccepted, AttributeValue: new("true"),
					Component: ocpp201.Component{Name: "AuthCtrlr"}, Variable: ocpp201.Variable{Name: c.variable}}}}))
				l.expect(evidence.Pass, "", func(s *Scenario) {
					value, _, err := s.Read(enabled)
					s.Check(1, "The value is that of the variable.", value, c.want)
					s.Check(1, "Another is an error.", err != nil, c.want == "")
				})
			})
		})
	}
}

// TestWhatNothingCanHaveChangedIsNotAskedAgain counts the questions for a lasting variable over two plays.
func TestWhatNothingCanHaveChangedIsNotAskedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		variable string
		between  func(*lab, *Scenario)
		want     int
	}{
		"nothing":                      {enabled, func(*lab, *Scenario) {}, 1},
		"a variable of the state":      {"AlignedDataCtrlr.Available", func(*lab, *Scenario) {}, 2},
		"a variable of the hardware":   {"Connector.AvailabilityState", func(*lab, *Scenario) {}, 2},
		"a row sets it":                {enabled, func(l *lab, s *Scenario) { setByRow(s, "AuthCtrlr", "Enabled") }, 2},
		"a row sets it, in capitals":   {enabled, func(l *lab, s *Scenario) { setByRow(s, "AUTHCTRLR", "ENABLED") }, 2},
		"a row sets another":           {enabled, func(l *lab, s *Scenario) { setByRow(s, "AuthCtrlr", "LocalPreAuthorize") }, 1},
		"the station boots":            {enabled, func(l *lab, s *Scenario) { comes(l, s, "BootNotification", boot) }, 2},
		"the station tells a change":   {enabled, func(l *lab, s *Scenario) { comes(l, s, "NotifyEvent", told(enabled, "false")) }, 2},
		"the station tells no change":  {enabled, func(l *lab, s *Scenario) { comes(l, s, "NotifyEvent", told(enabled, "true")) }, 1},
		"the connection ends unasked":  {enabled, func(l *lab, s *Scenario) { drops(l, s) }, 2},
		"a vendor's request":           {enabled, func(l *lab, s *Scenario) { sends(l, s, ocpp201.DataTransferRequest{VendorID: "com.example"}) }, 2},
		"another network profile":      {enabled, func(l *lab, s *Scenario) { sends(l, s, profile) }, 2},
		"a question of a table's rows": {enabled, func(l *lab, s *Scenario) { sends(l, s, clockQuestion) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.variables[c.variable] = "true"
				asked := 0
				var answer func([]byte) *ocppj.Frame
				answer = func(payload []byte) *ocppj.Frame {
					if _, variable, _ := strings.Cut(c.variable, "."); strings.Contains(string(payload), `"`+variable+`"`) {
						asked++
					}
					delete(l.csms.answers, "GetVariables")
					defer func() { l.csms.answers["GetVariables"] = answer }()
					return l.csms.answer("GetVariables", payload)
				}
				l.csms.answers["GetVariables"] = answer
				l.before = Known(c.variable)
				l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
				if err := l.player.Do(l.ctx, func(s *Scenario) error { c.between(l, s); return nil }); err != nil {
					t.Fatal(err)
				}
				l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
				if asked != c.want {
					t.Errorf("expected %d questions for %s, got %d", c.want, c.variable, asked)
				}
			})
		})
	}
}

var profile = ocpp201.SetNetworkProfileRequest{ConfigurationSlot: 1, ConnectionData: ocpp201.NetworkConnectionProfile{
	OCPPVersion: "OCPP20", OCPPTransport: "JSON", OCPPCSMSURL: "ws://csms/ocpp", MessageTimeout: 30, SecurityProfile: 1, OCPPInterface: "Wired0"}}

func setByRow(s *Scenario, component, variable string) {
	_, _ = ask(s, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{AttributeValue: "true",
		Component: ocpp201.Component{Name: component}, Variable: ocpp201.Variable{Name: variable}}}})
}

func sends[Q ocpp201.Request[P], P any](l *lab, s *Scenario, q Q) {
	if _, scripted := l.csms.answers[q.Action()]; !scripted {
		l.csms.answering(q.Action(), result(map[string]any{"status": "Accepted"}))
	}
	_, _ = ask(s, q)
}

func comes(l *lab, s *Scenario, action, payload string) {
	l.send(action, payload)
	_ = s.AwaitMessage(time.Second, action)
}

func drops(l *lab, s *Scenario) {
	l.csms.mu.Lock()
	l.csms.connected = false
	l.csms.put(Event{Kind: Disconnected, Conn: 1})
	l.csms.mu.Unlock()
	l.csms.connect()
	comes(l, s, "Heartbeat", `{}`)
}

// told is a NotifyEventRequest about a variable.
func told(name, value string) string {
	i := itemOf(name)
	return fmt.Sprintf(`{"generatedAt":"2026-01-01T00:00:00Z","seqNo":0,"eventData":[{"eventId":1,"timestamp":"2026-01-01T00:00:00Z","trigger":"Delta",`+
		`"actualValue":%q,"eventNotificationType":"HardWiredNotification","component":{"name":%q},"variable":{"name":%q}}]}`, value, i.component.Name, i.variable.Name)
}

// TestARequestTakesAsManyVariablesAsItMayBeLong holds what goes into one request against each length that it may have: as many as
// fit, whatever the names, and one at least.
func TestARequestTakesAsManyVariablesAsItMayBeLong(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		var items []item
		for i := range 6 {
			items = append(items, itemOf("TestCtrlr."+strings.Repeat("V", 1+7*i)+fmt.Sprint(i)))
		}
		twice := append(slices.Clone(items[:3]), items[1])
		l.play(func(s *Scenario) {
			lengths := make([]int, len(items)+1) // of the message, by how many are in it
			for n := 1; n <= len(items); n++ {
				payload, err := json.Marshal(getRequest(items[:n]))
				if err != nil {
					t.Fatal(err)
				}
				lengths[n] = len(ocppj.EncodeCall(ocppj.NewID(), "GetVariables", payload))
			}
			told := func(name string, n int) {
				s.w.keeps(name+"[GetVariables]", reading{status: "Accepted", value: fmt.Sprint(n), frame: 1 << 40, at: time.Now()})
			}
			told(itemsPerMessage, 5)
			for longest := lengths[1] - 1; longest <= lengths[6]; longest++ {
				want := 1
				for n := 2; n <= 5 && lengths[n] <= longest; n++ {
					want = n
				}
				told(bytesPerMessage, longest)
				if got := gets.fits(s, items); got != want {
					t.Fatalf("at most %d bytes: expected %d variables, got %d (lengths %v)", longest, want, got, lengths)
				}
			}
			if got := gets.fits(s, twice); got != 3 {
				t.Errorf("expected a request to end before a variable that stands in it already, got %d of %d", got, len(twice))
			}
			s.Check(1, "The test has looked.", true, true)
		})
	})
}

func TestNoMessageIsLongerThanItsBound(t *testing.T) {
	for name, text := range map[string]string{"plain": "AuthCtrlr", "nothing": "", "control": "\x01\x7f\u2028", "HTML": "<&>", "no UTF-8": "\xff\xfe"} {
		for _, n := range []int{1, 30} {
			one := item{component: ocpp201.Component{Name: strings.Repeat(text, 40), Instance: &text, EVSE: &ocpp201.EVSE{ID: math.MinInt, ConnectorID: new(math.MinInt)}},
				variable: ocpp201.Variable{Name: text, Instance: &text}, value: strings.Repeat(text, 100)}
			items := slices.Repeat([]item{one}, n)
			for _, b := range []batch{gets, sets} {
				if is, most := length(b.action, b.size(items)), mostLength(items); is > most {
					t.Errorf("%s: expected %d %s to be at most %d bytes long, got %d", name, n, b.action, most, is)
				}
			}
		}
	}
}

// BenchmarkFits is how many of thirty variables go into one request that takes them all.
func BenchmarkFits(b *testing.B) {
	var items []item
	for i := range 30 {
		items = append(items, itemOf(fmt.Sprintf("TestCtrlr.Variable%d", i)))
	}
	s := &Scenario{w: &wire{alone: map[string]bool{}, standing: lasting{}}}
	for name, n := range map[string]string{itemsPerMessage: "50", bytesPerMessage: "10000"} {
		s.w.keeps(name+"[GetVariables]", reading{status: "Accepted", value: n, frame: 1})
	}
	b.ReportAllocs()
	for b.Loop() {
		if n := gets.fits(s, items); n != len(items) {
			b.Fatalf("expected %d variables to fit, got %d", len(items), n)
		}
	}
}
