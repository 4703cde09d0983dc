// Package g_availability holds the cases of functional block G: connector states and changes of availability.
package g_availability
