package paper

import (
	"strings"
	"unicode"
)

// wrap breaks a text into lines of at most that width in millimetres: between words, and a word that is longer than a line as the names of
// the protocol are made, or where the line ends.
func (f *face) wrap(text string, size, width float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(f.legible(text), "\n") {
		lines = append(lines, f.wrapLine(strings.TrimRight(paragraph, " "), size, width)...)
	}
	return lines
}

func (f *face) wrapLine(text string, size, width float64) []string {
	limit := width * 1000 * points / size
	var lines []string
	letters := []rune(text)
	for {
		end := f.fits(letters, limit)
		if end == len(letters) {
			return append(lines, string(letters))
		}
		cut := lastBreak(letters, end)
		lines = append(lines, strings.TrimRight(string(letters[:cut]), " "))
		letters = letters[cut:]
		for len(letters) > 0 && letters[0] == ' ' {
			letters = letters[1:]
		}
	}
}

// fits is how many of the letters stand on a line; at least one.
func (f *face) fits(letters []rune, limit float64) int {
	sum := 0.0
	for i, r := range letters {
		if sum += f.width(r); sum > limit && i > 0 {
			return i
		}
	}
	return len(letters)
}

// lastBreak is where a line of at most that many letters ends best.
func lastBreak(letters []rune, most int) int {
	if letters[most] == ' ' {
		return most
	}
	sign := 0
	for i := most; i > 0; i-- {
		if letters[i-1] == ' ' {
			return i
		}
		if sign == 0 && ends(letters[i-1], letters[i]) {
			sign = i
		}
	}
	if sign > most/3 {
		return sign
	}
	return most
}

// ends tells whether a word of the protocol is best broken between two letters: after a sign, and where camel case begins a word.
func ends(before, after rune) bool {
	return strings.ContainsRune(".:/-_,;=&?", before) || unicode.IsLower(before) && unicode.IsUpper(after)
}
