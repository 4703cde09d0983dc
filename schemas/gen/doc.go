// Command gen writes the Go types of schemas/ocpp201 from the table of facts. It is run by `go generate ./schemas/...`.
package main
