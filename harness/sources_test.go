package harness_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestASleepIsFoundUnderAnyName(t *testing.T) {
	for source, want := range map[string][]string{
		"package p\nimport \"time\"\nfunc f() { time.Sleep(1) }":               {"p.go:3:12"},
		"package p\nimport clock \"time\"\nvar wait = clock.Sleep":             {"p.go:3:12"},
		"package p\nimport . \"time\"\nfunc f() { Sleep(1) }":                  {"p.go:2:8"},
		"package p\nimport \"time\"\nvar t = time.Second":                      nil,
		"package p\nimport time \"example.org/x\"\nfunc f() { time.Sleep(1) }": nil,
		"package p\ntype bed struct{}\nfunc f(b bed) { b.Sleep() }":            nil,
	} {
		got, err := sleeps("p.go", []byte(source))
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("sleeps in %q = %q, %v, want %q", source, got, err, want)
		}
	}
}

// listed asks the go command for every package of the module, and the source for its sleeps. A package that does not
// build is judged all the same (-e): the compiler's complaint comes from the compiler.
func listed(t *testing.T) []pkg {
	t.Helper()
	trackSources(t)
	command := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Dir,GoFiles,Imports,TestImports,XTestImports,Deps", module+"/...")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", command, err, &stderr)
	}
	decoder := json.NewDecoder(bytes.NewReader(stdout))
	var packages []pkg
	for {
		var p struct {
			ImportPath, Dir                                   string
			GoFiles, Imports, TestImports, XTestImports, Deps []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("%v: %v", command, err)
		}
		packages = append(packages, pkg{
			path:    relative(p.ImportPath),
			imports: relatives(p.Imports),
			tests:   relatives(slices.Concat(p.TestImports, p.XTestImports)),
			deps:    relatives(p.Deps),
			sleeps:  sleepsIn(t, p.Dir, p.GoFiles),
		})
	}
}

// trackSources reads every folder of the module, so that go test's cache sees what only the go list process reads.
func trackSources(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".." {
			return fs.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func relative(path string) string { return strings.TrimPrefix(path, module+"/") }

func relatives(paths []string) []string {
	short := make([]string, len(paths))
	for i, path := range paths {
		short[i] = relative(path)
	}
	return short
}

func sleepsIn(t *testing.T, folder string, files []string) []string {
	t.Helper()
	var found []string
	for _, file := range files {
		source, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		positions, err := sleeps(file, source)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, positions...)
	}
	return found
}

// sleeps returns where a file names time.Sleep, under whatever name it imports time. A dot import of time counts as one.
func sleeps(file string, source []byte) ([]string, error) {
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var names, found []string
	for _, spec := range parsed.Imports {
		switch {
		case spec.Path.Value != `"time"`:
		case spec.Name == nil:
			names = append(names, "time")
		case spec.Name.Name == ".":
			found = append(found, fset.Position(spec.Pos()).String())
		default:
			names = append(names, spec.Name.Name)
		}
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok && selector.Sel.Name == "Sleep" {
			if of, ok := selector.X.(*ast.Ident); ok && slices.Contains(names, of.Name) {
				found = append(found, fset.Position(n.Pos()).String())
			}
		}
		return true
	})
	return found, nil
}
