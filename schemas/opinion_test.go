package schemas

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// secondOpinion compiles a schema with another library: the official file where it is at hand, else our own.
func secondOpinion(t testing.TB, name string, own map[string]any) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(officialFiles, name+".json"))
	if os.IsNotExist(err) {
		text, err = canonical(own)
	}
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(name+".json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func rejects(schema *jsonschema.Schema, payload []byte) bool {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(payload))
	return err != nil || schema.Validate(document) != nil
}

func (s *Set) message(name string, payload []byte) []Problem {
	if action, ok := strings.CutSuffix(name, "Request"); ok {
		return s.Request(action, payload)
	}
	return s.Response(strings.TrimSuffix(name, "Response"), payload)
}

// ours are the keywords that the second opinion does not share.
var ours = []string{keywordSyntax, keywordDuplicate, keywordRange}

// verdict compares what we say to one payload with what we know about it, and with what the other library says.
func verdict(t *testing.T, set *Set, other *jsonschema.Schema, name string, m mutation, payload []byte) {
	t.Helper()
	problems := set.message(name, payload)
	if m.keyword == "" && len(problems) > 0 {
		t.Errorf("wrong reject: %s, %s at %s: %+v\n%.300s", name, m.name, m.pointer, problems, payload)
	}
	matches := func(p Problem) bool { return p.Keyword == m.keyword && (p.Pointer == m.pointer || m.pointer == "*") }
	if m.keyword != "" && !slices.ContainsFunc(problems, matches) {
		t.Errorf("wrong accept: %s, %s: no problem %s at %s among %+v\n%.300s", name, m.name, m.keyword, m.pointer, problems, payload)
	}
	switch rejected := rejects(other, payload); {
	case rejected && len(problems) == 0:
		t.Errorf("wrong accept: %s, %s at %s: the second opinion rejects\n%.300s", name, m.name, m.pointer, payload)
	case !rejected && len(problems) > 0 && !slices.Contains(ours, m.keyword):
		t.Errorf("wrong reject: %s, %s at %s: the second opinion accepts; we have %+v\n%.300s", name, m.name, m.pointer, problems, payload)
	}
}

func TestNoMutatedDocumentIsJudgedWrong(t *testing.T) {
	c, set, own := newCorpus(t), ownSet(t), ownSchemas(t)
	var valid, invalid atomic.Int64
	t.Run("messages", func(t *testing.T) {
		for _, message := range c.messages {
			t.Run(message.Name, func(t *testing.T) {
				t.Parallel()
				other := secondOpinion(t, message.Name, own[message.Name])
				document := c.document(message, true)
				judge := func(m mutation) {
					payload, err := json.Marshal(document)
					if err != nil {
						t.Fatal(err)
					}
					verdict(t, set, other, message.Name, m, payload)
					if m.keyword == "" {
						valid.Add(1)
					} else {
						invalid.Add(1)
					}
				}
				judge(mutation{name: "full document"})
				c.mutate(message, document, "", judge)
				document = c.document(message, false)
				judge(mutation{name: "required fields only"})
			})
		}
	})
	t.Logf("%d valid and %d invalid documents were judged right, also in the second opinion", valid.Load(), invalid.Load())
	if valid.Load() < 5_000 || invalid.Load() < 15_000 {
		t.Errorf("the corpus has %d valid and %d invalid documents; it must not shrink below 5,000 and 15,000", valid.Load(), invalid.Load())
	}
}

func TestNoSpoiledTextIsAccepted(t *testing.T) {
	c, set, own := newCorpus(t), ownSet(t), ownSchemas(t)
	for _, message := range c.messages {
		other := secondOpinion(t, message.Name, own[message.Name])
		text, err := json.Marshal(c.document(message, true))
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range rawMutations {
			payload := raw.spoil(string(text))
			verdict(t, set, other, message.Name, mutation{raw.name, "*", raw.keyword}, []byte(payload))
		}
	}
}
