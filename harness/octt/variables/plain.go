package variables

import (
	"regexp"
	"strings"
)

// Plain is a value as part 2, section 2.1.4, table 1 writes it: booleans in small letters, integers in digits, lists without spaces. What
// else it may be stays as it is.
func Plain(value string) string {
	text := strings.TrimSpace(value)
	switch {
	case strings.EqualFold(text, "true"), strings.EqualFold(text, "false"):
		return strings.ToLower(text)
	case whole.MatchString(text):
		return whole.FindStringSubmatch(text)[1]
	case listed.MatchString(text):
		return strings.Join(List(text), ",")
	}
	return value
}

var (
	whole  = regexp.MustCompile(`^(-?[0-9]+)(?:\.0+)?$`)
	listed = regexp.MustCompile(`^[^\s,]+(\s*,\s*[^\s,]+)+$`) // of words: text for people has spaces between its words too
)
