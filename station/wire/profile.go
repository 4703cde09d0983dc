package wire

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Profile is one way to a CSMS: what a configuration slot holds (part 2, NetworkConnectionProfileType), and all
// that an attempt to connect needs to know. A slot that was never set has none.
type Profile struct {
	Slot int
	Data ocpp201.NetworkConnectionProfile
}

// record is the name under which profiles are kept.
const record = "network-profiles"

// networkSlots are the configuration slots of the station, at least two (B09.FR.06). The factory sets the first.
var networkSlots = []int{1, 2}

// schemes of a CSMS's URL by security profile (part 2, section A 1.3): TLS from profile 2 on.
var schemes = map[int]string{1: "ws", 2: "wss", 3: "wss"}

// networking is the part of the wire that chooses a way to the CSMS (B09, B10).
type networking struct {
	profiles profileSet // as they are set
	inForce  profileSet // as they were at boot
	active   Profile    // of the connection, of the attempt, or of the last one
	shipped  Profile    // the factory's
	course   course
}

// profiles is what is kept across reboots.
type profileSet struct {
	Set      []Profile // by slot, factory's included
	Last     Profile   // of the last connection that was made (B10.FR.07)
	Security int       // the highest security profile of a connection that was made (A05.FR.06)
}

func (p profileSet) at(slot int) (Profile, bool) {
	i := slices.IndexFunc(p.Set, func(n Profile) bool { return n.Slot == slot })
	if i < 0 {
		return Profile{}, false
	}
	return p.Set[i], true
}

// with is the profiles with one of them replaced or added.
func (p profileSet) with(n Profile) profileSet {
	p.Set = append(slices.DeleteFunc(slices.Clone(p.Set), func(old Profile) bool { return old.Slot == n.Slot }), n)
	return p
}

// above is the profiles without those of a lower security profile (A05.FR.06).
func (p profileSet) above(securityProfile int) profileSet {
	p.Set = slices.DeleteFunc(slices.Clone(p.Set), func(n Profile) bool { return n.Data.SecurityProfile < securityProfile })
	if p.Last.Data.SecurityProfile < securityProfile {
		p.Last = Profile{}
	}
	return p
}

// url is the endpoint with the identity as last path element (part 4, section 3.1.1).
func (n Profile) url(id string) string {
	return strings.TrimSuffix(n.Data.OCPPCSMSURL, "/") + "/" + url.PathEscape(id)
}

// host is that of the endpoint.
func (n Profile) host() string {
	u, err := url.Parse(n.Data.OCPPCSMSURL)
	if err != nil {
		return "" // checkNetworkProfile and the configuration let no such URL in
	}
	return u.Hostname()
}

func (n Profile) messageTimeout() time.Duration {
	return time.Duration(n.Data.MessageTimeout) * time.Second
}

// Restore takes the profiles of earlier lives; the first slot has the factory's until it is set.
func (w *Wire) Restore() {
	w.shipped = w.factoryProfile()
	w.profiles = profileSet{Set: []Profile{w.shipped}}
	var stored profileSet
	w.kernel.Load(record, &stored)
	for _, n := range stored.Set {
		w.profiles = w.profiles.with(n)
	}
	w.profiles.Last = stored.Last
	if stored.Last == (Profile{Slot: w.shipped.Slot}) {
		w.profiles.Last = w.shipped
	}
	if security := w.model.Controller("SecurityCtrlr", "SecurityProfile", ""); stored.Security > w.securityProfile() {
		security.Value = strconv.Itoa(stored.Security)
	}
	w.profiles.Security = stored.Security
	w.profiles = w.profiles.above(w.securityProfile())
	w.inForce = w.profiles
}

// securityProfile is the present one.
func (w *Wire) securityProfile() int { return w.model.Integer("SecurityCtrlr", "SecurityProfile", "") }

// kept is what is saved of the profiles: not what the factory's says, which may be another in the next life.
func (p profileSet) kept(factory Profile) profileSet {
	p.Set = slices.DeleteFunc(slices.Clone(p.Set), func(n Profile) bool { return n == factory })
	if p.Last == factory {
		p.Last = Profile{Slot: factory.Slot}
	}
	return p
}

func (w *Wire) factoryProfile() Profile {
	return Profile{Slot: networkSlots[0], Data: ocpp201.NetworkConnectionProfile{
		OCPPVersion: ocpp201.OCPPVersionOCPP20, OCPPTransport: ocpp201.OCPPTransportJSON, OCPPInterface: ocpp201.OCPPInterfaceWired0,
		OCPPCSMSURL: w.product.CSMSURL, SecurityProfile: w.product.SecurityProfile,
		MessageTimeout: w.model.Integer("OCPPCommCtrlr", "MessageTimeout", "Default"),
	}}
}

// setNetworkProfile answers use case B09. The profile takes effect with the next reboot, also that of the connection
// that is open (B09, remark).
func (w *Wire) setNetworkProfile(q ocpp201.SetNetworkProfileRequest) (ocpp201.SetNetworkProfileResponse, error) {
	if code, err := w.checkNetworkProfile(q); err != nil {
		return ocpp201.SetNetworkProfileResponse{Status: ocpp201.SetNetworkProfileStatusRejected,
			StatusInfo: &ocpp201.StatusInfo{ReasonCode: code, AdditionalInfo: new(err.Error())}}, nil
	}
	profiles := w.profiles.with(Profile{q.ConfigurationSlot, q.ConnectionData})
	if err := w.kernel.TrySave(record, profiles.kept(w.shipped)); err != nil { // B09.FR.03: nothing has been promised yet
		return ocpp201.SetNetworkProfileResponse{Status: ocpp201.SetNetworkProfileStatusFailed,
			StatusInfo: &ocpp201.StatusInfo{ReasonCode: "InternalError"}}, nil
	}
	w.profiles = profiles
	return ocpp201.SetNetworkProfileResponse{Status: ocpp201.SetNetworkProfileStatusAccepted}, nil
}

// checkNetworkProfile says why a profile cannot be taken, with the reason code of errata 2025-09, section 2.11.
// ocppVersion is not looked at, because the handshake decides on the version, and ocppInterface is only a wish (part 2,
// NetworkConnectionProfileType).
func (w *Wire) checkNetworkProfile(q ocpp201.SetNetworkProfileRequest) (code string, err error) {
	const invalid = "InvalidNetworkConf"
	data := q.ConnectionData
	active, can := w.securityProfile(), w.product.Capabilities.SecurityProfiles
	switch {
	case !slices.Contains(networkSlots, q.ConfigurationSlot):
		return "InvalidConfSlot", fmt.Errorf("there is no slot %d, only %s", q.ConfigurationSlot, slotNames()) // B09.FR.05
	case schemes[data.SecurityProfile] != "" && data.SecurityProfile < active:
		return "NoSecurityDowngrade", fmt.Errorf("security profile %d is lower than %d", data.SecurityProfile, active) // B09.FR.04
	case !slices.Contains(can, data.SecurityProfile):
		return invalid, fmt.Errorf("security profile %d is not supported", data.SecurityProfile)
	case data.OCPPTransport != ocpp201.OCPPTransportJSON:
		return invalid, fmt.Errorf("the transport %s is not supported", data.OCPPTransport)
	case data.MessageTimeout < 1:
		return invalid, fmt.Errorf("a messageTimeout of %d s is none", data.MessageTimeout)
	case data.VPN != nil || data.APN != nil:
		return invalid, fmt.Errorf("the station has neither VPN nor modem")
	}
	endpoint, err := url.Parse(data.OCPPCSMSURL)
	if want := schemes[data.SecurityProfile]; err != nil || endpoint.Scheme != want || endpoint.Host == "" {
		return invalid, fmt.Errorf("ocppCsmsUrl is no %s:// URL with a host", want)
	}
	return "", nil
}

// slotNames is the valuesList of NetworkConfigurationPriority.
func slotNames() string {
	names := make([]string, len(networkSlots))
	for i, slot := range networkSlots {
		names[i] = strconv.Itoa(slot)
	}
	return strings.Join(names, ",")
}
