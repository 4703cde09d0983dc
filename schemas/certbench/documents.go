package certbench

import (
	"embed"
	"path"
)

//go:embed *.json
var files embed.FS

// Document is one of the documents for programs.
type Document struct {
	Name string // as certbench schema calls it
	ID   string // of its schema: what the document's field "schema" holds
	By   string // which commands write it, and where it lies
}

const base = "https://github.com/certbench/certbench/schemas/certbench/"

// The ids of the schemas.
const (
	Run      = base + "run-1.json"
	Plan     = base + "plan-1.json"
	Diff     = base + "diff-1.json"
	Progress = base + "progress-1.json"
	Joined   = base + "joined-1.json"
	Verify   = base + "verify-1.json"
	Proof    = base + "proof-1.json"
)

// Documents lists them.
func Documents() []Document {
	return []Document{
		{"run", Run, "run.json of a run folder, run --format json and report --format json"},
		{"plan", Plan, "plan --format json"},
		{"diff", Diff, "diff --format json"},
		{"progress", Progress, "run --progress json, on standard error, one object a line"},
		{"joined", Joined, "joined.json of a folder that report makes of several runs"},
		{"verify", Verify, "verify --format json of a run folder"},
		{"proof", Proof, "verify --format json of a bundle"},
	}
}

// Schema is the text of the document's schema.
func (d Document) Schema() []byte {
	text, err := files.ReadFile(path.Base(d.ID))
	if err != nil {
		panic("schemas/certbench: " + d.ID + " was not built in")
	}
	return text
}
