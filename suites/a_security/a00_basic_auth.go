package a_security

import (
	"encoding/base64"
	"unicode/utf8"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_A_01_CS reads the Basic credentials out of the HTTP upgrade request that follows a power cycle.
//
// SecurityCtrlr.BasicAuthPassword is WriteOnly: its preparation is fulfilled by the bench, which connects with the
// configured password before the first case.
var TC_A_01_CS = octt.Register(octt.Case{
	ID:             "TC_A_01_CS",
	Security:       withPassword,
	AnyCredentials: true,
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Booted)
		basicAuth(s, s.Handshake())
	},
})

// Length of a password in characters. Part 6 says 16 to 40; erratum 2.1 (2025-01) raises the maximum to the maxLimit of
// BasicAuthPassword, which lies between 40 and 64. The wider limit is taken, because it conforms to part 2.
const (
	shortest = 16
	longest  = 64
)

func basicAuth(s *octt.Scenario, h *octt.Handshake) {
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(h.StationID+":"+s.Configured.BasicAuthPassword))
	s.Check(1, "The upgrade request carries HTTP Basic credentials.", h.HasAuth, true, "A00.FR.202", "A00.FR.301")
	s.Check(1, "The user name is the ChargingStationId at the end of the connection URL.", h.User, h.StationID, "A00.FR.204")
	s.Check(1, "The connection URL ends with the configured ChargingStationId.", h.StationID, s.Configured.ChargingStationID, "A00.FR.204")
	s.Check(1, "The header is Basic and the Base64 of ChargingStationId:BasicAuthPassword.", h.Authorization == want, true, "A00.FR.203", "A00.FR.302")
	length := utf8.RuneCountInString(h.Password)
	s.Check(1, "The password has 16 to 64 characters.", length >= shortest && length <= longest, true, "A00.FR.205", "A00.FR.304")
	// Erratum 2.1 takes the limited set of symbols away from passwordString: any UTF-8 text is one.
	s.Check(1, "The password is a passwordString: UTF-8 text.", utf8.ValidString(h.Password), true, "A00.FR.205", "A00.FR.304")
}
