package pics

// dependency is a rule between items: where when is met, needs must be.
type dependency struct {
	when, needs    Condition
	advice, source string
	doubt          bool // a certificate was given to a product that does not follow it
}

func needs(when, needs, advice, source string) dependency {
	return dependency{when: MustParse(when), needs: MustParse(needs), advice: advice, source: source}
}

// perhaps is a rule by our reading, which a laboratory did not hold a product to.
func perhaps(d dependency) dependency {
	d.doubt = true
	return d
}

const (
	onlyWithCache = "answer no, or support the authorization cache (C-49)"
	pickOption    = "answer yes to at least one of its options"
)

// dependencies are the rules that part 5, its errata and the requirements of part 2 put on the answers of a station.
var dependencies = []dependency{
	needs("NOT PROFILE:Core", "PROFILE:Core", "claim Core, which every other profile builds on", "part 5 chapter 2"),

	needs("PROFILE:Core", "C-06", pickOption, "part 5 table 2"),
	needs("PROFILE:Core", "C-09", pickOption, "part 5 table 2"),
	needs("PROFILE:Core", "C-10", pickOption, "part 5 table 2"),
	needs("PROFILE:Core", "C-12", pickOption, "part 5 table 2"),
	needs("PROFILE:Core", "C-48", pickOption, "part 5 table 2"),
	needs("PROFILE:AdvancedUserInterface", "UI-1", pickOption, "part 5 table 2"),
	needs("PROFILE:AdvancedUserInterface", "UI-2", pickOption, "part 5 table 2"),
	needs("PROFILE:SmartCharging OR PROFILE:ISO15118Support", "SC-2", pickOption, "part 2, SmartChargingCtrlr.RateUnit is required"),
	needs("PROFILE:Core", "C-36 OR C-37 OR C-38 OR C-39", "answer yes to at least one way to authorize a remote start", "part 5 table 2"),

	needs("C-01", `(PROFILE:LocalAuthorizationListManagement AND (C-30 OR C-31 OR C-32 OR C-34))
		OR (C-02 AND (C-30 OR C-31 OR C-32 OR C-33 OR C-34)) OR (C-49 AND (C-30 OR C-31 OR C-32 OR C-34)) OR C-35`,
		"answer C-01 no, or support what it depends on: the local list, C-02 or C-49 with a local start option, or C-35", "erratum 5.3"),
	needs("C-02 AND (C-30 OR C-31 OR C-32 OR C-33 OR C-34)", "C-01", "answer C-01 yes: unknown ids are authorized while offline", "erratum 5.3"),
	needs("PROFILE:Reservation AND R-1", "R-2", "answer R-2 yes, or R-1 no: a type of connector is reserved at no EVSE in particular", "H01.FR.06, H01.FR.19"),
	needs("PROFILE:AdvancedDeviceManagement AND NOT C-56", "NOT PROFILE:AdvancedDeviceManagement",
		"answer C-56 yes, or do not claim the profile: a station of it provides the SummaryInventory", "part 5 chapter 4, TC_B_14"),
	needs("C-53", "C-49", onlyWithCache, "erratum 5.11, TC_C_46"),
	needs("C-54", "C-49", onlyWithCache, "part 5 table 2, AuthCacheCtrlr.Policy"),
	needs("C-59", "C-49", onlyWithCache, "erratum 5.11, TC_C_57"),
	needs("C-58", "C-49 OR PROFILE:LocalAuthorizationListManagement",
		"answer C-58 no: without remote authorization nothing is left that can authorize", "part 2, AuthCtrlr.DisableRemoteAuthorization"),
	needs("C-07", "NOT C-08", "answer the one that fits: the station either has a user interface or has none", "C16.FR.01, C16.FR.02"),
	needs("C-09.3", "C-42", "answer C-09.3 no, or support signed meter values", "E01.FR.04"),
	needs("C-12.1", "HFS-1", "answer C-12.1 no: with fixed cables only there is nothing to unlock", "part 2, OCPPCommCtrlr.UnlockOnEVSideDisconnect"),

	needs("PRODUCT_SUBTYPE:Mode12Only", "NOT AQ-9", "answer AQ-9 no, or take Mode12Only out of the subtypes", "erratum 5.2"),
	needs("AQ-2", "C-30 OR C-31 OR C-32 OR C-33 OR C-34 OR C-36 OR C-37 OR C-38 OR PROFILE:ISO15118Support",
		"answer AQ-2 no, or name the authorization that the lock waits for", "part 5 appendix A"),
	// Certificate OCA.0201.0125.CS is of a product with one phase, and its AQ-4 is no.
	perhaps(needs("HFS-3 AND NOT (HFS-5 AND HFS-6 AND HFS-7)", "AQ-4", "answer AQ-4 yes: a number of phases that is not supported is an unsupported one", "part 5 appendix A")),
	needs("AQ-4", "NOT (HFS-5 AND HFS-6 AND HFS-7)", "answer AQ-4 no: every number of phases is supported", "part 5 appendix A"),
	needs("PROFILE:AdvancedUserInterface", "HFS-12 > 0", "count the displays under HFS-12", "part 5 table 1"),

	needs("HFS-8 = 0", "HFS-8 > 0", "count the EVSEs", "part 5 appendix B"),
	needs("NOT HFS-3", "HFS-4", "answer yes to AC, DC or both", "part 5 appendix B"),
	needs("NOT (HFS-1 OR HFS-2)", "PRODUCT_SUBTYPE:Wireless", "answer yes to one of them, or declare the subtype Wireless", "part 5 appendix B, erratum 5.2"),
	needs("HFS-3", "HFS-5 OR HFS-6 OR HFS-7", "answer yes to the numbers of phases that are supported", "part 5 appendix B"),
}
