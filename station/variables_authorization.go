package station

import (
	"strconv"
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// authorizationRows are the variables of AuthCtrlr (part 2, section 2.2 "Authorization related").
func (fw *firmware) authorizationRows() []row {
	const c = "AuthCtrlr"
	can := fw.config.Capabilities
	boolean := func(name, value string) row {
		return row{component: c, name: name, dataType: ocpp201.DataBoolean, value: value, set: true}
	}
	rows := []row{
		fw.choice(c, "AuthorizeRemoteStart", can.AuthorizeRemoteStart),
		boolean("LocalAuthorizeOffline", "true"),
		boolean("LocalPreAuthorize", "false"),
	}
	if types := can.IDTokenTypes; len(types) > 0 { // errata 2025-01, section 2.43
		rows = append(rows, row{component: c, name: "SupportedIdTokenTypes", dataType: ocpp201.DataMemberList, value: strings.Join(types, ","), values: types, constant: true})
	}
	for _, optional := range []struct {
		exists bool
		row    row
	}{
		{can.OfflineTxForUnknownID, boolean("OfflineTxForUnknownIdEnabled", "false")},
		{can.AuthorizationSwitch, boolean("Enabled", "true")},
		{can.DisableRemoteAuthorization, boolean("DisableRemoteAuthorization", "false")},
		{can.MasterPass, row{component: c, name: "MasterPassGroupId", dataType: ocpp201.DataString, set: true, max: new(36.0)}},
	} {
		if optional.exists {
			rows = append(rows, optional.row)
		}
	}
	return rows
}

// cacheRows are the variables of AuthCacheCtrlr (part 2, section 2.4), which a station without a cache does not have.
func (fw *firmware) cacheRows() []row {
	const c = "AuthCacheCtrlr"
	can := fw.config.Capabilities
	if !can.AuthorizationCache {
		return nil
	}
	rows := []row{
		{component: c, name: "Available", dataType: ocpp201.DataBoolean, value: "true", constant: true},
		{component: c, name: "Enabled", dataType: ocpp201.DataBoolean, value: "true", set: true},
		{component: c, name: "Policy", dataType: ocpp201.DataOptionList, value: can.CachePolicies[0], values: can.CachePolicies, set: true},
		{
			component: c, name: "Storage", dataType: ocpp201.DataInteger, max: new(float64(cacheBytes)),
			computed: func() string { return strconv.Itoa(fw.cache.bytes()) },
		},
	}
	if can.CacheLifeTime {
		// A week. An entry that lives for no time at all would be a cache that is switched off, for which there is Enabled.
		rows = append(rows, row{component: c, name: "LifeTime", dataType: ocpp201.DataInteger, unit: "s", value: "604800", set: true, min: new(1.0)})
	}
	if can.DisablePostAuthorize {
		rows = append(rows, row{component: c, name: "DisablePostAuthorize", dataType: ocpp201.DataBoolean, value: "false", set: true})
	}
	return rows
}
