package main

import (
	"encoding/json"
	"log"
	"net/http"

	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/provisioning"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/types"
)

// rig is what a hand does at the station: POST /connect, /disconnect, /present?token=…&type=…, /power_cycle; GET /state shows
// it as it is seen from outside.
func (s *station) rig() http.Handler {
	mux := http.NewServeMux()
	on := func(path string, do func(*http.Request)) {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
			do(r)
			w.WriteHeader(http.StatusNoContent)
		})
	}
	on("/connect", func(*http.Request) {
		if s.hold(true) {
			s.later(s.plug)
		}
	})
	on("/disconnect", func(*http.Request) {
		if s.hold(false) {
			s.later(s.unplug)
		}
	})
	on("/present", func(r *http.Request) {
		token := types.IdToken{IdToken: r.FormValue("token"), Type: types.IdTokenType(r.FormValue("type"))}
		s.later(func() { s.present(token) })
	})
	on("/power_cycle", func(*http.Request) {
		s.later(func() {
			s.mu.Lock()
			s.tx, s.token, s.remote = nil, nil, nil
			s.mu.Unlock()
			s.boot(provisioning.BootReasonPowerUp)
		})
	})
	mux.HandleFunc("GET /state", func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if err := json.NewEncoder(w).Encode(map[string]bool{"plugged": s.plugged}); err != nil {
			log.Printf("/state: %v", err)
		}
	})
	return mux
}
