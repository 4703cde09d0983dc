package rfc3339

import (
	"fmt"
	"time"
)

// Parse reads a date-time. A leap second becomes the first moment of the next minute.
func Parse(text string) (time.Time, error) {
	moment, ok := parse(text)
	if !ok {
		return time.Time{}, fmt.Errorf("%q is no RFC 3339 date-time; write for example \"2026-01-02T03:04:05.678Z\"", text)
	}
	return moment, nil
}

const (
	form       = "0000-00-00t00:00:00"
	offsetForm = "+00:00"
)

func parse(text string) (time.Time, bool) {
	if len(text) < len(form)+1 || !matches(text[:len(form)], form) {
		return time.Time{}, false
	}
	date, clock, rest := text[:10], text[11:len(form)], text[len(form):]
	decimals := 0
	if rest[0] == '.' {
		for decimals+1 < len(rest) && isDigit(rest[decimals+1]) {
			decimals++
		}
		if decimals == 0 {
			return time.Time{}, false
		}
		clock, rest = clock+rest[:decimals+1], rest[decimals+1:]
	}
	if rest == "z" {
		rest = "Z"
	}
	if rest != "Z" && !(len(rest) == len(offsetForm) && matches(rest, offsetForm) && rest[1:3] <= "23" && rest[4:6] <= "59") {
		return time.Time{}, false
	}
	leap := clock[6:8] == "60"
	if leap {
		clock = clock[:6] + "59" + clock[8:]
	}
	moment, err := time.Parse(time.RFC3339Nano, date+"T"+clock+rest)
	if err != nil {
		return time.Time{}, false
	}
	if !leap {
		return moment, true
	}
	// Leap seconds are only ever inserted at the end of a day in UTC (RFC 3339, section 5.7).
	utc := moment.UTC()
	return moment.Truncate(time.Second).Add(time.Second), utc.Hour() == 23 && utc.Minute() == 59
}

// matches compares text with a form of the same length, in which 0 is any digit, t any T, + any sign.
func matches(text, form string) bool {
	for i := range len(form) {
		c := text[i]
		switch form[i] {
		case '0':
			if !isDigit(c) {
				return false
			}
		case 't':
			if c != 'T' && c != 't' {
				return false
			}
		case '+':
			if c != '+' && c != '-' {
				return false
			}
		default:
			if c != form[i] {
				return false
			}
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
