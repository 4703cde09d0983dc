package pics

import (
	"slices"
	"strings"
)

// Profile is a certification profile under the name that the certificate prints (part 5 table 1).
type Profile string

const (
	Core                             Profile = "Core"
	AdvancedSecurity                 Profile = "Advanced Security"
	LocalAuthorizationListManagement Profile = "Local Authorization List Management"
	SmartCharging                    Profile = "Smart Charging"
	AdvancedDeviceManagement         Profile = "Advanced Device Management"
	Reservation                      Profile = "Reservation"
	AdvancedUserInterface            Profile = "Advanced User Interface"
	ISO15118Support                  Profile = "ISO 15118 Support"
)

var profiles = []Profile{
	Core, AdvancedSecurity, LocalAuthorizationListManagement, SmartCharging,
	AdvancedDeviceManagement, Reservation, AdvancedUserInterface, ISO15118Support,
}

// Profiles returns the eight certification profiles in the order of the certificate.
func Profiles() []Profile { return slices.Clone(profiles) }

// Word is the profile's name as conditions write it after "PROFILE:", without spaces.
func (p Profile) Word() string { return strings.ReplaceAll(string(p), " ", "") }

func profileOfWord(word string) (Profile, bool) {
	for _, p := range profiles {
		if p.Word() == word {
			return p, true
		}
	}
	return "", false
}

// Subtype is a kind of product that erratum 5.2 (2025-09) tells apart because conditions depend on it.
type Subtype string

const (
	Mode12Only Subtype = "Mode12Only" // charges by IEC 61851-1 Mode 1 or 2 only, from ordinary sockets
	Wireless   Subtype = "Wireless"   // inductive, without a cable
)

var subtypes = []Subtype{Mode12Only, Wireless}
