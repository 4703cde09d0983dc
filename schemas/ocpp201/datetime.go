package ocpp201

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/certbench/certbench/schemas/internal/rfc3339"
)

// DateTime is a moment as messages write it: RFC 3339, sent in UTC with milliseconds, because part 2 (primitive datatypes)
// allows three decimals at most.
type DateTime struct{ time.Time }

const milliseconds = "2006-01-02T15:04:05.000Z"

// String is the form in which a message carries the moment.
func (d DateTime) String() string { return d.UTC().Format(milliseconds) }

// MarshalJSON writes UTC with milliseconds.
func (d DateTime) MarshalJSON() ([]byte, error) {
	utc := d.UTC()
	if year := utc.Year(); year < 0 || year > 9999 {
		return nil, fmt.Errorf("the year %d cannot be written as an RFC 3339 date-time; it must lie in 0 to 9999", year)
	}
	text := append(make([]byte, 0, len(milliseconds)+len(`""`)), '"')
	return append(utc.AppendFormat(text, milliseconds), '"'), nil
}

// UnmarshalJSON reads any RFC 3339 date-time, with any offset and any number of decimals.
func (d *DateTime) UnmarshalJSON(data []byte) error {
	text, plain := unquoted(data)
	if !plain {
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
	}
	moment, err := rfc3339.Parse(text)
	if err != nil {
		return err
	}
	d.Time = moment
	return nil
}

// unquoted is the text of a JSON string that holds it as it is, as that of a date-time does.
func unquoted(data []byte) (text string, plain bool) {
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' || bytes.IndexByte(data, '\\') >= 0 {
		return "", false
	}
	return string(data[1 : len(data)-1]), true
}
