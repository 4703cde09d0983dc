package main

import (
	"fmt"
	"io"
)

// output is standard output. It remembers the first error, so that no command passes whose result nobody got.
type output struct {
	io.Writer
	failed error
}

// Write writes on.
func (o *output) Write(text []byte) (int, error) {
	n, err := o.Writer.Write(text)
	if err != nil && o.failed == nil {
		o.failed = fmt.Errorf("the output cannot be written: %w", err)
	}
	return n, err
}
