package reports

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Visible writes what a reader cannot see as JSON would escape it, such as \u001b: a station's text must not move the
// cursor of a terminal, nor turn the order of what stands beside it. Line feeds and tabs stay. JSON keeps its meaning.
func Visible(text string) string {
	if !strings.ContainsFunc(text, invisible) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case !invisible(r):
			b.WriteRune(r)
		case r == utf8.RuneError:
			fmt.Fprint(&b, shownError(text[i:]))
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// invisible tells the controls, the format characters that reorder or hide text, and the separators that break a line.
func invisible(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < utf8.RuneSelf: // most of what there is, and a search in tables for each letter is what a page costs
		return r < ' ' || r == 0x7f
	case r == utf8.RuneError:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// shownError is the replacement character as such, or the byte that is no UTF-8.
func shownError(from string) string {
	if _, size := utf8.DecodeRuneInString(from); size > 1 {
		return string(utf8.RuneError)
	}
	return fmt.Sprintf(`\x%02x`, from[0])
}
