// Command scalecheck measures what certbench costs as runs grow. It asserts nothing; .ci/scale makes the table with it, outside CI.
//
//	scalecheck cost COMMAND…        runs a command and prints what it and its children took
//	scalecheck grow RUN DIR BYTES   repeats the plays of a run folder in another until its evidence has so many bytes
//	scalecheck kpi RUN              prints the response times that a run folder tells
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/certbench/certbench/reports"
)

var errUsage = errors.New("write scalecheck cost COMMAND…, scalecheck grow RUN DIR BYTES, or scalecheck kpi RUN")

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "scalecheck:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, args []string) error {
	switch {
	case len(args) > 1 && args[0] == "cost":
		return cost(out, args[1:])
	case len(args) == 4 && args[0] == "grow":
		bytes, err := strconv.ParseInt(args[3], 10, 64)
		if err != nil {
			return fmt.Errorf("%q is no number of bytes: %w", args[3], errUsage)
		}
		return grow(args[1], args[2], bytes)
	case len(args) == 2 && args[0] == "kpi":
		return response(out, args[1])
	}
	return errUsage
}

// response prints the response times of a run.
func response(out io.Writer, dir string) error {
	b, err := os.ReadFile(filepath.Join(dir, "run.json"))
	if err != nil {
		return err
	}
	var s reports.Summary
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	for _, i := range s.Indicators {
		if i.ID == "response" && i.Statistics != nil {
			_, err = fmt.Fprintf(out, "%d answers, median %.3f ms, 95 %% %.3f ms\n", i.Count, 1000*i.Statistics.Median, 1000*i.Statistics.P95)
		}
	}
	return err
}
