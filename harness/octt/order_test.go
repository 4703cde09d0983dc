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

// TestTheWireKnowsNoScenario holds the one order within the package: the verbs stand on the wire, and on what a row requires of a
// message, and these on none of them.
func TestTheWireKnowsNoScenario(t *testing.T) {
	verbs := []string{"Scenario", "Player", "Bench", "Case", "State", "Reachable", "Preparation", "Setting", "Sent", "Reply", "row"}
	holds := func(names []string, files ...string) {
		for _, file := range files {
			fset := token.NewFileSet()
			parsed, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, at := range naming(parsed, names) {
				t.Errorf("%s: this names what stands above it", fset.Position(at))
			}
		}
	}
	files, err := filepath.Glob("wire*.go")
	if err != nil || len(files) < 2 {
		t.Fatalf("the files of the wire are not here: %v, %v", files, err)
	}
	files = slices.DeleteFunc(files, func(file string) bool { return strings.HasSuffix(file, "_test.go") })
	holds(append([]string{"Requirement", "Alternative", "Clause"}, verbs...), files...)
	holds(append([]string{"wire"}, verbs...), "must.go", "element.go", "alternative.go", "background.go", "message.go")
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
