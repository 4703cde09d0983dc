// Package rfc3339 reads date-times exactly as RFC 3339 section 5.6 allows them, for validation and decoding alike.
// Package time is both too lenient (a decimal comma, hours of one digit) and too strict (small t and z, leap seconds).
package rfc3339
