package drivers

import (
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// SameToken tells whether two idTokens are the same.
func SameToken(a, b *ocpp201.IDToken) bool {
	// C01.FR.25: idToken and type decide, additionalInfo does not; identifierStrings know no case.
	return a != nil && b != nil && a.Type == b.Type && strings.EqualFold(a.IDToken, b.IDToken)
}

// SameGroup tells whether two groupIdTokens match. Empty ones never do (part 2, section C 1.2).
func SameGroup(a, b *ocpp201.IDToken) bool { return SameToken(a, b) && a.IDToken != "" }

// IsMasterPass tells whether a groupIdToken is that of the Master Pass (part 2, AuthCtrlr.MasterPassGroupId). The variable
// holds an id without a type.
func (dr *Drivers) IsMasterPass(group *ocpp201.IDToken) bool {
	id := dr.MasterPassGroup()
	return id != "" && group != nil && strings.EqualFold(group.IDToken, id)
}

// MasterPassGroup is the id of the Master Pass group, "" when there is none.
func (dr *Drivers) MasterPassGroup() string { return dr.Decide.MasterPassGroup() }

func (dr *Drivers) masterPassGroup() string {
	if !dr.product.Capabilities.MasterPass {
		return ""
	}
	return dr.model.Controller("AuthCtrlr", "MasterPassGroupId", "").Read()
}
