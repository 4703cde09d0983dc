package bench

import (
	"strings"

	"github.com/goccy/go-yaml/token"

	"github.com/certbench/certbench/harness/evidence"
)

// redact replaces the password that stands at a token by a word that says so, wherever its line holds it. The token
// stands on one line, which check has seen to.
func redact(data []byte, password *token.Token) []byte {
	if password == nil {
		return data
	}
	lines := strings.SplitAfter(string(data), "\n")
	at := password.Position.Line - 1
	lines[at] = strings.ReplaceAll(lines[at], strings.TrimSpace(password.Origin), evidence.Redacted)
	return []byte(strings.Join(lines, ""))
}
