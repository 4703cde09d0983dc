package ocpp201

import (
	"fmt"
	"strings"
	"time"
)

// DateTime is a moment as messages write it: RFC 3339 (part 2, section 2.1.2 "Date and time"), sent in UTC with milliseconds.
type DateTime struct{ time.Time }

const milliseconds = "2006-01-02T15:04:05.000Z"

// String is the form in which a message carries the moment.
func (d DateTime) String() string { return d.UTC().Format(milliseconds) }

// MarshalJSON writes UTC with milliseconds.
func (d DateTime) MarshalJSON() ([]byte, error) {
	if year := d.UTC().Year(); year < 0 || year > 9999 {
		return nil, fmt.Errorf("the year %d cannot be written as an RFC 3339 date-time; it must lie in 0 to 9999", year)
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads any RFC 3339 date-time, with any offset and any number of decimals.
func (d *DateTime) UnmarshalJSON(data []byte) error {
	text := strings.Trim(string(data), `"`)
	moment, err := parseDateTime(text)
	if err != nil {
		return err
	}
	d.Time = moment
	return nil
}

func parseDateTime(text string) (time.Time, error) {
	// RFC 3339 section 5.6 lets T and Z be small letters; package time does not.
	moment, err := time.Parse(time.RFC3339Nano, strings.ToUpper(text))
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no RFC 3339 date-time; write for example \"2026-01-02T03:04:05.678Z\"", text)
	}
	return moment, nil
}
