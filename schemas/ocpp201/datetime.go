package ocpp201

import (
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
	if year := d.UTC().Year(); year < 0 || year > 9999 {
		return nil, fmt.Errorf("the year %d cannot be written as an RFC 3339 date-time; it must lie in 0 to 9999", year)
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads any RFC 3339 date-time, with any offset and any number of decimals.
func (d *DateTime) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	moment, err := rfc3339.Parse(text)
	if err != nil {
		return err
	}
	d.Time = moment
	return nil
}
