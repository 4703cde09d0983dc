package bench

import (
	"strings"

	"github.com/goccy/go-yaml/token"

	"github.com/certbench/certbench/harness/evidence"
)

// tooShort is the length below which a word may stand in a file by chance; part 2 asks for passwords of 16 characters.
const tooShort = 8

// redact replaces the password that stands at a token by a word that says so: where it stands, which is on one line as
// check has seen to, and wherever else the file has it, such as in a comment.
func redact(data []byte, password *token.Token) []byte {
	if password == nil {
		return data
	}
	lines := strings.SplitAfter(string(data), "\n")
	at := password.Position.Line - 1
	lines[at] = strings.ReplaceAll(lines[at], strings.TrimSpace(password.Origin), evidence.Redacted)
	text := strings.Join(lines, "")
	if len(password.Value) >= tooShort {
		text = strings.ReplaceAll(text, password.Value, evidence.Redacted)
	}
	return []byte(text)
}
