// Package bench puts one bench together: it reads bench.yaml, serves the mock CSMS, starts or awaits the station, binds
// the rigs, and brings everything back to rest between cases.
package bench
