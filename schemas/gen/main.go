package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/certbench/certbench/schemas/internal/facts"
)

func main() {
	out := flag.String("out", ".", "the folder of the generated files")
	flag.Parse()
	if err := generate(*out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func generate(dir string) error {
	table, err := facts.Load()
	if err != nil {
		return err
	}
	files, err := render(table)
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
