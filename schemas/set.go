package schemas

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/certbench/certbench/schemas/internal/facts"
)

// Set is the schemas of all 128 messages. Any number of goroutines may use it at once.
type Set struct {
	name   string
	hash   func() (string, error)
	judges map[string]func() (judge, error) // by message name: AuthorizeRequest; compiled when first asked for
	texts  map[string]map[string]any        // the schemas as they were read or built, by message name
	clean  clean
}

// Embedded is the set that certbench carries, the same each time. Its schemas are compiled when they are first needed: a
// station or a short run says a tenth of all messages, and to compile them all would take most of its start. That they
// compile is shown by a test.
func Embedded() (*Set, error) { return embedded() }

var embedded = sync.OnceValues(func() (*Set, error) {
	table, err := facts.Load()
	if err != nil {
		return nil, err
	}
	schemas, err := build(table)
	if err != nil {
		return nil, err
	}
	return newSet("built in: OCPP 2.0.1 Edition 3", schemas), nil
})

// FromDir reads a set from a folder of the official files: AuthorizeRequest.json and so on, all 128, and compiles it.
// Other files in it are passed over.
func FromDir(dir string) (*Set, error) {
	table, err := facts.Load()
	if err != nil {
		return nil, err
	}
	schemas := map[string]map[string]any{}
	var missing []string
	for _, message := range table.Messages {
		path := filepath.Join(dir, message.Name+".json")
		text, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			missing = append(missing, message.Name+".json")
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("schema of %s: %w", message.Name, err)
		}
		schema, err := parseSchema(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		schemas[message.Name] = schema
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("the folder %s lacks %d of the %d schemas of OCPP 2.0.1, the first being %s; "+
			"give the folder of the official part 3 files", dir, len(missing), len(table.Messages), missing[0])
	}
	set := newSet(dir, schemas)
	if err := set.whole(); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return set, nil
}

func parseSchema(text []byte) (map[string]any, error) {
	document, problems := decode(text)
	if len(problems) > 0 {
		return nil, fmt.Errorf("the schema is no proper JSON: %s", problems[0].Message)
	}
	schema, ok := document.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("a schema must be a JSON object; here is a %T", document)
	}
	return schema, onlyLocal(schema)
}

// onlyLocal refuses references to other documents: the compiler would fetch them from the network.
func onlyLocal(value any) error {
	switch value := value.(type) {
	case map[string]any:
		if target, ok := value["$ref"].(string); ok && !strings.HasPrefix(target, "#") {
			return fmt.Errorf("the schema refers to %q; only references within the file (#/…) are followed", target)
		}
		for _, inner := range value {
			if err := onlyLocal(inner); err != nil {
				return err
			}
		}
	case []any:
		for _, inner := range value {
			if err := onlyLocal(inner); err != nil {
				return err
			}
		}
	}
	return nil
}

func newSet(name string, schemas map[string]map[string]any) *Set {
	set := &Set{name: name, judges: map[string]func() (judge, error){}, texts: schemas}
	set.hash = sync.OnceValues(func() (string, error) {
		sums, err := hashes(schemas)
		sum := sha256.Sum256([]byte(list(sums)))
		return hex.EncodeToString(sum[:]), err
	})
	for message, schema := range schemas {
		set.judges[message] = sync.OnceValues(func() (judge, error) {
			compiled, err := compile(schema)
			if err != nil {
				return nil, fmt.Errorf("schema of %s: %w", message, err)
			}
			return compiled, nil
		})
	}
	return set
}

// whole tells what is wrong with any of the schemas. A set without an error never panics.
func (s *Set) whole() error {
	if _, err := s.hash(); err != nil {
		return err
	}
	for _, message := range slices.Sorted(maps.Keys(s.judges)) {
		if _, err := s.judges[message](); err != nil {
			return err
		}
	}
	return nil
}

// Name says where the set comes from.
func (s *Set) Name() string { return s.name }

// Hash is the SHA-256, in hex, of the list of all 128 canonical schemas' hashes. Sets that judge alike have the same hash,
// whatever their files' remarks and order.
func (s *Set) Hash() string { return sound(s.hash()) }

// sound takes a part of a set that has been found whole, in FromDir or by the test of the embedded one.
func sound[Part any](part Part, err error) Part {
	if err != nil {
		panic(fmt.Sprintf("schemas: the set was taken for whole: %v", err))
	}
	return part
}

// Schema is the schema of a message, such as AuthorizeRequest, as encoding/json reads one; nil of no message. It is shared: nobody
// changes it.
func (s *Set) Schema(message string) map[string]any { return s.texts[message] }

// Judgement is what is wrong with a payload.
type Judgement struct {
	// Problems are why it is invalid: a receiver may refuse it (part 4, section 4.1.2).
	Problems []Problem
	// Types are the values of a valid payload that no schema forbids and that part 2 has otherwise: see the keywords Type….
	Types []Problem
}

// Request judges the payload of a CALL. No problems: it is valid.
func (s *Set) Request(action string, payload []byte) []Problem {
	return s.JudgeRequest(action, Read(payload)).Problems
}

// Response judges the payload of a CALLRESULT to a CALL of this action. No problems: it is valid.
func (s *Set) Response(action string, payload []byte) []Problem {
	return s.JudgeResponse(action, Read(payload)).Problems
}

// JudgeRequest is Request of a payload that others look at too, with what is wrong with the values of a valid one.
func (s *Set) JudgeRequest(action string, payload *Payload) Judgement {
	return s.check(action, "Request", payload)
}

// JudgeResponse is Response of a payload that others look at too, with what is wrong with the values of a valid one.
func (s *Set) JudgeResponse(action string, payload *Payload) Judgement {
	return s.check(action, "Response", payload)
}

// check judges what was not found clean before.
func (s *Set) check(action, kind string, payload *Payload) Judgement {
	if payload.isClean(s, action, kind) {
		return Judgement{}
	}
	key := keyOf(action, kind, payload.text)
	if s.clean.has(key) {
		payload.vouch(s, action, kind)
		common.keep(payload)
		return Judgement{}
	}
	j := s.judge(action+kind, action, payload)
	if len(j.Problems)+len(j.Types) == 0 {
		s.clean.add(key)
	}
	return j
}

func (s *Set) judge(message, action string, payload *Payload) Judgement {
	compiled, ok := s.judges[message]
	if !ok {
		return Judgement{Problems: []Problem{newProblem("", keywordAction, fmt.Sprintf("OCPP 2.0.1 has no action %q", action))}}
	}
	read := payload.read()
	if len(read.problems) == 1 && read.problems[0].Keyword == keywordSyntax {
		return Judgement{Problems: read.problems}
	}
	problems := slices.Concat(read.problems, sound(compiled()).judge(read.value))
	if len(problems) > 0 {
		return Judgement{Problems: problems}
	}
	return Judgement{Types: typeProblems(message, read.value)}
}
