package pics

import (
	"cmp"
	"slices"
	"strings"
)

// Told is who a station says that it is, in its BootNotificationRequest or by the variables of its component ChargingStation. What it
// has not told is empty.
type Told struct {
	Vendor, Model, Firmware string
}

// The longest names that a BootNotificationRequest has room for, in characters (part 2, ChargingStationType): of a longer one a station
// can tell no more than fits.
const (
	longestVendor   = 50
	longestModel    = 20
	longestFirmware = 50
)

// Compared is one fact of who a station is, as it tells it and as its product is declared.
type Compared struct {
	Field    string   // of BootNotificationRequest
	Told     string   // empty where the station has not told it
	Declared []string // the names of which it may tell any; empty where the PICS has none
	Same     bool     // nothing speaks against it: it is one of the names, or one side says nothing
}

// Compare holds what a station tells against the product that a PICS is of. A model is told by its own name or by the product's
// designation. Capital letters and spaces at the ends make no difference.
func (p Product) Compare(t Told) []Compared {
	all := []Compared{
		{Field: "vendorName", Told: t.Vendor, Declared: named(p.Vendor)},
		{Field: "model", Told: t.Model, Declared: named(p.Model, p.Designation)},
		{Field: "firmwareVersion", Told: t.Firmware, Declared: named(p.Firmware)},
	}
	for i, longest := range []int{longestVendor, longestModel, longestFirmware} {
		c := &all[i]
		same := func(name string) bool { return strings.EqualFold(strings.TrimSpace(c.Told), fits(name, longest)) }
		c.Same = c.Told == "" || len(c.Declared) == 0 || slices.ContainsFunc(c.Declared, same)
	}
	return all
}

// Tells is what a station of this product tells, as far as it is declared and fits.
func (p Product) Tells() Told {
	return Told{fits(p.Vendor, longestVendor), fits(cmp.Or(p.Model, p.Designation), longestModel), fits(p.Firmware, longestFirmware)}
}

func named(names ...string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return strings.TrimSpace(name) == "" })
}

// fits is as much of a name as a field takes.
func fits(name string, longest int) string {
	runes := []rune(strings.TrimSpace(name))
	return strings.TrimSpace(string(runes[:min(len(runes), longest)]))
}
