package reports

import (
	"slices"
	"strconv"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// carried are the flags of certbench run that decide what a case meets, and belong to playing it again.
var carried = []string{"--bench", "--pics", "--schemas"}

// reproduce returns the command that plays one case again on the same grounds as in a run: of several bench files, on that
// of the bench that played it. id is what --cases takes.
func reproduce(run evidence.RunStarted, bench, id string) string {
	words := []string{"certbench", "run"}
	at := slices.IndexFunc(run.Benches, func(b evidence.BenchUsed) bool { return b.Name == bench })
	benches, profile := 0, run.SecurityProfile
	if at >= 0 {
		profile = run.Benches[at].SecurityProfile
	}
	for i, a := range run.Arguments {
		flag, value, joined := strings.Cut(a, "=")
		if !slices.Contains(carried, flag) {
			continue
		}
		if flag == "--bench" {
			benches++
			if at >= 0 && at != benches-1 {
				continue
			}
		}
		if !joined && i+1 < len(run.Arguments) {
			value = run.Arguments[i+1]
		}
		words = append(words, flag, shellWord(value))
	}
	if benches == 0 && profile > 1 { // of a reference station, which alone would be in another
		words = append(words, "--security-profile", strconv.Itoa(profile))
	}
	return strings.Join(append(words, "--cases", id), " ")
}

// selected is the word by which --cases takes a case in a mode: of "remote FTP" the protocol, with which it is played once.
func selected(id, mode string) string {
	words := strings.Fields(mode)
	if len(words) == 0 {
		return id
	}
	return id + "/" + words[len(words)-1]
}

// shellWords writes arguments as a person would type them.
func shellWords(arguments []string) string {
	var words []string
	for _, a := range arguments {
		words = append(words, shellWord(a))
	}
	return strings.Join(words, " ")
}

// shellWord quotes what a shell would not take as one word.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+,~", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
