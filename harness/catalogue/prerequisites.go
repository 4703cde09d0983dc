package catalogue

import "github.com/certbench/certbench/harness/pics"

// prerequisite is what part 6 asks of a product beside the condition of part 5: without it the table cannot be played, or
// proves nothing.
type prerequisite struct {
	condition pics.Condition
	reason    string
}

// prerequisites holds them by case.
var prerequisites = map[string]prerequisite{
	"TC_E_16_CS": {pics.MustParse("(C-02 OR C-49 OR PROFILE:LocalAuthorizationListManagement) AND (C-52 OR NOT C-10.4)"),
		authorizesOffline.reason + ", and TxStopPoint is not ReadOnly with EnergyTransfer"},
	"TC_E_43_CS": authorizesOffline,
	"TC_E_45_CS": {pics.MustParse("C-49 OR PROFILE:LocalAuthorizationListManagement"), "the product has an Authorization Cache or a Local Authorization List"},
	"TC_C_25_CS": {pics.MustParse("C-49 AND C-02"), "the product has an Authorization Cache besides its list, and OfflineTxForUnknownIdEnabled"},
	"TC_C_04_CS": {pics.MustParse("NOT (HFS-8 > 1 AND HFS-10 = Single)"),
		"the product does not use one idToken reader for several EVSEs"},
	"TC_C_05_CS": {pics.MustParse("C-51 OR C-09.2"),
		"TxStartPoint is not ReadOnly without Authorized"},
	"TC_C_27_CS": judgesIDTokens, "TC_C_28_CS": judgesIDTokens, "TC_C_29_CS": judgesIDTokens, "TC_C_30_CS": judgesIDTokens, "TC_C_31_CS": judgesIDTokens, "TC_C_58_CS": judgesIDTokens,
	"TC_D_10_CS": {pics.MustParse("LA-1"), "the product can switch its list off: D02.FR.03 asks nothing of one that cannot, and \"if implemented\" leaves nothing of its table"},
	"TC_E_15_CS": noPowerPath, "TC_E_21_CS": noPowerPath,
	"TC_N_41_CS": {pics.MustParse("AQ-6"), "the product has a preconfigured monitor (erratum 6.2.103)"},
	"TC_E_39_CS": {pics.MustParse("C-10.2"),
		"TxStopPoint can contain Authorized"},
}

// authorizesOffline is the last line of the remark on TC_E_16_CS in part 5: what the idToken is known by, or that it need not be,
// while the station is offline.
var authorizesOffline = prerequisite{pics.MustParse("C-02 OR C-49 OR PROFILE:LocalAuthorizationListManagement"),
	"the product authorizes unknown idTokens offline, or has an Authorization Cache or a Local Authorization List"}

// judgesIDTokens is the prerequisite of the cases with a list online: about an idToken of type Central a station does not ask (C05.FR.01),
// and one of type NoAuthorization is none.
var judgesIDTokens = prerequisite{pics.MustParse("C-30 OR C-31 OR C-32 OR C-33 OR C-34 OR C-36 OR C-37 OR PROFILE:ISO15118Support"),
	"the product authorizes by another method than NoAuthorization or Central (erratum 6.2.22)"}

// noPowerPath is the second half of "the value Authorized is NOT set OR PowerPathClosed is set", which the condition of
// part 5 leaves out.
var noPowerPath = prerequisite{pics.MustParse("C-52 OR NOT C-10.3"), "TxStopPoint is not ReadOnly with PowerPathClosed"}

// met answers the prerequisite for a declaration, and says in words why.
func (p prerequisite) met(d *pics.Declaration) (pics.Answer, string) {
	if p.reason == "" {
		return pics.Yes, ""
	}
	answer, facts := p.condition.Eval(d)
	return answer, "its table needs that " + p.String() + ": " + facts
}

// String is the prerequisite in words, with its condition; "" for none.
func (p prerequisite) String() string {
	if p.reason == "" {
		return ""
	}
	return p.reason + " (" + p.condition.String() + ")"
}

// Prerequisite is what the case's table needs of a product beside the conditions of its profiles, in words; "" for
// nothing.
func (e Entry) Prerequisite() string { return prerequisites[e.ID].String() }
