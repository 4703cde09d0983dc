// Package b_provisioning holds the cases of functional block B: booting, variables, reports and resets.
package b_provisioning
