package operation

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/locallist"
	"github.com/certbench/certbench/station/wire"
)

// localListPatches are the faults of keeping the Local Authorization List, and of telling its version.
var localListPatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.ListNotSupported, defects.ListFullFailed, defects.ListDifferentialFailed, defects.ListRemovalFailed, defects.ListEmptyFullFailed,
		defects.ListEmptyUpdateFailed, defects.ListEmptyUpdateMismatch, defects.ListOlderFailed, defects.ListOlderTakesVersion,
	}, Put: listUpdates},
	{Of: []defects.Defect{defects.ListOlderAccepted, defects.ListSameVersionAccepted}, Put: listOutdated},
	{Of: []defects.Defect{
		defects.ListFullKeepsVersion, defects.ListDifferentialKeepsVersion, defects.ListRemovalKeepsVersion, defects.ListEmptyUpdateKeepsVersion,
		defects.ListEmptiedWithoutVersion, defects.ListVersionCounted,
	}, Put: listApplied},
	{Of: []defects.Defect{defects.ListLostOnReboot, defects.ListLostOnPowerCut}, Put: listRestored},
	{Of: []defects.Defect{
		defects.ListVersionNotSupported, defects.ListVersionZero, defects.ListVersionOfBoot, defects.ListOffTellsVersion, defects.ListOffTellsMinusOne,
		defects.ListOffNotSupported,
	}, Put: listVersions},
	{Of: []defects.Defect{defects.ListSwitchNeedsReboot}, Put: listSwitched},
}

// kind is what an update of the list is.
type kind struct{ full, empty, removes bool }

func kindOf(q ocpp201.SendLocalListRequest) kind {
	full := q.UpdateType == ocpp201.UpdateFull
	removed := func(d ocpp201.AuthorizationData) bool { return d.IDTokenInfo == nil }
	return kind{full, len(q.LocalAuthorizationList) == 0, !full && slices.ContainsFunc(q.LocalAuthorizationList, removed)}
}

// listUpdates turn an update down that is in order, or one that is not with another status.
func listUpdates(fw *station.Firmware, s defects.Set) {
	if !fw.Product.Capabilities.LocalList {
		return
	}
	wire.Handle(fw.Wire, func(q ocpp201.SendLocalListRequest) (r ocpp201.SendLocalListResponse, err error) {
		k := kindOf(q)
		older := !k.full && fw.LocalList.Decide.Outdated(q.VersionNumber)
		switch {
		case s.Has(defects.ListNotSupported):
			return r, wire.NotSupported(q.Action())
		case k.full && !k.empty && s.Has(defects.ListFullFailed), !k.full && s.Has(defects.ListDifferentialFailed), k.removes && s.Has(defects.ListRemovalFailed),
			k.full && k.empty && s.Has(defects.ListEmptyFullFailed), !k.full && k.empty && s.Has(defects.ListEmptyUpdateFailed), older && s.Has(defects.ListOlderFailed):
			r.Status = ocpp201.SendLocalListStatusFailed
			return r, nil
		case !k.full && k.empty && s.Has(defects.ListEmptyUpdateMismatch):
			r.Status = ocpp201.SendLocalListStatusVersionMismatch
			return r, nil
		case older && s.Has(defects.ListOlderTakesVersion):
			fw.LocalList.List.Version = q.VersionNumber
			fw.LocalList.Save()
			r.Status = ocpp201.SendLocalListStatusVersionMismatch
			return r, nil
		}
		return fw.LocalList.Send(q)
	})
}

func listOutdated(fw *station.Firmware, s defects.Set) {
	right := fw.LocalList.Decide.Outdated
	fw.LocalList.Decide.Outdated = func(version int) bool {
		same := version == fw.LocalList.List.Version
		return right(version) && !s.Has(defects.ListOlderAccepted) && !(same && s.Has(defects.ListSameVersionAccepted))
	}
}

// listApplied give the list another version than the update has.
func listApplied(fw *station.Firmware, s defects.Set) {
	right := fw.LocalList.Decide.Apply
	fw.LocalList.Decide.Apply = func(l *locallist.List, q ocpp201.SendLocalListRequest) {
		before, k := l.Version, kindOf(q)
		right(l, q)
		switch {
		case k.full && s.Has(defects.ListFullKeepsVersion), !k.full && s.Has(defects.ListDifferentialKeepsVersion),
			k.removes && s.Has(defects.ListRemovalKeepsVersion), !k.full && k.empty && s.Has(defects.ListEmptyUpdateKeepsVersion):
			l.Version = before
		case k.full && k.empty && s.Has(defects.ListEmptiedWithoutVersion):
			l.Version = 0
		case s.Has(defects.ListVersionCounted):
			l.Version = before + 1
		}
	}
}

// listRestored lose the list on the way from one life to the next.
func listRestored(fw *station.Firmware, s defects.Set) {
	restored := fw.LocalList.Hooks.Restored
	fw.LocalList.Hooks.Restored = func() {
		restored()
		if fw.LocalList.List.Version == 0 {
			return
		}
		if s.Has(defects.ListLostOnReboot) || fw.Kernel.Reason == string(ocpp201.BootReasonPowerUp) && s.Has(defects.ListLostOnPowerCut) {
			fw.LocalList.List = locallist.List{}
		}
	}
}

// listVersions tell another version than the list has.
func listVersions(fw *station.Firmware, s defects.Set) {
	if !fw.Product.Capabilities.LocalList {
		return
	}
	atBoot, restored := 0, fw.LocalList.Hooks.Restored
	fw.LocalList.Hooks.Restored = func() {
		restored()
		atBoot = fw.LocalList.List.Version
	}
	wire.Handle(fw.Wire, func(q ocpp201.GetLocalListVersionRequest) (ocpp201.GetLocalListVersionResponse, error) {
		r, err := fw.LocalList.Version(q)
		off := !fw.LocalList.Enabled()
		switch {
		case s.Has(defects.ListVersionNotSupported), off && s.Has(defects.ListOffNotSupported):
			return r, wire.NotSupported(q.Action())
		case r.VersionNumber > 0 && s.Has(defects.ListVersionZero):
			r.VersionNumber = 0
		case r.VersionNumber != atBoot && !off && s.Has(defects.ListVersionOfBoot):
			r.VersionNumber = atBoot
		case off && fw.LocalList.List.Version > 0 && s.Has(defects.ListOffTellsVersion):
			r.VersionNumber = fw.LocalList.List.Version
		case off && s.Has(defects.ListOffTellsMinusOne):
			r.VersionNumber = -1
		}
		return r, err
	})
}

func listSwitched(fw *station.Firmware, s defects.Set) {
	atBoot, restored, right := true, fw.LocalList.Hooks.Restored, fw.LocalList.Decide.Enabled
	fw.LocalList.Hooks.Restored = func() {
		restored()
		atBoot = right()
	}
	fw.LocalList.Decide.Enabled = func() bool {
		on := right()
		if on != atBoot && s.Has(defects.ListSwitchNeedsReboot) {
			return atBoot
		}
		return on
	}
}
