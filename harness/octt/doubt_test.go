package octt

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// all changes each of the results of an answer.
func (l *lab) all(action string, right *ocppj.Frame, change func(n int, result map[string]any)) *ocppj.Frame {
	return results(l.T, action, right, func(all []any) []any {
		for n, r := range all {
			change(n, r.(map[string]any))
		}
		return all
	})
}

// wrongAtSeveral tells whether it was found that the station goes wrong at several variables in one request.
func (l *lab) wrongAtSeveral() bool {
	return slices.ContainsFunc(l.rec.findings(), func(f evidence.Finding) bool { return strings.HasPrefix(f.Subject, "several") })
}

// TestAStationThatSaysOtherwiseOfSeveralThanOfEachIsToldApart has stations that answer with one result for each variable, of which
// the answer for three or more is not what it is for one: the variables and the cases have no part in it.
func TestAStationThatSaysOtherwiseOfSeveralThanOfEachIsToldApart(t *testing.T) {
	only := func(disturbed string, change func(n int, result map[string]any)) func(*lab, string, []byte, *ocppj.Frame) *ocppj.Frame {
		return func(l *lab, action string, _ []byte, right *ocppj.Frame) *ocppj.Frame {
			if action != disturbed {
				return right
			}
			return l.all(action, right, change)
		}
	}
	keeps := func(from int) func(*lab, string, []byte, *ocppj.Frame) *ocppj.Frame { // the old values, though it has accepted the new ones
		return func(l *lab, action string, payload []byte, right *ocppj.Frame) *ocppj.Frame {
			var q ocpp201.SetVariablesRequest
			if action != "SetVariables" || json.Unmarshal(payload, &q) != nil {
				return right
			}
			for _, d := range q.SetVariableData[from:] {
				l.csms.variables[d.Component.Name+"."+d.Variable.Name] = strings.TrimPrefix(d.Variable.Name, "Variable")
			}
			return right
		}
	}
	status := func(status string) func(int, map[string]any) {
		return func(_ int, r map[string]any) { r["attributeStatus"] = status; delete(r, "attributeValue") }
	}
	for name, c := range map[string]struct {
		wrong         func(*lab, string, []byte, *ocppj.Frame) *ocppj.Frame
		action, found string // part of what is found of which request
	}{
		"rejects all":   {only("GetVariables", status("Rejected")), "GetVariables", "Rejected for TestCtrlr.Variable0, which is Accepted alone"},
		"knows none":    {only("GetVariables", status("UnknownVariable")), "GetVariables", "UnknownVariable for TestCtrlr.Variable0, which is Accepted alone"},
		"has no values": {only("GetVariables", status("Accepted")), "GetVariables", "Accepted without an attributeValue for TestCtrlr.Variable0"},
		"rejects the last": {only("GetVariables", func(n int, r map[string]any) {
			if n == dozen-1 {
				status("Rejected")(n, r)
			}
		}), "GetVariables", "Rejected for TestCtrlr.Variable11"},
		"sets all, and rejects all": {only("SetVariables", status("Rejected")), "SetVariables", "Rejected for TestCtrlr.Variable0, which is Accepted alone"},
		"sets all, and rejects one": {only("SetVariables", func(n int, r map[string]any) {
			if n == 1 {
				status("Rejected")(n, r)
			}
		}), "SetVariables", "Rejected for TestCtrlr.Variable1, which"},
		"accepts all, and sets none":   {keeps(0), "SetVariables", "Accepted for TestCtrlr.Variable0, TestCtrlr.Variable1, "},
		"accepts all, and sets one":    {keeps(1), "SetVariables", "Accepted for TestCtrlr.Variable1, TestCtrlr.Variable2, "},
		"accepts all, and sets eleven": {keeps(11), "SetVariables", "Accepted for TestCtrlr.Variable11, and not set, which is set alone"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				names := l.model("32")
				l.several(3, func(action string, payload []byte, right *ocppj.Frame) *ocppj.Frame {
					return c.wrong(l, action, payload, right)
				})
				var settings []Setting
				for i, name := range names {
					settings = append(settings, IsIfWritable(name, fmt.Sprint(100+i)))
				}
				l.before = Prepare(Known(names...), Config(settings...))
				for range 2 {
					l.expect(evidence.Pass, "", func(s *Scenario) {
						for i, name := range names {
							s.Check(1, name+" is set.", l.csms.variables[name], fmt.Sprint(100+i))
							s.Check(1, name+" is known.", s.Variable(name), fmt.Sprint(100+i))
						}
					})
				}
				for i, name := range names {
					if got := l.csms.variables[name]; got != fmt.Sprint(i) {
						t.Errorf("expected %s to be put back to %d, got %s", name, i, got)
					}
				}
				found := l.rec.findings()
				if len(found) != 1 || found[0].Subject != "several variables in one "+c.action+"Request" || !strings.Contains(found[0].Actual, c.found) || found[0].Frame == 0 {
					t.Errorf("expected one finding, of %s with %q, got %+v", c.action, c.found, found)
				}
			})
		})
	}
}

// TestWhatIsDeniedAloneTooIsTheVariables counts what a station is asked that denies a variable beside others as it does alone, and has a
// word of its own for another value: once more in a run, and nothing is wrong with its answers for several.
func TestWhatIsDeniedAloneTooIsTheVariables(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		names := l.model("32")
		secret, fixed, own := names[3], names[4], names[5]
		l.csms.readOnly = map[string]bool{fixed: true}
		asked := map[string]int{}
		l.several(1, func(action string, payload []byte, right *ocppj.Frame) *ocppj.Frame {
			for _, name := range names {
				_, variable, _ := strings.Cut(name, ".")
				if strings.Contains(string(payload), `"`+variable+`"`) {
					asked[action+" "+name]++
				}
			}
			if l.csms.variables[own] != "5" {
				l.csms.variables[own] = "about 105"
			}
			if action != "GetVariables" {
				return right
			}
			return l.all(action, right, func(_ int, r map[string]any) {
				if strings.HasSuffix(secret, "."+r["variable"].(map[string]any)["name"].(string)) {
					r["attributeStatus"] = "Rejected"
					delete(r, "attributeValue")
				}
			})
		})
		l.before = Prepare(Known(names...), Config(Is(names[0], "100"), IsIfWritable(fixed, "104"), Is(own, "105")))
		for range 3 {
			l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
		}
		if l.wrongAtSeveral() {
			t.Errorf("expected nothing to be wrong with answers for several, got %+v", l.rec.findings())
		}
		if l.csms.variables[own] != "5" || l.csms.variables[names[0]] != "0" {
			t.Errorf("expected the old values to be put back, got %q", l.csms.variables)
		}
		// In each play once, as nothing stands of it, and once alone.
		if n := asked["GetVariables "+secret]; n != 3+1 {
			t.Errorf("expected one more question for %s in three plays, got %d", secret, n)
		}
		// Beside another, alone, and with the value that it has; then it is known to be ReadOnly.
		if n := asked["SetVariables "+fixed]; n != 3 {
			t.Errorf("expected three attempts at %s, got %d", fixed, n)
		}
	})
}

// TestAStationThatTakesFewerThanItDidIsAskedForItsLimitsAgain has a station boot with lower limits: what it refuses then it may, and as
// many as it takes now go into one request.
func TestAStationThatTakesFewerThanItDidIsAskedForItsLimitsAgain(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		names := l.model("32")
		limit, most := 32, 0
		l.several(1, func(_ string, payload []byte, right *ocppj.Frame) *ocppj.Frame {
			n := strings.Count(string(payload), `"component"`)
			if n > limit {
				return &ocppj.Frame{Type: ocppj.CallError, ErrorCode: ocppj.OccurrenceConstraintViolation}
			}
			most = max(most, n)
			return right
		})
		l.before = Known(names...)
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
		if err := l.player.Do(l.ctx, func(s *Scenario) error { comes(l, s, "BootNotification", boot); return nil }); err != nil {
			t.Fatal(err)
		}
		l.csms.mu.Lock()
		limit, most, l.csms.variables[itemsPerMessage] = 4, 0, "4"
		l.csms.mu.Unlock()
		for range 2 {
			l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "It is known.", s.Variable(names[11]), "11") })
			if err := l.player.Do(l.ctx, func(s *Scenario) error { comes(l, s, "BootNotification", boot); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		if l.wrongAtSeveral() || most != 4 {
			t.Errorf("expected requests for as many as it takes now, and no finding of them, got at most %d, and %+v", most, l.rec.findings())
		}
	})
}

// TestAValueThatIsTakenUpAMomentLaterIsNotLost has a station take up what is set together a tenth of a second after it was sent, and what is
// set alone at once (part 2, B05 names no time).
func TestAValueThatIsTakenUpAMomentLaterIsNotLost(t *testing.T) {
	inLab(t, func(l *lab) { l.bench.Timeouts.Act = time.Second }, func(l *lab) {
		names := l.model("32")
		most := 0
		l.several(1, func(action string, payload []byte, right *ocppj.Frame) *ocppj.Frame {
			var q ocpp201.SetVariablesRequest
			if action != "SetVariables" || json.Unmarshal(payload, &q) != nil {
				return right
			}
			most = max(most, len(q.SetVariableData))
			if len(q.SetVariableData) == 1 {
				return right
			}
			for _, d := range q.SetVariableData {
				name, old := d.Component.Name+"."+d.Variable.Name, strings.TrimPrefix(d.Variable.Name, "Variable")
				l.csms.variables[name] = old
				time.AfterFunc(100*time.Millisecond, func() {
					l.csms.mu.Lock()
					defer l.csms.mu.Unlock()
					l.csms.variables[name] = d.AttributeValue
				})
			}
			return right
		})
		l.csms.latency = 20 * time.Millisecond
		var settings []Setting
		for i, name := range names {
			settings = append(settings, Is(name, fmt.Sprint(100+i)))
		}
		l.before = Prepare(Known(names...), Config(settings...))
		for range 2 {
			most = 0
			l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
			if l.wrongAtSeveral() || most != dozen {
				t.Errorf("expected a dozen to be set in one request, and nothing to be found of that, got %d, and %+v", most, l.rec.findings())
			}
		}
	})
}

// TestAStationThatLiesInEveryBatchIsAskedNoMoreThanABound counts the CALLs of ten plays with stations whose answers for several are wrong in a
// way of their own each time: what doubts add grows with the variables, once, and not with the plays.
func TestAStationThatLiesInEveryBatchIsAskedNoMoreThanABound(t *testing.T) {
	turn := 0
	for name, c := range map[string]struct {
		from         int // variables in one request
		lies         func(n int, r map[string]any)
		first, later int // CALLs of a play
	}{
		"denies another one of several each time": {2, func(n int, r map[string]any) {
			if n == turn%3 {
				r["attributeStatus"] = []string{"Rejected", "UnknownVariable", "NotSupportedAttributeType", "UnknownComponent"}[turn%4]
				delete(r, "attributeValue")
			}
		}, 4 * dozen, 2*dozen + 2},
		"denies all, alone too": {1, func(_ int, r map[string]any) {
			r["attributeStatus"] = "Rejected"
			delete(r, "attributeValue")
		}, 3 * dozen, dozen},
		"has another value each time": {1, func(_ int, r map[string]any) {
			if r["attributeValue"] != nil {
				r["attributeValue"] = fmt.Sprint("about ", turn)
			}
		}, 3 * dozen, dozen + 2},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				turn = 0
				names := l.model("32")
				l.several(c.from, func(action string, _ []byte, right *ocppj.Frame) *ocppj.Frame {
					turn++
					return l.all(action, right, c.lies)
				})
				var settings []Setting
				for i, name := range names {
					settings = append(settings, IsIfWritable(name, fmt.Sprint(100+i)))
				}
				l.before = Prepare(Known(names...), Config(settings...))
				for n := range 10 {
					before := len(l.csms.calls)
					l.play(func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
					most := c.later
					if n == 0 {
						most = c.first
					}
					if asked := len(l.csms.calls) - before; asked > most {
						t.Errorf("play %d: expected at most %d CALLs, got %d: %q", n, most, asked, l.csms.calls[before:])
					}
				}
				if err := l.player.Latched(); err != nil {
					t.Errorf("expected all plays to be played, got %v", err)
				}
			})
		})
	}
}
