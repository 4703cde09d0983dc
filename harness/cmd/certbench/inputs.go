package main

import (
	"os"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas"
)

// files are the flags that name what several commands read.
type files struct {
	pics, schemas string
	benches       []string
}

func picsFlag(c *cobra.Command, f *files) {
	filledFlag(c, &f.pics, "pics", "", "PICS `file` of the product (default: that of certificate OCA.0201.0125.CS)")
}

func benchFlag(c *cobra.Command, f *files) {
	c.Flags().Var((*filledList)(&f.benches), "bench", "bench `file` (default: the reference station, started by certbench itself)")
}

func schemasFlag(c *cobra.Command, f *files) {
	filledFlag(c, &f.schemas, "schemas", "", "`folder` of the official JSON schemas (default: those built in)")
}

func (f files) readPICS() (*pics.Declaration, error) {
	if f.pics == "" {
		return pics.Read(examples.PICSName, examples.PICS())
	}
	return pics.Load(f.pics)
}

// readInputs reads the PICS and the bench files, which must not contradict each other. There is one bench at least.
func (f files) readInputs() (*pics.Declaration, []*bench.File, error) {
	declared, err := f.readPICS()
	if err != nil {
		return nil, nil, err
	}
	read, err := f.readBenches()
	if err != nil {
		return nil, nil, err
	}
	for _, file := range read {
		if err := file.CheckAgainst(declared); err != nil {
			return nil, nil, err
		}
	}
	return declared, read, bench.Apart(read)
}

func (f files) readBenches() ([]*bench.File, error) {
	if len(f.benches) == 0 {
		file, err := bench.Read(examples.BenchName, examples.Bench())
		return []*bench.File{file}, err
	}
	var read []*bench.File
	for _, path := range f.benches {
		file, err := bench.Load(path)
		if err != nil {
			return nil, err
		}
		read = append(read, file)
	}
	return read, nil
}

func (f files) readSchemas() (*schemas.Set, error) {
	if f.schemas == "" {
		return schemas.Embedded()
	}
	return schemas.FromDir(f.schemas)
}

// flags are those by which another command reads the same files, with a blank before each; empty where none is named.
func (f files) flags() string {
	text := ""
	add := func(name, value string) {
		if value == "" {
			return
		}
		if strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"'\$&;|*?()<>`+"`", r) }) {
			value = "'" + strings.ReplaceAll(value, "'", `'\''`) + "'" // as a shell takes it
		}
		text += " --" + name + " " + value
	}
	for _, path := range f.benches {
		add("bench", path)
	}
	add("pics", f.pics)
	return text
}

// picsName names the PICS file in messages.
func (f files) picsName() string {
	if f.pics == "" {
		return examples.PICSName
	}
	return f.pics
}

// person is the one at this terminal.
func person(c *cobra.Command) bench.Person {
	return personAt(c, bench.Person{In: os.Stdin, Out: c.ErrOrStderr()})
}
