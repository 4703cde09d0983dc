package known

import (
	"fmt"
	"strings"
)

// Draft writes a file with entries whose reason, ticket and until a person has still to fill in: it cannot be used before.
func Draft(entries []Entry) []byte {
	var b strings.Builder
	b.WriteString("# Known failures. Fill in reason, ticket and until, the last day on which a failure is expected, of each; take out what is to be mended first.\n")
	if len(entries) == 0 {
		b.WriteString("known: []\n")
		return []byte(b.String())
	}
	b.WriteString("known:\n")
	for _, e := range entries {
		fmt.Fprintf(&b, "  - case: %s\n", quoted(e.Case))
		for _, of := range []struct{ key, value string }{{"mode", e.Mode}, {"row", e.Row}, {"check", e.Check}, {"field", e.Field}, {"came", e.Came}} {
			if of.value != "" {
				fmt.Fprintf(&b, "    %s: %s\n", of.key, quoted(of.value))
			}
		}
		b.WriteString("    reason:\n    ticket:\n    until:")
		if !e.Until.IsZero() {
			b.WriteString(" " + e.Until.Format(Day))
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// plain is what needs no quotes in YAML whatever follows it.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/"

// quoted is a text as YAML takes it in one line: bare where it is a plain word, else between double quotes.
func quoted(text string) string {
	if first := strings.Trim(text, plain+"0123456789"); first == "" && strings.ContainsRune(plain, rune(text[0])) && !strings.EqualFold(text, "null") {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfeff || r == 0x2028 || r == 0x2029:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
