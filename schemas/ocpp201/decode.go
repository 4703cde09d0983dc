package ocpp201

import (
	encodingjson "encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Decode reads a payload into a message. Unlike encoding/json it compares names exactly and refuses a name that stands
// twice; like the schemas (draft-06, validation, section 6.25) it takes 1.0 and 1e2 for integers. Fields that the type
// does not have are passed over: to refuse them is for package schemas.
func Decode(payload []byte, message any) error {
	if own, is := message.(encodingjson.Unmarshaler); is && own.UnmarshalJSON(payload) == nil {
		return nil
	}
	return decode(payload, message) // by way of the method, which takes a second reading and whose errors name the type
}

var integers = json.WithUnmarshalers(json.UnmarshalFromFunc(decodeInteger))

func decode(data []byte, into any) error { return json.Unmarshal(data, into, integers) }

// decodeInteger accepts every number without a fraction, however it is written.
func decodeInteger(dec *jsontext.Decoder, into *int) error {
	if dec.PeekKind() != '0' {
		return errors.ErrUnsupported // the library's own error names the type that came
	}
	value, err := dec.ReadValue()
	if err != nil {
		return err
	}
	if n, err := strconv.Atoi(string(value)); err == nil {
		*into = n
		return nil
	}
	f, err := strconv.ParseFloat(string(value), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return fmt.Errorf("%s is no integer between -2^53 and 2^53", value)
	}
	*into = int(f)
	return nil
}
