package selftest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/locallist"
	"github.com/certbench/certbench/station/model"
)

// casesOfList are those of the profile Local Authorization List Management.
func casesOfList() (ids []string) {
	for _, c := range octt.Registered() {
		if e, _ := catalogue.Lookup(c.ID); slices.ContainsFunc(e.Profiles, func(l catalogue.ProfileEntry) bool { return l.Profile == pics.LocalAuthorizationListManagement }) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// remembering has the station keep its memory in store.
func remembering(store station.Store) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) { p.Store = store }
}

// listIn is the Local Authorization List in a memory.
func listIn(t *testing.T, store station.Store) (list locallist.List) {
	t.Helper()
	data, err := store.Load(locallist.Record)
	if err == nil && data != nil {
		err = json.Unmarshal(data, &list)
	}
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestEachCaseLeavesAnEmptyList plays the cases with a list also on a station whose list is off at first.
func TestEachCaseLeavesAnEmptyList(t *testing.T) {
	for _, id := range casesOfList() {
		for _, enabled := range []string{"true", "false"} {
			t.Run(id+" "+enabled, func(t *testing.T) {
				t.Parallel()
				store := station.Memory()
				off := onStation(func(c *station.Config) { c.Settings[octt.ListEnabled] = enabled })
				if !passes(t, id, setup{change: both(remembering(store), off)}) {
					return
				}
				if list := listIn(t, store); list.Version == 0 || len(list.Entries) > 0 {
					t.Errorf("expected a list that was sent and is empty, got version %d with %d idTokens", list.Version, len(list.Entries))
				}
				settings, err := store.Load(model.Record)
				if err != nil || strings.Contains(string(settings), "localauthlistctrlr") {
					t.Errorf("expected %s to be %s again, as it was made, got the settings %s, %v", octt.ListEnabled, enabled, settings, err)
				}
			})
		}
	}
}

// TestAnUpdateWithTheVersionOfTheListIsAWarning: D01.FR.19 has it refused, and the table of TC_D_06_CS sends an older one only.
func TestAnUpdateWithTheVersionOfTheListIsAWarning(t *testing.T) {
	for want, faults := range map[evidence.Verdict][]defects.Defect{
		evidence.Pass: nil, evidence.Warning: {defects.ListSameVersionAccepted}, evidence.Fail: {defects.ListOlderAccepted},
	} {
		store := station.Memory()
		p, _ := playWhole(t, "TC_D_06_CS", setup{defects: faults, change: remembering(store)})
		if p.Verdict != want || want == evidence.Warning && !strings.Contains(p.Reason, "version that the list has") {
			t.Errorf("%v: expected %s, got %s: %s", faults, want, p.Verdict, p.Reason)
		}
		if list := listIn(t, store); len(list.Entries) > 0 {
			t.Errorf("%v: expected an empty list afterwards, got %d idTokens", faults, len(list.Entries))
		}
	}
}

// TestAListThatAStationComesWithIsFoundBeforeItIsGone: no message reads it, so that nothing can put it back.
func TestAListThatAStationComesWithIsFoundBeforeItIsGone(t *testing.T) {
	for entries, want := range map[int]int{0: 0, 2: 1} {
		store := station.Memory()
		list := locallist.List{Version: 3}
		for _, id := range []string{"A", "B"}[:entries] {
			list.Entries = append(list.Entries, locallist.Entry{Token: ocpp201.IDToken{IDToken: id, Type: ocpp201.IDTokenEnumISO14443},
				Info: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}})
		}
		data, err := json.Marshal(list)
		if err == nil {
			err = store.Save(locallist.Record, data)
		}
		if err != nil {
			t.Fatal(err)
		}
		p, found := playWhole(t, "TC_D_02_CS", setup{change: remembering(store)})
		hasPassed(t, p, "")
		if len(found) != want || want > 0 && (found[0].Verdict != evidence.Warning || !strings.HasSuffix(found[0].Actual, "is 2")) {
			t.Errorf("a station that comes with %d idTokens in its list: expected %d warnings, got %+v", entries, want, found)
		}
	}
}

// TestAListThatCannotBeSwitchedOffIsNotJudgedByThat plays the cases on a product without LocalAuthListCtrlr.Enabled.
func TestAListThatCannotBeSwitchedOffIsNotJudgedByThat(t *testing.T) {
	always := can(func(c *station.Capabilities) { c.LocalListSwitch = false })
	for _, id := range casesOfList() {
		if id != "TC_D_10_CS" {
			passes(t, id, setup{change: always})
			continue
		}
		if p := play(t, id, setup{change: always}); p.Verdict != evidence.Inconclusive {
			t.Errorf("%s: expected INCONCLUSIVE, for nothing can show it, got %s: %s", id, p.Verdict, p.Reason)
		}
	}
}

// TestAnIDTokenIsKnownByTheListAlone plays the cases of other profiles that ask for list or cache on a product without a cache.
func TestAnIDTokenIsKnownByTheListAlone(t *testing.T) {
	without := both(answering(pics.C_49, false), can(func(c *station.Capabilities) { c.AuthorizationCache, c.OfflineTxForUnknownID = false, false }))
	for _, id := range []string{"TC_E_16_CS", "TC_E_43_CS", "TC_E_45_CS", "TC_N_27_CS", "TC_N_30_CS"} {
		if p := play(t, id, setup{product: "full", change: both(answering(pics.C_02, false), without)}); !listed(p) || !hasPassed(t, p, "no longer told") {
			t.Errorf("%s: expected a PASS with an idToken in the list, got %s: %s", id, p.Verdict, p.Reason)
		}
	}
}

// listed tells whether a play has sent a list.
func listed(p *evidence.Play) bool {
	return slices.ContainsFunc(p.Frames, func(rec evidence.Record) bool {
		return rec.Frame.Direction == evidence.Out && rec.Frame.Action == "SendLocalList"
	})
}

// TestAListIsSentInMessagesThatTheStationTakes plays the cases with two idTokens on stations that take less in a message (D01.FR.11).
func TestAListIsSentInMessagesThatTheStationTakes(t *testing.T) {
	for name, limited := range map[string]struct {
		by   func(*station.Capabilities)
		want string
	}{
		"both in one": {func(*station.Capabilities) {}, "Full 2"},
		"one idToken": {func(c *station.Capabilities) { c.ItemsPerMessage.SendLocalList = 1 }, "Full 1, Differential 1"},
		"400 bytes":   {func(c *station.Capabilities) { c.BytesPerMessage.SendLocalList = 400 }, "Full 1, Differential 1"},
	} {
		for _, id := range []string{"TC_C_40_CS", "TC_C_43_CS"} {
			p := play(t, id, setup{product: "full", change: can(limited.by)})
			hasPassed(t, p, "")
			if got := strings.Join(lists(t, p), ", "); got != limited.want {
				t.Errorf("%s, %s: expected the list in %s, got %s", id, name, limited.want, got)
			}
		}
	}
}

// lists are the SendLocalListRequests of a play that have idTokens, in words.
func lists(t *testing.T, p *evidence.Play) (all []string) {
	t.Helper()
	for _, rec := range p.Frames {
		if rec.Frame.Direction != evidence.Out || rec.Frame.Action != "SendLocalList" {
			continue
		}
		var q ocpp201.SendLocalListRequest
		if err := ocpp201.Decode(rec.Frame.Payload(), &q); err != nil {
			t.Fatal(err)
		}
		if len(q.LocalAuthorizationList) > 0 {
			all = append(all, fmt.Sprintf("%s %d", q.UpdateType, len(q.LocalAuthorizationList)))
		}
	}
	return all
}

// TestAWholeListThatIsAddedToIsAWarning: what a list holds no message tells, and the table asks for its version only.
func TestAWholeListThatIsAddedToIsAWarning(t *testing.T) {
	adds := patched(func(fw *station.Firmware) {
		right := fw.LocalList.Decide.Apply
		fw.LocalList.Decide.Apply = func(l *locallist.List, q ocpp201.SendLocalListRequest) {
			if len(q.LocalAuthorizationList) > 0 {
				q.UpdateType = ocpp201.UpdateDifferential
			}
			right(l, q)
		}
	})
	p := play(t, "TC_D_01_CS", setup{change: adds})
	if hasPassed(t, p, "LocalAuthListCtrlr.Entries"); p.Verdict != evidence.Warning {
		t.Errorf("expected a WARNING where a whole list is added to the other one, got %s", p.Verdict)
	}
	p = play(t, "TC_D_01_CS", setup{defects: []defects.Defect{defects.ListFullFailed}})
	if place, _ := firstWorst(p); p.Verdict != evidence.Fail || place != "main/2" {
		t.Errorf("expected FAIL at main/2 where no whole list is taken, got %s at %s", p.Verdict, place)
	}
}
