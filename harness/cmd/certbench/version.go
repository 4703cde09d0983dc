package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// version names the certbench that runs: the module's version with the commit that the binary was built from. Of one that was built
// without version control, Go says "(devel)"; it is named by the hash of its own file then, as build metadata of v0.0.0 (Semantic
// Versioning 2.0.0, item 10), so that two that differ are told apart.
var version = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return builtVersion(&debug.BuildInfo{}, ownHash)
	}
	return builtVersion(info, ownHash)
})

func builtVersion(info *debug.BuildInfo, hash func() (string, error)) string {
	text, commit := info.Main.Version, buildSetting(info, "vcs.revision")
	if commit == "" && (text == "" || text == "(devel)") {
		sum, err := hash()
		if err != nil {
			return "v0.0.0, built without version control"
		}
		return fmt.Sprintf("v0.0.0+sha256.%s, built without version control", sum[:min(16, len(sum))])
	}
	if commit != "" {
		text = strings.TrimSpace(strings.Replace(text, "(devel)", "v0.0.0", 1) + " " + commit[:min(12, len(commit))])
	}
	if buildSetting(info, "vcs.modified") == "true" {
		text += " with local changes"
	}
	return text
}

// ownHash is the SHA-256 of the file that runs, in hexadecimal.
func ownHash() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

// showVersion has --version tell the version, which is found out then and not before: it may be the hash of a large file.
func showVersion(root *cobra.Command) {
	cobra.AddTemplateFunc("certbenchVersion", version)
	root.Version = "asked for"
	root.SetVersionTemplate("certbench version {{certbenchVersion}}\n")
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
