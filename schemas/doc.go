// Package schemas judges the payloads of OCPP 2.0.1 messages on their raw bytes: the official JSON schemas, and before
// them what the schemas cannot say and decoders forgive. It holds the schemas as facts (internal/facts) from which it
// builds them, or reads the official files.
package schemas
