// Package k_smart_charging holds the cases of functional block K: smart charging.
package k_smart_charging
