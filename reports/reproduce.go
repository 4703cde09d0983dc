package reports

import (
	"slices"
	"strings"
)

// carried are the flags of certbench run that decide what a case meets, and belong to playing it again.
var carried = []string{"--bench", "--pics", "--schemas"}

// reproduce returns the command that plays one case again on the same grounds as the run whose arguments it is given.
func reproduce(arguments []string, id string) string {
	words := []string{"certbench", "run"}
	for i, a := range arguments {
		flag, value, joined := strings.Cut(a, "=")
		if !slices.Contains(carried, flag) {
			continue
		}
		if !joined && i+1 < len(arguments) {
			value = arguments[i+1]
		}
		words = append(words, flag, shellWord(value))
	}
	return strings.Join(append(words, "--cases", id), " ")
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
