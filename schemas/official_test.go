package schemas

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/schemas/internal/facts"
)

// officialFiles lie beside the repository where the kit of the official documents is at hand; they may not be part of it.
const officialFiles = "../../shared/spec/schemas"

func haveOfficial() bool {
	_, err := os.Stat(filepath.Join(officialFiles, "AuthorizeRequest.json"))
	return err == nil
}

func ownSchemas(t testing.TB) map[string]map[string]any {
	t.Helper()
	table, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := build(table)
	if err != nil {
		t.Fatal(err)
	}
	return schemas
}

func ownSet(t testing.TB) *Set {
	t.Helper()
	set, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// The list was made from the official files; it is never made from the table.
func TestSchemasHaveTheOfficialHashes(t *testing.T) {
	want, err := os.ReadFile("testdata/official.sha256")
	if err != nil {
		t.Fatal(err)
	}
	compareHashes(t, ownSchemas(t), string(want))
}

func TestSchemasAreTheOfficialFiles(t *testing.T) {
	if !haveOfficial() {
		t.Logf("the official files are not in %s: compared with the committed hashes only", officialFiles)
		return
	}
	own := ownSchemas(t)
	files, err := filepath.Glob(filepath.Join(officialFiles, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 128 || len(own) != 128 {
		t.Errorf("there are %d official files and %d own schemas, want 128 of both", len(files), len(own))
	}
	official := map[string]map[string]any{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if official[name], err = parseSchema(text); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		want, err := canonical(official[name])
		if err != nil {
			t.Fatal(err)
		}
		got, err := canonical(own[name])
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s\ngot  %s\nwant %s", name, got, want)
		}
	}
	list, err := os.ReadFile("testdata/official.sha256")
	if err != nil {
		t.Fatal(err)
	}
	compareHashes(t, official, string(list))
}

func compareHashes(t *testing.T, schemas map[string]map[string]any, want string) {
	t.Helper()
	sums, err := hashes(schemas)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(want), "\n")
	if len(lines) != 128 || len(sums) != 128 {
		t.Errorf("there are %d schemas and %d committed hashes, want 128 of both", len(sums), len(lines))
	}
	for _, line := range lines {
		sum, file, _ := strings.Cut(line, "  ")
		if got := sums[strings.TrimSuffix(file, ".json")]; got != sum {
			t.Errorf("%s has the canonical hash %s, the official file %s", file, got, sum)
		}
	}
}

func TestHashIsBlindToRemarksAndOrderOnly(t *testing.T) {
	parse := func(text string) string {
		schema, err := parseSchema([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		sums, err := hashes(map[string]map[string]any{"x": schema})
		if err != nil {
			t.Fatal(err)
		}
		return sums["x"]
	}
	base := parse(`{"type":"object","properties":{"description":{"type":"integer","minimum":0}},"required":["a","b"]}`)
	for text, equal := range map[string]bool{
		`{"$id":"x","description":"d","comment":"c","javaType":"J","required":["b","a"],"properties":{"description":{"minimum":0.0,"type":"integer","description":"d"}},"type":"object"}`: true,
		`{"type":"object","properties":{},"required":["a","b"]}`:                                                         false,
		`{"type":"object","properties":{"description":{"type":"integer","minimum":1}},"required":["a","b"]}`:             false,
		`{"type":"object","properties":{"description":{"type":"integer","minimum":0}},"required":["a"]}`:                 false,
		`{"type":"object","properties":{"comment":{"type":"integer","minimum":0}},"required":["a","b"]}`:                 false,
		`{"type":"object","properties":{"description":{"type":"integer","minimum":0,"default":0}},"required":["a","b"]}`: false,
	} {
		if got := parse(text) == base; got != equal {
			t.Errorf("%s has the same hash: %t, want %t", text, got, equal)
		}
	}
}

func TestSetFromTheOfficialFolderIsTheEmbeddedOne(t *testing.T) {
	dir := t.TempDir()
	if haveOfficial() {
		dir = officialFiles
	} else {
		writeSchemas(t, dir)
	}
	set, err := FromDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := set.Hash(), ownSet(t).Hash(); got != want {
		t.Errorf("the hash is %s, want %s", got, want)
	}
	if got := set.Name(); got != dir {
		t.Errorf("the name is %q, want the folder's %q", got, dir)
	}
	if problems := set.Request("Heartbeat", []byte(`{}`)); len(problems) > 0 {
		t.Errorf("an empty HeartbeatRequest has problems: %+v", problems)
	}
}

// writeSchemas writes our own schemas as files.
func writeSchemas(t *testing.T, dir string) {
	t.Helper()
	for name, schema := range ownSchemas(t) {
		text, err := canonical(schema)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".json"), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSpoiledFoldersAreRefused(t *testing.T) {
	for fact, c := range map[string]struct{ file, text, want string }{
		"a schema is missing":      {"ResetRequest.json", "", "lacks 1 of the 128 schemas of OCPP 2.0.1, the first being ResetRequest.json"},
		"a schema is broken":       {"ResetRequest.json", `{"type":`, "ResetRequest.json: the schema is no proper JSON"},
		"a schema is no object":    {"ResetRequest.json", `[]`, "must be a JSON object"},
		"a schema reaches outside": {"ResetRequest.json", `{"properties":{"type":{"$ref":"http://example.org/x"}}}`, `"http://example.org/x"`},
		"a schema is no schema":    {"ResetRequest.json", `{"type":"thing"}`, "schema of ResetRequest"},
	} {
		t.Run(fact, func(t *testing.T) {
			dir := t.TempDir()
			writeSchemas(t, dir)
			path := filepath.Join(dir, c.file)
			if c.text == "" {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			} else if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := FromDir(dir)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error saying %q", err, c.want)
			}
		})
	}
}
