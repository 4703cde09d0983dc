package main

import (
	"errors"
	"runtime/debug"
	"testing"
)

func TestAVersionTellsWhatRunsHoweverItWasBuilt(t *testing.T) {
	commit := debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef0123"}
	modified := debug.BuildSetting{Key: "vcs.modified", Value: "true"}
	hash := func() (string, error) { return "fedcba98765432100000", nil }
	for name, c := range map[string]struct {
		version  string
		settings []debug.BuildSetting
		hash     func() (string, error)
		want     string
	}{
		"from a commit":             {"v0.0.0-20260101000000-0123456789ab", []debug.BuildSetting{commit}, hash, "v0.0.0-20260101000000-0123456789ab 0123456789ab"},
		"with local changes":        {"(devel)", []debug.BuildSetting{commit, modified}, hash, "v0.0.0 0123456789ab with local changes"},
		"as a module":               {"v1.2.3", nil, hash, "v1.2.3"},
		"without version control":   {"(devel)", nil, hash, "v0.0.0+sha256.fedcba9876543210, built without version control"},
		"without build information": {"", nil, hash, "v0.0.0+sha256.fedcba9876543210, built without version control"},
		"of an unreadable file":     {"(devel)", nil, func() (string, error) { return "", errors.New("no") }, "v0.0.0, built without version control"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: c.version}, Settings: c.settings}
		if got := builtVersion(info, c.hash); got != c.want {
			t.Errorf("%s: expected %q, got %q", name, c.want, got)
		}
	}
	if sum, err := ownHash(); err != nil || len(sum) != 64 {
		t.Errorf("expected the hash of this program, got %q and %v", sum, err)
	}
}
