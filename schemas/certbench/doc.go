// Package certbench holds the JSON schemas (2020-12) of what certbench writes for programs: run.json, the plan, and what
// changed between two runs. Each document names its schema, and with it its version, in its field "schema". A field of a
// document that its schema does not know fails a test of harness/cmd/certbench: whoever adds one describes it here.
package certbench
