// Package suites decides which cases a run plays and plays them as Ginkgo specs. It is the only place that knows a test
// framework, and works in the binary as well as under go test.
package suites
