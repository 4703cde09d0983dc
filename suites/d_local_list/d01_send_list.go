package d_local_list

import (
	"strconv"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What holds for all cases of this file. The document writes LocalAuthListEnabled for LocalAuthListCtrlr.Enabled. "Empty" is a
// request without localAuthorizationList, which the schema allows no empty one. An idToken that the tables send has an
// idTokenInfo, Accepted: they name none, and an entry without one is no entry, but is removed (part 2, AuthorizationData). One
// idToken is within every limit on a message. The tables ask only for the version; how many idTokens the station says that it has
// then (LocalAuthListCtrlr.Entries, D01.FR.12) is a remark beside them.

// TC_D_01_CS sends a whole list. Its table has no memory state: a list that is empty before shows nothing of D01.FR.15, which it cites, by
// which the whole list takes the place of the other one.
var TC_D_01_CS = octt.Register(octt.Case{
	ID:     "TC_D_01_CS",
	Before: octt.Prepare(listInUse(), anotherList()),
	Main: func(s *octt.Scenario) {
		sent(s, ocpp201.UpdateFull, s.Configured.VersionNumber, accepted(validToken).Data(s)).
			taken(ocpp201.SendLocalListStatusAccepted, s.Configured.VersionNumber, 1, "D01.FR.15")
	},
})

// TC_D_02_CS adds an idToken.
var TC_D_02_CS = octt.Register(octt.Case{
	ID:     "TC_D_02_CS",
	Before: withList(),
	Main: func(s *octt.Scenario) {
		next := s.Configured.VersionNumber + 1
		sent(s, ocpp201.UpdateDifferential, next, accepted(validToken2).Data(s)).
			taken(ocpp201.SendLocalListStatusAccepted, next, 2, "D01.FR.16")
	},
})

// TC_D_03_CS removes the idToken that the list has. The validation of "step 3" is that of the message, which is step 4.
var TC_D_03_CS = octt.Register(octt.Case{
	ID:     "TC_D_03_CS",
	Before: withList(),
	Main: func(s *octt.Scenario) {
		next := s.Configured.VersionNumber + 1
		sent(s, ocpp201.UpdateDifferential, next, ocpp201.AuthorizationData{IDToken: octt.IDToken(s.Configured.ValidToken)}).
			taken(ocpp201.SendLocalListStatusAccepted, next, 0, "D01.FR.17")
	},
})

// TC_D_04_CS sends a whole list without idTokens, with the version that the list has: only a differential update needs a higher
// one (D01.FR.19). An empty list keeps its version (part 2, D02, remark).
var TC_D_04_CS = octt.Register(octt.Case{
	ID:     "TC_D_04_CS",
	Before: withList(),
	Main: func(s *octt.Scenario) {
		sent(s, ocpp201.UpdateFull, s.Configured.VersionNumber).
			taken(ocpp201.SendLocalListStatusAccepted, s.Configured.VersionNumber, 0, "D01.FR.04")
	},
})

// TC_D_05_CS sends an update without idTokens: only the version is another one afterwards.
var TC_D_05_CS = octt.Register(octt.Case{
	ID:     "TC_D_05_CS",
	Before: withList(),
	Main: func(s *octt.Scenario) {
		next := s.Configured.VersionNumber + 1
		sent(s, ocpp201.UpdateDifferential, next).
			taken(ocpp201.SendLocalListStatusAccepted, next, 1, "D01.FR.05")
	},
})

// TC_D_06_CS sends an update with an older version. "Not Empty" is the idToken of TC_D_02_CS, which the list would have afterwards. D01.FR.19
// has the version of the list itself refused as well, which is asked for beside the table.
var TC_D_06_CS = octt.Register(octt.Case{
	ID:     "TC_D_06_CS",
	Before: withList(),
	Main: func(s *octt.Scenario) {
		sent(s, ocpp201.UpdateDifferential, s.Configured.VersionNumber-1, accepted(validToken2).Data(s)).
			taken(ocpp201.SendLocalListStatusVersionMismatch, s.Configured.VersionNumber, 1, "D01.FR.19")
		again, err := octt.Ask(s, ocpp201.SendLocalListRequest{UpdateType: ocpp201.UpdateDifferential, VersionNumber: s.Configured.VersionNumber,
			LocalAuthorizationList: []ocpp201.AuthorizationData{accepted(validToken2).Data(s)}})
		if err == nil {
			s.Remark(4, "An update with the version that the list has is refused as well: part 2 asks for it, and the table sends an older one only.",
				again.Status, ocpp201.SendLocalListStatusVersionMismatch, "D01.FR.19")
		}
	},
})

// TC_D_07_CS has the list outlast a boot.
//
// D01.FR.10 is a recommendation, and the prerequisite excludes a list in volatile memory, but no item of the PICS says so: such a
// station fails here, and a laboratory has to take the case out of its plan. The state Booted is played by a power cycle, as the
// manual actions of the case say.
var TC_D_07_CS = octt.Register(octt.Case{
	ID:     "TC_D_07_CS",
	Before: octt.Prepare(withList(), octt.States(states.Booted)),
	Main: func(s *octt.Scenario) {
		versionIs(s, 1, s.Configured.VersionNumber, "D01.FR.10", "D02.FR.01")
		entriesAre(s, 2, 1, "D01.FR.10")
	},
})

// update is a SendLocalListRequest that waits for its answer.
type update struct {
	s    *octt.Scenario
	sent *octt.Sent[ocpp201.SendLocalListResponse]
}

// sent sends an update as row 1.
func sent(s *octt.Scenario, how ocpp201.Update, version int, entries ...ocpp201.AuthorizationData) update {
	s.Lists(version)
	return update{s, octt.Send(s, 1, ocpp201.SendLocalListRequest{UpdateType: how, VersionNumber: version, LocalAuthorizationList: entries})}
}

// taken plays rows 2 to 4: the answer, and the version of the list afterwards, with how many idTokens it has then. ids are the
// requirements by which it is so.
func (u update) taken(status ocpp201.SendLocalListStatus, version, entries int, ids ...string) {
	u.sent.Receive(2, octt.Must("status", status).Clause(append([]string{"D01.FR.02"}, ids...)...))
	versionIs(u.s, 3, version, append([]string{"D02.FR.01"}, ids...)...)
	entriesAre(u.s, 4, entries, ids...)
}

// entriesAre looks at the number of idTokens that the station says that its list has.
func entriesAre(s *octt.Scenario, row, want int, ids ...string) {
	if value, told := s.ListEntries(); told {
		s.Remark(row, "LocalAuthListCtrlr.Entries tells how many idTokens the list has now: part 2 asks for it, and the table does not look at it.",
			value, strconv.Itoa(want), append([]string{"D01.FR.12"}, ids...)...)
	}
}

// listInUse is the configuration of the cases with a list.
func listInUse() []octt.Preparation {
	return octt.Config(octt.IsIfImplemented(octt.ListEnabled, "true"))
}

// anotherList has the list hold another idToken where the station takes it. That it does is what the rows are about.
func anotherList() []octt.Preparation {
	return octt.Do(func(s *octt.Scenario) {
		before := s.Configured.VersionNumber - 1
		s.Lists(before)
		answer, err := octt.Ask(s, ocpp201.SendLocalListRequest{UpdateType: ocpp201.UpdateFull, VersionNumber: before,
			LocalAuthorizationList: []ocpp201.AuthorizationData{accepted(validToken2).Data(s)}})
		switch {
		case err != nil:
			s.Note("The list is as it was before the case, and shows no replacing: %v.", err)
		case answer.Status != ocpp201.SendLocalListStatusAccepted:
			s.Note("The list is as it was before the case, and shows no replacing: %s.", answer.Status)
		}
	})
}

// withList prepares a list that has the valid idToken.
func withList() []octt.Preparation {
	return octt.Prepare(listInUse(), octt.States(states.IDTokenLocalAuthList(accepted(validToken))))
}

func accepted(token func(*octt.Configured) rigs.Token) states.Listed {
	return states.Listed{Token: token, Status: ocpp201.AuthorizationStatusAccepted}
}

func validToken(c *octt.Configured) rigs.Token  { return c.ValidToken }
func validToken2(c *octt.Configured) rigs.Token { return c.ValidToken2 }
