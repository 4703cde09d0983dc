package panel

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// params holds the parameters of one call, each given once; an empty one counts as left out.
type params map[string]string

// maxID bounds EVSE and connector ids of a call: more than any station has, and small enough to print.
const maxID = 9999

// parseParams reads a query strictly: a parameter that is unknown or given twice is a mistake of the caller, who would
// otherwise take the answer for a success.
func parseParams(query string, known []string) (params, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, fmt.Errorf("query: %w: %v", ErrValue, err)
	}
	q := params{}
	for name, all := range values {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("parameter %q: %w: %s", name, ErrValue, knownParams(known))
		}
		if len(all) > 1 {
			return nil, fmt.Errorf("parameter %q is given %d times: %w: give it once", name, len(all), ErrValue)
		}
		q[name] = all[0]
	}
	return q, nil
}

// number reads an id; given is false when it was left out.
func (q params) number(name string) (n int, given bool, err error) {
	text := q[name]
	if text == "" {
		return 0, false, nil
	}
	n, err = strconv.Atoi(text)
	if err != nil || n < 0 || n > maxID {
		return 0, false, fmt.Errorf("%s %q: %w: give a number from 0 to %d", name, text, ErrValue, maxID)
	}
	return n, true, nil
}

// boolean reads "true" or "false" in any case of letters, for some callers write "True"; given is false when it was
// left out.
func (q params) boolean(name string) (value, given bool, err error) {
	switch strings.ToLower(q[name]) {
	case "":
		return false, false, nil
	case "true":
		return true, true, nil
	case "false":
		return false, true, nil
	}
	return false, false, fmt.Errorf("%s %q: %w: give true or false", name, q[name], ErrValue)
}

// must reads a boolean that the call cannot do without.
func (q params) must(name string) (bool, error) {
	value, given, err := q.boolean(name)
	if err == nil && !given {
		err = fmt.Errorf("%s is missing: %w: give true or false", name, ErrValue)
	}
	return value, err
}
