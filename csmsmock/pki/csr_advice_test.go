package pki

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

func TestThereIsAdviceOnEveryFaultOfARequest(t *testing.T) {
	file := must(parser.ParseFile(token.NewFileSet(), "csr.go", nil, 0))(t)
	faults := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if of, ok := spec.Type.(*ast.Ident); ok && of.Name == "CSRFault" {
				faults += len(spec.Names)
			}
		}
		return true
	})
	if faults != len(advices) || faults == 0 {
		t.Errorf("there is advice on %d faults, and csr.go has %d", len(advices), faults)
	}
	for fault, advice := range advices {
		if fault.Advice() != advice || advice.Instead == "" || advice.Requirement == "" {
			t.Errorf("the advice on %q is %+v, want what to do and where that stands", fault, advice)
		}
	}
}
