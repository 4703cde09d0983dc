package main

import (
	"runtime/debug"
	"time"
)

// version is the module's version with the commit that the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	if commit := buildSetting(info, "vcs.revision"); commit != "" {
		text += " " + commit[:min(12, len(commit))]
	}
	if buildSetting(info, "vcs.modified") == "true" {
		text += " with local changes"
	}
	return text
}

// built is the time of the commit that the binary was built from; zero when it is unknown.
func built() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, buildSetting(info, "vcs.time"))
	if err != nil {
		return time.Time{}
	}
	return at
}

func buildSetting(info *debug.BuildInfo, key string) string {
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}
