package schemas

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// FuzzPayload holds that what we accept, the second opinion accepts too, and the Go types carry to an equally valid payload.
func FuzzPayload(f *testing.F) {
	c, set, own := newCorpus(f), ownSet(f), ownSchemas(f)
	others := make([]*jsonschema.Schema, len(c.messages))
	for i, message := range c.messages {
		others[i] = secondOpinion(f, message.Name, own[message.Name])
		text, err := json.Marshal(c.document(message, i%2 == 0))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), text)
		f.Add(uint8(i), []byte(rawMutations[i%len(rawMutations)].spoil(string(text))))
	}
	f.Fuzz(func(t *testing.T, which uint8, payload []byte) {
		i := int(which) % len(c.messages)
		name := c.messages[i].Name
		for _, problem := range set.message(name, payload) {
			if problem.Keyword == "" || problem.Message == "" || problem.Code == "" {
				t.Errorf("%s of %q: %+v says too little", name, payload, problem)
			}
		}
		if len(set.message(name, payload)) > 0 {
			return
		}
		if rejects(others[i], payload) {
			t.Fatalf("%s of %q: wrong accept: the second opinion rejects", name, payload)
		}
		message, err := decodeInto(name, payload)
		if err != nil {
			// The schemas set no bounds to integers, the Go types do.
			if strings.Contains(err.Error(), "is no integer between") {
				return
			}
			t.Fatalf("%s of %q is valid, but its type refuses it: %v", name, payload, err)
		}
		again, err := json.Marshal(message)
		if err != nil {
			// A date-time at the edge of the years may leave them when it is turned to UTC.
			if strings.Contains(err.Error(), "cannot be written as an RFC 3339 date-time") {
				return
			}
			t.Fatalf("%s of %q cannot be written again: %v", name, payload, err)
		}
		if problems := set.message(name, again); len(problems) > 0 {
			t.Fatalf("%s of %q was written again as %q, which has problems %+v", name, payload, again, problems)
		}
	})
}
