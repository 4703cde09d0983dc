package schemas

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// decodeInto reads a payload into the message's Go type.
func decodeInto(name string, payload []byte) (any, error) {
	action := strings.TrimSuffix(strings.TrimSuffix(name, "Request"), "Response")
	types, ok := ocpp201.Lookup(action)
	if !ok {
		return nil, errors.New("no such action: " + action)
	}
	message := types.NewResponse()
	if strings.HasSuffix(name, "Request") {
		message = types.NewRequest()
	}
	return message, ocpp201.Decode(payload, message)
}

func TestDocumentsSurviveTheGoTypes(t *testing.T) {
	c := newCorpus(t)
	for _, message := range c.messages {
		for _, full := range []bool{true, false} {
			payload, err := json.Marshal(c.document(message, full))
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := decodeInto(message.Name, payload)
			if err != nil {
				t.Errorf("%s does not take %s: %v", message.Name, payload, err)
				continue
			}
			again, err := json.Marshal(decoded)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := decode(again)
			want, _ := decode(payload)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s\ngot  %s\nwant %s", message.Name, again, payload)
			}
		}
	}
}

func TestWhatIsValidFitsTheGoTypes(t *testing.T) {
	c := newCorpus(t)
	for _, message := range c.messages {
		document := c.document(message, true)
		c.mutate(message, document, "", func(m mutation) {
			if m.keyword != "" {
				return
			}
			payload, err := json.Marshal(document)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := decodeInto(message.Name, payload); err != nil {
				t.Errorf("%s, %s at %s is valid, but its type refuses it: %v", message.Name, m.name, m.pointer, err)
			}
		})
	}
}
