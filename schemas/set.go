package schemas

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/certbench/certbench/schemas/internal/facts"
)

// Set is the schemas of all 128 messages, compiled. Any number of goroutines may use it at once.
type Set struct {
	name, hash string
	judges     map[string]judge // by message name: AuthorizeRequest
	clean      clean
}

// Embedded is the set that certbench carries. It is compiled once.
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
	return newSet("built in: OCPP 2.0.1 Edition 3", schemas)
})

// FromDir reads a set from a folder of the official files: AuthorizeRequest.json and so on, all 128.
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
	return newSet(dir, schemas)
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

func newSet(name string, schemas map[string]map[string]any) (*Set, error) {
	sums, err := hashes(schemas)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(list(sums)))
	set := &Set{name: name, hash: hex.EncodeToString(sum[:]), judges: map[string]judge{}}
	for name, schema := range schemas {
		if set.judges[name], err = compile(schema); err != nil {
			return nil, fmt.Errorf("schema of %s: %w", name, err)
		}
	}
	return set, nil
}

// Name says where the set comes from.
func (s *Set) Name() string { return s.name }

// Hash is the SHA-256, in hex, of the list of all 128 canonical schemas' hashes. Sets that judge alike have the same hash,
// whatever their files' remarks and order.
func (s *Set) Hash() string { return s.hash }

// Request judges the payload of a CALL. No problems: it is valid.
func (s *Set) Request(action string, payload []byte) []Problem {
	return s.check(action, "Request", payload)
}

// Response judges the payload of a CALLRESULT to a CALL of this action. No problems: it is valid.
func (s *Set) Response(action string, payload []byte) []Problem {
	return s.check(action, "Response", payload)
}

// check judges what was not found clean before.
func (s *Set) check(action, kind string, payload []byte) []Problem {
	key := keyOf(action+kind, payload)
	if s.clean.has(key) {
		return nil
	}
	problems := s.judge(action+kind, action, payload)
	if len(problems) == 0 {
		s.clean.add(key)
	}
	return problems
}

func (s *Set) judge(message, action string, payload []byte) []Problem {
	judge, ok := s.judges[message]
	if !ok {
		return []Problem{newProblem("", keywordAction, fmt.Sprintf("OCPP 2.0.1 has no action %q", action))}
	}
	document, problems := decode(payload)
	if len(problems) == 1 && problems[0].Keyword == keywordSyntax {
		return problems
	}
	return append(problems, judge.judge(document)...)
}
