package workbook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// plain is a text without what spreadsheets put in by themselves: other blanks, dashes that look like one, blanks in a row.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch r {
		case '\u2010', '\u2011', '\u2012', '\u2013', '\u2212':
			return '-'
		case '\u200b', '\u200d', '\ufeff', '\ufe0f', '\ufe0e':
			return -1
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// label is a text as titles are compared: without case, and without the colon at its end.
func label(text string) string {
	return strings.ToLower(strings.TrimSpace(strings.TrimRight(plain(text), ": *")))
}

// The words of an answer.
type word int

const (
	other word = iota
	yes
	no
	notApplicable
)

var answers = map[string]word{
	"yes": yes, "y": yes, "true": yes, "x": yes, "✓": yes, "✔": yes, "☑": yes, "√": yes, "✅": yes, "supported": yes,
	"no": no, "n": no, "false": no, "✗": no, "✘": no, "☐": no, "❌": no, "not supported": no, "none": no,
	"n/a": notApplicable, "na": notApplicable, "n.a.": notApplicable, "not applicable": notApplicable, "-": notApplicable, "—": notApplicable,
}

func wordOf(text string) word { return answers[label(strings.TrimRight(plain(text), ". "))] }

// quoted is a text in a cell as an answer that would be read otherwise: in quotes as Go has them. unquoted is the way back, and
// leaves alone what people put in quotes for reasons of their own.
func quoted(text string, reads func(string) bool) string {
	if !strings.HasPrefix(text, `"`) && printable(text) && reads(text) {
		return text
	}
	return inQuotes(text)
}

// inQuotes has no underscore before an x: excelize writes what looks like an escape without escaping it, and reads a character.
func inQuotes(text string) string {
	return strings.NewReplacer("_x", `\x5fx`, "_X", `\x5fX`).Replace(strconv.Quote(text))
}

func unquoted(text string, reads func(string) bool) string {
	if !strings.HasPrefix(text, `"`) {
		return text
	}
	inner, err := strconv.Unquote(text)
	if err != nil || strings.TrimSpace(inner) == "" || quoted(inner, reads) != text {
		return text
	}
	return inner
}

// printable says whether a cell keeps a text as it is: XML has no other control characters than these, and a carriage return
// becomes something else.
func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && !unicode.IsGraphic(r)
	}) && !escaped.MatchString(text)
}

// escaped is how spreadsheets write a character that XML has none of.
var escaped = regexp.MustCompile(`_[xX][0-9a-fA-F]{4}_`)

// kept says that a cell gives a text back as it was written.
func kept(text string) bool {
	return text != "" && strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) == text
}

// innocent says that a cell gives a text back, and that nobody takes it for something that a sheet begins with.
func innocent(text string) bool {
	before, _, _ := strings.Cut(text, ":")
	title := label(before)
	return kept(text) && !isFact(title) && !slices.Contains(versionLabels, title) && !numberOnly.MatchString(plain(text)) && !numberFirst.MatchString(plain(text))
}

// An element is an entry of a list in a cell; one in quotes is whole.
type element struct {
	text  string
	whole bool
}

// elements cuts a list at the signs that people put between its entries.
func elements(text string) []element {
	const between = ",;|\n\r\t"
	var out []element
	for text != "" {
		text = strings.TrimLeft(text, between+" ")
		if prefix, err := strconv.QuotedPrefix(text); err == nil && prefix[0] == '"' {
			after := strings.TrimLeft(text[len(prefix):], " ")
			inner, err := strconv.Unquote(prefix)
			if err == nil && strings.TrimSpace(inner) != "" && (after == "" || strings.ContainsAny(after[:1], between)) {
				out, text = append(out, element{inner, true}), after
				continue
			}
		}
		end := strings.IndexAny(text, between)
		if end < 0 {
			end = len(text)
		}
		if one := strings.TrimSpace(strings.TrimLeft(text[:end], "•·*")); one != "" {
			out = append(out, element{one, false})
		}
		text = text[end:]
	}
	return out
}

var (
	grouped = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+$|^\d{1,3}(?:[ '’]\d{3})+$|^\d{1,3}(?:\.\d{3}){2,}$`)
	counted = regexp.MustCompile(`(?i)^(\d[\d,. '’]*?)\s*(?:s|sec|secs|seconds?|bytes?|items?|entries|evses?|displays?)?$`)
	whole   = regexp.MustCompile(`^\d+(?:\.0+)?$`)
)

// number is the whole number of a cell. What is stored counts before what is shown: 1000000 may be shown as 1E+06.
func number(x cell) (int, bool) {
	m := counted.FindStringSubmatch(plain(x.text))
	for _, text := range []string{x.raw, plain(x.text), strings.Join(m[min(1, len(m)):], "")} {
		if grouped.MatchString(text) {
			text = strings.Map(func(r rune) rune {
				if unicode.IsDigit(r) {
					return r
				}
				return -1
			}, text)
		}
		if whole.MatchString(text) {
			text, _, _ = strings.Cut(text, ".")
			n, err := strconv.Atoi(text)
			return n, err == nil
		}
	}
	return 0, false
}
