package drivers

import (
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

// AuthorizationRows are the variables of AuthCtrlr (part 2, section 2.2 "Authorization related").
func AuthorizationRows(t *product.Type) []model.Row {
	const c = "AuthCtrlr"
	can := &t.Capabilities
	boolean := func(name, value string) model.Row {
		return model.Row{Component: c, Name: name, DataType: ocpp201.DataBoolean, Value: value, Set: true}
	}
	rows := []model.Row{
		model.Choice(c, "AuthorizeRemoteStart", can.AuthorizeRemoteStart),
		boolean("LocalAuthorizeOffline", "true"),
		boolean("LocalPreAuthorize", "false"),
	}
	if types := can.IDTokenTypes; len(types) > 0 { // errata 2025-01, section 2.43
		rows = append(rows, model.Row{Component: c, Name: "SupportedIdTokenTypes", DataType: ocpp201.DataMemberList, Value: strings.Join(types, ","), Values: types, Constant: true})
	}
	for _, optional := range []struct {
		exists bool
		row    model.Row
	}{
		{can.OfflineTxForUnknownID, boolean("OfflineTxForUnknownIdEnabled", "false")},
		{can.AuthorizationSwitch, boolean("Enabled", "true")},
		{can.DisableRemoteAuthorization, boolean("DisableRemoteAuthorization", "false")},
		{can.MasterPass, model.Row{Component: c, Name: "MasterPassGroupId", DataType: ocpp201.DataString, Set: true, Max: new(36.0)}},
	} {
		if optional.exists {
			rows = append(rows, optional.row)
		}
	}
	return rows
}

const cacheCtrlr = "AuthCacheCtrlr"

// CacheRows are the variables of AuthCacheCtrlr (part 2, section 2.4), which a station without a cache does not have.
func CacheRows(t *product.Type) []model.Row {
	const c = cacheCtrlr
	can := &t.Capabilities
	if !can.AuthorizationCache {
		return nil
	}
	rows := []model.Row{
		{Component: c, Name: "Available", DataType: ocpp201.DataBoolean, Value: "true", Constant: true},
		{Component: c, Name: "Enabled", DataType: ocpp201.DataBoolean, Value: "true", Set: true},
		{Component: c, Name: "Policy", DataType: ocpp201.DataOptionList, Value: can.CachePolicies[0], Values: can.CachePolicies, Set: true},
		{Component: c, Name: "Storage", DataType: ocpp201.DataInteger, Max: new(float64(cacheBytes)), Measured: true},
	}
	if can.CacheLifeTime {
		// A week. An entry that lives for no time at all would be a cache that is switched off, for which there is Enabled.
		rows = append(rows, model.Row{Component: c, Name: "LifeTime", DataType: ocpp201.DataInteger, Unit: "s", Value: "604800", Set: true, Min: new(1.0)})
	}
	if can.DisablePostAuthorize {
		rows = append(rows, model.Row{Component: c, Name: "DisablePostAuthorize", DataType: ocpp201.DataBoolean, Value: "false", Set: true})
	}
	return rows
}
