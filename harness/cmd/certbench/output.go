package main

import (
	"errors"
	"fmt"
	"io"
	"syscall"
)

// output is standard output. It remembers the first error, so that no command passes whose result nobody got.
type output struct {
	io.Writer
	failed error
}

// Write writes on.
func (o *output) Write(text []byte) (int, error) {
	n, err := o.Writer.Write(text)
	switch {
	case err == nil || o.failed != nil:
	case errors.Is(err, syscall.EPIPE):
		o.failed = fmt.Errorf("the output is not whole, for nobody reads on: %w", err)
	default:
		o.failed = fmt.Errorf("the output cannot be written: %w", err)
	}
	return n, err
}
