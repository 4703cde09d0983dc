package octt

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestTheWireKnowsNoScenario holds the one order within the package: the verbs stand on the wire, and the wire on none of them.
func TestTheWireKnowsNoScenario(t *testing.T) {
	language := []string{"Scenario", "Player", "Bench", "Case", "State", "Reachable", "Preparation", "Requirement", "Alternative", "Clause", "Setting", "Sent", "Reply", "row"}
	files, err := filepath.Glob("wire*.go")
	if err != nil || len(files) < 2 {
		t.Fatalf("the files of the wire are not here: %v, %v", files, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range naming(parsed, language) {
			t.Errorf("%s: the wire names the language above it", fset.Position(at))
		}
	}
}

// naming is where the code of a file has any of the names, but for those of fields and methods.
func naming(parsed ast.Node, names []string) []token.Pos {
	var found []token.Pos
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			found = append(found, naming(n.X, names)...)
			return false
		case *ast.KeyValueExpr:
			found = append(found, naming(n.Value, names)...)
			return false
		case *ast.Ident:
			if slices.Contains(names, n.Name) {
				found = append(found, n.Pos())
			}
		}
		return true
	})
	return found
}
