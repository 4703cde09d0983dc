package station_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

const (
	listOn      = "LocalAuthListCtrlr.Enabled"
	listNoPost  = "LocalAuthListCtrlr.DisablePostAuthorize"
	listVersion = "GetLocalListVersion"
)

// withLocalList is a product with a list and everything that part 2 makes optional of it.
func withLocalList(c *station.Config) {
	can := &c.Capabilities
	can.LocalList, can.LocalListSwitch, can.LocalListDisablePostAuthorize = true, true, true
}

// everyWithList has that and everything else.
func everyWithList(c *station.Config) {
	everyAuthorization(c)
	withLocalList(c)
}

// listing is one that starts by its list alone.
func listing(settings map[string]string, changes ...func(*station.Config)) func(*station.Config) {
	all := map[string]string{preAuthorize: "true"}
	for name, value := range settings {
		all[name] = value
	}
	return productOf(all, append([]func(*station.Config){withLocalList}, changes...)...)
}

// listed is an entry as messages have it; the status "" removes it.
func listed(id string, status ocpp201.AuthorizationStatus) ocpp201.AuthorizationData {
	d := ocpp201.AuthorizationData{IDToken: ocpp201.IDToken{IDToken: id, Type: ocpp201.IDTokenEnumISO14443}}
	if status != "" {
		d.IDTokenInfo = &ocpp201.IDTokenInfo{Status: status}
	}
	return d
}

func (r *rig) update(how ocpp201.Update, version int, entries ...ocpp201.AuthorizationData) string {
	r.Helper()
	data, err := json.Marshal(ocpp201.SendLocalListRequest{UpdateType: how, VersionNumber: version, LocalAuthorizationList: entries})
	if err != nil {
		r.Fatal(err)
	}
	return string(data)
}

func (r *rig) full(version int, entries ...ocpp201.AuthorizationData) {
	r.Helper()
	r.expect("SendLocalList", r.update(ocpp201.UpdateFull, version, entries...), "status", "Accepted")
}

func (r *rig) expectList(version, entries int) {
	r.Helper()
	r.expect(listVersion, `{}`, "versionNumber", strconv.Itoa(version))
	if got := r.variable("LocalAuthListCtrlr", 0, "Entries"); got != strconv.Itoa(entries) {
		r.Errorf("expected %d entries, got %s", entries, got)
	}
}

func TestAListIsReplacedAndUpdated(t *testing.T) {
	bubble(t, listing(nil), func(r *rig) {
		differ := func(version int, want string, entries ...ocpp201.AuthorizationData) {
			r.Helper()
			r.expect("SendLocalList", r.update(ocpp201.UpdateDifferential, version, entries...), "status", want)
		}
		good, bad := ocpp201.AuthorizationStatusAccepted, ocpp201.AuthorizationStatusBlocked
		r.expectList(0, 0) // D02.FR.02
		r.full(3, listed("A", good), listed("B", good))
		r.expectList(3, 2) // D01.FR.15
		differ(3, "VersionMismatch", listed("C", good))
		differ(2, "VersionMismatch")
		r.expectList(3, 2) // D01.FR.19
		differ(5, "Accepted", listed("C", good), listed("a", bad), listed("B", ""), listed("NOBODY", ""))
		r.expectList(5, 2) // D01.FR.16, FR.17
		differ(9, "Accepted")
		r.expectList(9, 2) // D01.FR.05
		r.reboot()
		r.expectList(9, 2) // D01.FR.10
		r.says(word{"A": infoAccepted})
		r.present("A") // a list of other letters, Blocked
		r.expectAsked("A")
		r.full(2, listed("D", good))
		r.expectList(2, 1) // a full update may go back
		r.full(4)
		r.expectList(4, 0) // D01.FR.04
	})
}

func TestAnUpdateThatIsNotInOrderChangesNothing(t *testing.T) {
	good := ocpp201.AuthorizationStatusAccepted
	bubble(t, listing(nil), func(r *rig) {
		r.full(3, listed("A", good))
		for what, request := range map[string]string{
			"an idToken twice":    r.update(ocpp201.UpdateFull, 4, listed("B", good), listed("b", good)), // D01.FR.06
			"none without info":   r.update(ocpp201.UpdateFull, 4, listed("B", "")),
			"the version of none": r.update(ocpp201.UpdateFull, 0, listed("B", good)), // D01.FR.18
		} {
			t.Log(what)
			r.expect("SendLocalList", request, "status", "Failed")
			r.expectList(3, 1)
		}
		r.setVariable(listOn, "false")
		r.expect("SendLocalList", r.update(ocpp201.UpdateFull, 4), "status", "Failed")
		r.expect(listVersion, `{}`, "versionNumber", "0") // D02.FR.03
		r.setVariable(listOn, "true")
		r.expectList(3, 1)
	})
}

func TestAListHasLimits(t *testing.T) {
	bubble(t, listing(nil), func(r *rig) {
		many := func(from, n int) (all []ocpp201.AuthorizationData) {
			for i := range n {
				all = append(all, listed(fmt.Sprint("CARD", from+i), ocpp201.AuthorizationStatusAccepted))
			}
			return all
		}
		items, err := strconv.Atoi(r.variable("LocalAuthListCtrlr", 0, "ItemsPerMessage"))
		if err != nil {
			t.Fatal(err)
		}
		if f := r.ask("SendLocalList", r.update(ocpp201.UpdateFull, 1, many(0, items+1)...)); f.ErrorCode != "OccurrenceConstraintViolation" {
			t.Errorf("expected %d items to be too many, got %s %s", items+1, f.ErrorCode, f.Payload)
		}
		version, count := 1, 0
		for ; count+items <= 256; count, version = count+items, version+1 {
			r.expect("SendLocalList", r.update(ocpp201.UpdateDifferential, version, many(count, items)...), "status", "Accepted")
		}
		r.expectList(version-1, count)
		r.expect("SendLocalList", r.update(ocpp201.UpdateDifferential, version, many(count, items)...), "status", "Failed")
		r.expectList(version-1, count)
	})
}

func TestAListIsNotSupportedWithoutTheProfile(t *testing.T) {
	bubble(t, starting(), func(r *rig) {
		for _, action := range []string{"SendLocalList", listVersion} {
			if f := r.ask(action, `{"versionNumber":1,"updateType":"Full"}`); f.ErrorCode != "NotSupported" {
				t.Errorf("expected %s to be NotSupported, got %q", action, f.ErrorCode)
			}
		}
	})
}

func TestAListThatCannotBeSwitchedIsOn(t *testing.T) {
	bubble(t, listing(nil, func(c *station.Config) { c.Capabilities.LocalListSwitch = false }), func(r *rig) {
		r.full(3, listed("A", ocpp201.AuthorizationStatusAccepted))
		r.plugIn()
		r.present("A")
		r.expectAsked()
		r.expectCharging(1)
	})
}

func TestAListedTokenIsJudgedByTheListBeforeTheCache(t *testing.T) {
	good, bad := ocpp201.AuthorizationStatusAccepted, ocpp201.AuthorizationStatusInvalid
	for name, row := range map[string]struct {
		listed   ocpp201.AuthorizationStatus
		cached   *ocpp201.IDTokenInfo
		settings map[string]string
		csms     ocpp201.IDTokenInfo
		offline  bool
		asked    bool
		charges  bool
	}{
		"Accepted starts":                                  {listed: good, csms: infoInvalid, charges: true},                                                   // C14.FR.02
		"Accepted is asked about":                          {listed: good, settings: map[string]string{preAuthorize: "false"}, csms: infoInvalid, asked: true}, // AuthCtrlr.LocalPreAuthorize
		"Invalid is asked about":                           {listed: bad, csms: infoAccepted, asked: true, charges: true},                                      // C14.FR.03
		"Invalid is not asked about":                       {listed: bad, settings: map[string]string{listNoPost: "true"}, csms: infoAccepted},                 // LocalAuthListCtrlr.DisablePostAuthorize
		"Invalid is asked about whatever the cache":        {listed: bad, settings: map[string]string{noPost: "true"}, csms: infoAccepted, asked: true, charges: true},
		"Invalid goes before a cached Accepted":            {listed: bad, cached: &infoAccepted, csms: infoInvalid, asked: true}, // C14.FR.01
		"Accepted goes before a cached Invalid":            {listed: good, cached: &infoInvalid, csms: infoInvalid, charges: true},
		"Accepted starts offline":                          {listed: good, offline: true, charges: true}, // C13.FR.02
		"Invalid starts nothing offline":                   {listed: bad, offline: true},
		"Invalid is not unknown offline":                   {listed: bad, settings: map[string]string{unknownToo: "true"}, offline: true},                        // C13.FR.04
		"Invalid goes before a cached Accepted offline":    {listed: bad, cached: &infoAccepted, settings: map[string]string{unknownToo: "true"}, offline: true}, // C13.FR.01
		"Accepted starts nothing where nobody may offline": {listed: good, settings: map[string]string{"AuthCtrlr.LocalAuthorizeOffline": "false"}, offline: true},
		"Accepted starts where the CSMS is not asked":      {listed: good, settings: map[string]string{"AuthCtrlr.DisableRemoteAuthorization": "true", preAuthorize: "false"}, charges: true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, listing(row.settings), func(r *rig) {
				if row.cached != nil {
					r.store(word{"CARD": *row.cached})
				}
				r.full(3, listed("CARD", row.listed))
				r.says(word{"CARD": row.csms})
				r.forget()
				r.plugIn()
				if row.offline {
					r.offline()
				}
				r.present("CARD")
				if row.asked {
					r.expectAsked("CARD")
				} else {
					r.expectAsked()
				}
				if row.charges {
					r.expectCharging(1)
				} else {
					r.expectCharging()
				}
			})
		})
	}
}

func TestAListedTokenOfTheGroupStopsUnasked(t *testing.T) {
	bubble(t, listing(nil), func(r *rig) {
		of := func(id string, status ocpp201.AuthorizationStatus) ocpp201.AuthorizationData {
			d := listed(id, status)
			d.IDTokenInfo.GroupIDToken = &ocpp201.IDToken{IDToken: "FLEET", Type: ocpp201.IDTokenEnumCentral}
			return d
		}
		r.saysInTransactions(word{"ANN": inGroup(accepted201, "FLEET")})
		r.full(3, of("ANN", accepted201), of("BEN", accepted201), of("LOST", blocked201))
		r.plugIn()
		r.present("ANN")
		r.expectCharging(1)
		r.says(word{"LOST": inGroup(blocked201, "FLEET")})
		r.present("LOST")
		r.expectAsked("LOST") // C14.FR.03
		r.expectCharging(1)   // C09.FR.11
		r.present("BEN")
		r.expectAsked("LOST") // C09.FR.07
		r.expectCharging()
	})
}

func TestAListMayLookAtTheExpiryDate(t *testing.T) {
	for _, looks := range []bool{false, true} {
		bubble(t, listing(nil, func(c *station.Config) { c.Capabilities.LocalListExpires = looks }), func(r *rig) {
			d := listed("CARD", accepted201)
			d.IDTokenInfo.CacheExpiryDateTime = &ocpp201.DateTime{Time: time.Now().Add(time.Hour)}
			r.full(3, d)
			r.says(word{"CARD": infoInvalid})
			r.pass(2 * time.Hour)
			r.forget()
			r.present("CARD")
			if looks {
				r.expectAsked("CARD") // C14.FR.05
			} else {
				r.expectAsked() // C14.FR.02
			}
			r.expectList(3, 1)
		})
	}
}

func TestACustomerIsToldOfHisEntryInTheListWhichStays(t *testing.T) {
	bubble(t, listing(nil), func(r *rig) {
		r.full(3, listed("CARD", accepted201))
		r.expect("CustomerInformation", strings.Replace(aboutCard, `"clear":false`, `"clear":true`, 1), "status", "Accepted")
		r.pass(time.Second)
		r.expectToldOfCustomers("0 of 7, more false: The Local Authorization List has idToken CARD (ISO14443) as Accepted.")
		r.expectList(3, 1) // N10.FR.03
	})
}
