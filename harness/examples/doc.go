// Package examples carries the files of the example benches inside the binary, so that certbench runs without any file.
package examples

import _ "embed"

// PICSName is the path of the default PICS, for error messages and reports.
const PICSName = "harness/examples/cp-flex-plus-eu/pics.yaml"

//go:embed cp-flex-plus-eu/pics.yaml
var pics string

// PICS returns the bytes of the default PICS: the certified product of certificate OCA.0201.0125.CS.
func PICS() []byte { return []byte(pics) }

// BenchName is the path of the default bench file, for error messages and reports.
const BenchName = "harness/examples/default/bench.yaml"

//go:embed default/bench.yaml
var bench string

// Bench returns the bytes of the default bench file: the reference station as a process of its own.
func Bench() []byte { return []byte(bench) }

// FullName, LeanName and DCName are the paths of the reference station's own PICS.
const (
	FullName = "harness/examples/full/pics.yaml"
	LeanName = "harness/examples/full/lean.yaml"
	DCName   = "harness/examples/full/dc.yaml"
)

//go:embed full/pics.yaml
var full string

//go:embed full/lean.yaml
var lean string

//go:embed full/dc.yaml
var dc string

// Full returns the bytes of the PICS of the reference station with every option of Core and Advanced Security that does
// not exclude another.
func Full() []byte { return []byte(full) }

// Lean returns the bytes of the PICS of the reference station with the options that Full excludes.
func Lean() []byte { return []byte(lean) }

// DC returns the bytes of the PICS of the reference station as a DC charger.
func DC() []byte { return []byte(dc) }
