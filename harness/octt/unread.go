package octt

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// unread is a request that was not sent, because it would have carried a value that nobody has told: the zero value of an
// identifier, or a list that was never filled.
type unread struct{ action, field string }

func (u *unread) Error() string {
	return fmt.Sprintf("%sRequest was not sent: its %s has never been told", u.action, u.field)
}

// mayBeEmpty are the texts of requests that mean something when they are empty: the value of a list without members, free
// data, and the idToken of type NoAuthorization (part 2, IdTokenType).
var mayBeEmpty = []string{"attributeValue", "data", "value", "content"}

// empties are what stands in a request that json.Marshal has written where a field is empty, and hardly anywhere else.
var empties = [][]byte{[]byte(`""`), []byte("[]"), []byte("null")}

// neverTold finds the field of a request that is empty where nothing could be meant by that; "" where there is none. It is the
// one guard for whatever a case or the bench sends.
func neverTold(payload []byte) string {
	if !slices.ContainsFunc(empties, func(empty []byte) bool { return bytes.Contains(payload, empty) }) {
		return ""
	}
	decoder := json.NewDecoder(bytes.NewReader(payload))
	decoder.UseNumber()
	var body any
	if decoder.Decode(&body) != nil {
		return ""
	}
	return emptyField("", body)
}

func emptyField(name string, value any) string {
	switch v := value.(type) {
	case nil:
		return name
	case string:
		if v == "" && !slices.Contains(mayBeEmpty, name) {
			return name
		}
	case []any:
		if len(v) == 0 {
			return name
		}
		for _, element := range v {
			if field := emptyField(name, element); field != "" {
				return field
			}
		}
	case map[string]any:
		anonymous := v["type"] == string(ocpp201.IDTokenEnumNoAuthorization)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			element := v[key]
			if field := emptyField(key, element); field != "" && !(anonymous && strings.EqualFold(key, "idToken")) {
				return field
			}
		}
	}
	return ""
}
