package station_test

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
)

func TestTheBackOffDoublesAndThenStays(t *testing.T) {
	bubble(t, with(map[string]string{
		"OCPPCommCtrlr.RetryBackOffWaitMinimum": "10", "OCPPCommCtrlr.RetryBackOffRandomRange": "3", "OCPPCommCtrlr.RetryBackOffRepeatTimes": "2",
	}), func(r *rig) {
		r.offline()
		lost := time.Now()
		r.pass(5 * time.Minute)
		var waits []time.Duration
		for _, at := range r.network.attempts()[1:] {
			waits = append(waits, at.Sub(lost))
			lost = at
		}
		// The rig's random part is always the greatest.
		want := []time.Duration{13 * time.Second, 23 * time.Second, 43 * time.Second, 43 * time.Second, 43 * time.Second, 43 * time.Second, 43 * time.Second}
		if len(waits) < len(want) || !slices.Equal(waits[:len(want)], want) {
			t.Errorf("expected the waits %v, got %v", want, waits)
		}
		r.online()
		before := len(r.network.attempts())
		r.drop()
		r.pass(13 * time.Second)
		if got := len(r.network.attempts()); got != before+1 {
			t.Errorf("expected the back-off to begin anew after a connection, got %d attempts", got-before)
		}
	})
}

func TestASilentConnectionIsGivenUp(t *testing.T) {
	bubble(t, with(map[string]string{"OCPPCommCtrlr.WebSocketPingInterval": "20"}), func(r *rig) {
		r.pass(2 * time.Minute)
		if n := len(r.network.attempts()); n != 1 {
			t.Fatalf("expected one connection while pings are answered, got %d", n)
		}
		r.set(func() { r.noPongs = true })
		r.pass(60 * time.Second)
		if n := len(r.network.attempts()); n != 2 {
			t.Errorf("expected a second connection when pings are not answered, got %d in all", n)
		}
	})
}

func TestNoPingsWithIntervalZero(t *testing.T) {
	bubble(t, with(map[string]string{"OCPPCommCtrlr.WebSocketPingInterval": "0"}), func(r *rig) {
		r.pass(time.Hour)
		if r.pings != 0 {
			t.Errorf("expected no ping, got %d", r.pings)
		}
		r.setVariable("OCPPCommCtrlr.WebSocketPingInterval", "10")
		r.pass(11 * time.Second)
		if r.pings != 1 {
			t.Errorf("expected one ping after the interval was set, got %d", r.pings)
		}
	})
}

func TestANewPasswordIsUsedAtOnce(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.forget()
		r.setVariable("SecurityCtrlr.BasicAuthPassword", "fedcba9876543210")
		if n := len(r.headers); n != 2 {
			t.Fatalf("expected a second connection, got %d in all", n)
		}
		want := "Basic " + base64.StdEncoding.EncodeToString([]byte("CS001:fedcba9876543210"))
		if got := r.headers[1].Get("Authorization"); got != want {
			t.Errorf("expected the header %q, got %q", want, got)
		}
		r.expectActions("")
	})
}

func TestACSMSWithoutTheSubprotocolIsLeft(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.set(func() { r.upgrader = websocket.Upgrader{} })
		r.drop()
		r.pass(time.Minute)
		if n := len(r.headers); n < 3 {
			t.Errorf("expected the station to leave and try again, got %d connections", n)
		}
		if got := r.headers[0].Get("Sec-Websocket-Protocol"); got != "ocpp2.0.1" {
			t.Errorf("expected the subprotocol ocpp2.0.1, got %q", got)
		}
	})
}

func TestBadFramesAreAnsweredWithTheirCode(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		for frame, want := range map[string]ocppj.ErrorCode{
			`[2,"a","NoSuchAction",{}]`:                                     ocppj.NotImplemented,
			`[2,"b","SendLocalList",{}]`:                                    ocppj.NotSupported,
			`[2,"c","Reset",{"type":"Sometimes"}]`:                          ocppj.PropertyConstraintViolation,
			`[2,"d","Reset",{}]`:                                            ocppj.OccurrenceConstraintViolation,
			`[2,"e","Reset",{"type":5}]`:                                    ocppj.TypeConstraintViolation,
			`[2,"f","GetVariables",{"getVariableData":[` + many(33) + `]}]`: ocppj.OccurrenceConstraintViolation,
			`[2,"g","GetVariables",{"x":"` + strings.Repeat("x", station.Reference().BytesPerMessage.GetVariables) + `"}]`: ocppj.FormatViolation,
		} {
			got := r.raw(frame)
			if len(got) != 1 || got[0].frame.Type != ocppj.CallError || got[0].frame.ErrorCode != want {
				t.Errorf("%.60s: expected the CALLERROR %s, got %+v", frame, want, got)
			}
		}
		for _, frame := range []string{`[2`, `{}`, `nonsense`, ``} {
			if got := r.raw(frame); len(got) != 1 || got[0].frame.ID != ocppj.UnreadableID {
				t.Errorf("%q: expected a CALLERROR with the id -1, got %+v", frame, got)
			}
		}
		if got := r.raw(`[3,"nobody",{}]`); len(got) != 0 {
			t.Errorf("expected no answer to an answer, got %+v", got)
		}
		r.expect("DataTransfer", `{"vendorId":"org.example"}`, "status", "UnknownVendorId")
		r.expect("ClearCache", `{}`, "status", "Rejected")
	})
}

// many are n equal elements of GetVariables.
func many(n int) string {
	return strings.TrimSuffix(strings.Repeat(`{"component":{"name":"TxCtrlr"},"variable":{"name":"TxStartPoint"}},`, n), ",")
}

func TestARefusedHandshakeIsTriedAgain(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.set(func() { r.refusal = http.StatusUnauthorized })
		r.drop()
		r.pass(time.Minute)
		r.set(func() { r.refusal = 0 })
		r.forget()
		r.pass(5 * time.Minute)
		r.expect("GetTransactionStatus", `{}`, "messagesInQueue", "false")
	})
}
