package station_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
	"github.com/certbench/certbench/station/product"
)

// everyAuthorization is a product with everything that this field of part 2 makes optional.
func everyAuthorization(c *station.Config) {
	can := &c.Capabilities
	can.AuthorizationCache, can.CacheLifeTime, can.DisablePostAuthorize = true, true, true
	can.CachePolicies = []string{product.PolicyLRU, product.PolicyLFU, product.PolicyFIFO, product.PolicyCustom}
	can.DisableRemoteAuthorization, can.MaxEnergyOnInvalidID = true, true
	can.MasterPass, can.MasterPassUI = true, true
}

// productOf is the one with everything, set up and changed further.
func productOf(settings map[string]string, changes ...func(*station.Config)) func(*station.Config) {
	return func(c *station.Config) {
		everyAuthorization(c)
		with(settings)(c)
		for _, change := range changes {
			change(c)
		}
	}
}

// word is what the CSMS says of idTokens, by their ids; of the rest it says Unknown.
type word map[string]ocpp201.IDTokenInfo

var (
	infoAccepted = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}
	infoUnknown  = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusUnknown}
	infoInvalid  = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusInvalid}
	infoBlocked  = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusBlocked}
)

func inGroup(status ocpp201.AuthorizationStatus, group string) ocpp201.IDTokenInfo {
	return ocpp201.IDTokenInfo{Status: status, GroupIDToken: &ocpp201.IDToken{IDToken: group, Type: ocpp201.IDTokenEnumCentral}}
}

// says lets the CSMS judge idTokens in AuthorizeResponse.
func (r *rig) says(w word) {
	w = maps.Clone(w)
	r.on("Authorize", func(payload json.RawMessage) any {
		var q ocpp201.AuthorizeRequest
		if err := ocpp201.Decode(payload, &q); err != nil {
			r.Error(err)
		}
		info, known := w[q.IDToken.IDToken]
		if !known {
			info = infoUnknown
		}
		return ocpp201.AuthorizeResponse{IDTokenInfo: info}
	})
}

// saysInTransactions lets the CSMS judge idTokens in TransactionEventResponse.
func (r *rig) saysInTransactions(w word) {
	w = maps.Clone(w)
	r.on("TransactionEvent", func(payload json.RawMessage) any {
		var q ocpp201.TransactionEventRequest
		if err := ocpp201.Decode(payload, &q); err != nil {
			r.Error(err)
		}
		if q.IDToken == nil {
			return ocpp201.TransactionEventResponse{}
		}
		info, known := w[q.IDToken.IDToken]
		if !known {
			info = infoAccepted
		}
		return ocpp201.TransactionEventResponse{IDTokenInfo: &info}
	})
}

// store has idTokens come into the cache: each is presented once where nobody is, and the authorization that may follow
// times out.
func (r *rig) store(w word) {
	r.Helper()
	r.says(w)
	for _, id := range slices.Sorted(maps.Keys(w)) {
		r.present(id)
		r.pass(2 * time.Minute) // longer than EVConnectionTimeOut
	}
	r.forget()
}

func (r *rig) presentAt(token string, evse int) {
	r.Helper()
	r.do(r.panel.PresentToken(panel.Token{ID: token, Type: "ISO14443"}, evse, 0))
}

// asked are the idTokens that AuthorizeRequests named.
func (r *rig) asked() []string {
	var ids []string
	for _, q := range payloads[ocpp201.AuthorizeRequest](r, "Authorize") {
		ids = append(ids, q.IDToken.IDToken)
	}
	return ids
}

func (r *rig) expectAsked(want ...string) {
	r.Helper()
	if got := r.asked(); fmt.Sprint(got) != fmt.Sprint(want) {
		r.Errorf("expected AuthorizeRequests for %q, got %q", want, got)
	}
}

// charging tells at which EVSEs energy flows.
func (r *rig) charging() []int {
	var evses []int
	for _, c := range r.panel.Read().Connectors {
		if c.Contactor {
			evses = append(evses, c.EVSE)
		}
	}
	return evses
}

func (r *rig) expectCharging(want ...int) {
	r.Helper()
	if got := r.charging(); fmt.Sprint(got) != fmt.Sprint(want) {
		r.Errorf("expected energy to flow at EVSEs %v, got %v", want, got)
	}
}

// reboot cuts the mains and restores them, and waits until the station is back.
func (r *rig) reboot() {
	r.Helper()
	r.do(r.panel.Reboot())
	r.pass(time.Second)
}

// each plays a test for every row of a table.
func each[Row any](t *testing.T, rows map[string]Row, play func(t *testing.T, row Row)) {
	for name, row := range rows {
		t.Run(name, func(t *testing.T) { play(t, row) })
	}
}
