package station

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// networkProfile is one way to a CSMS: what a configuration slot holds (part 2, NetworkConnectionProfileType), and all
// that an attempt to connect needs to know. A slot that was never set has none.
type networkProfile struct {
	Slot int
	Data ocpp201.NetworkConnectionProfile
}

// networkSlots are the configuration slots of the station, at least two (B09.FR.06). The factory sets the first.
var networkSlots = []int{1, 2}

// securityProfiles are those that the station can connect with.
var securityProfiles = []int{1}

// schemes of a CSMS's URL by security profile (part 2, section A 1.3): TLS from profile 2 on.
var schemes = map[int]string{1: "ws", 2: "wss", 3: "wss"}

// networking is the part of the firmware's state that chooses a way to the CSMS (B09, B10).
type networking struct {
	profiles networkProfiles // as they are set
	inForce  networkProfiles // as they were at boot
	active   networkProfile  // of the connection, of the attempt, or of the last one
	shipped  networkProfile  // the factory's
	course   course
}

// networkProfiles is what is kept across reboots.
type networkProfiles struct {
	Set  []networkProfile // by slot, factory's included
	Last networkProfile   // of the last connection that was made (B10.FR.07)
}

func (p networkProfiles) at(slot int) (networkProfile, bool) {
	i := slices.IndexFunc(p.Set, func(n networkProfile) bool { return n.Slot == slot })
	if i < 0 {
		return networkProfile{}, false
	}
	return p.Set[i], true
}

// with is the profiles with one of them replaced or added.
func (p networkProfiles) with(n networkProfile) networkProfiles {
	p.Set = append(slices.DeleteFunc(slices.Clone(p.Set), func(old networkProfile) bool { return old.Slot == n.Slot }), n)
	return p
}

// url is the endpoint with the identity as last path element (part 4, section 3.1.1).
func (n networkProfile) url(id string) string {
	return strings.TrimSuffix(n.Data.OCPPCSMSURL, "/") + "/" + url.PathEscape(id)
}

func (n networkProfile) messageTimeout() time.Duration {
	return time.Duration(n.Data.MessageTimeout) * time.Second
}

// restoreNetworkProfiles takes the profiles of earlier lives; the first slot has the factory's until it is set.
func (fw *firmware) restoreNetworkProfiles() {
	fw.shipped = fw.factoryProfile()
	fw.profiles = networkProfiles{Set: []networkProfile{fw.shipped}}
	var stored networkProfiles
	fw.load(recordNetworkProfiles, &stored)
	for _, n := range stored.Set {
		fw.profiles = fw.profiles.with(n)
	}
	fw.profiles.Last = stored.Last
	if stored.Last == (networkProfile{Slot: fw.shipped.Slot}) {
		fw.profiles.Last = fw.shipped
	}
	fw.inForce = fw.profiles
}

// kept is what is saved of the profiles: not what the factory's says, which may be another in the next life.
func (p networkProfiles) kept(factory networkProfile) networkProfiles {
	p.Set = slices.DeleteFunc(slices.Clone(p.Set), func(n networkProfile) bool { return n == factory })
	if p.Last == factory {
		p.Last = networkProfile{Slot: factory.Slot}
	}
	return p
}

func (fw *firmware) factoryProfile() networkProfile {
	return networkProfile{Slot: networkSlots[0], Data: ocpp201.NetworkConnectionProfile{
		OCPPVersion: ocpp201.OCPPVersionOCPP20, OCPPTransport: ocpp201.OCPPTransportJSON, OCPPInterface: ocpp201.OCPPInterfaceWired0,
		OCPPCSMSURL: fw.config.CSMSURL, SecurityProfile: securityProfiles[0],
		MessageTimeout: fw.model.integer("OCPPCommCtrlr", "MessageTimeout", "Default"),
	}}
}

// setNetworkProfile answers use case B09. The profile takes effect with the next reboot, also that of the connection
// that is open (B09, remark).
func (fw *firmware) setNetworkProfile(q ocpp201.SetNetworkProfileRequest) (ocpp201.SetNetworkProfileResponse, error) {
	if code, err := fw.checkNetworkProfile(q); err != nil {
		return ocpp201.SetNetworkProfileResponse{Status: ocpp201.SetNetworkProfileStatusRejected,
			StatusInfo: &ocpp201.StatusInfo{ReasonCode: code, AdditionalInfo: new(err.Error())}}, nil
	}
	profiles := fw.profiles.with(networkProfile{q.ConfigurationSlot, q.ConnectionData})
	if err := fw.trySave(recordNetworkProfiles, profiles.kept(fw.shipped)); err != nil { // B09.FR.03: nothing has been promised yet
		return ocpp201.SetNetworkProfileResponse{Status: ocpp201.SetNetworkProfileStatusFailed,
			StatusInfo: &ocpp201.StatusInfo{ReasonCode: "InternalError"}}, nil
	}
	fw.profiles = profiles
	return ocpp201.SetNetworkProfileResponse{Status: ocpp201.SetNetworkProfileStatusAccepted}, nil
}

// checkNetworkProfile says why a profile cannot be taken, with the reason code of errata 2025-09, section 2.11.
// ocppVersion is not looked at, because the handshake decides on the version, and ocppInterface is only a wish (part 2,
// NetworkConnectionProfileType).
func (fw *firmware) checkNetworkProfile(q ocpp201.SetNetworkProfileRequest) (code string, err error) {
	const invalid = "InvalidNetworkConf"
	data := q.ConnectionData
	active := fw.model.integer("SecurityCtrlr", "SecurityProfile", "")
	switch {
	case !slices.Contains(networkSlots, q.ConfigurationSlot):
		return "InvalidConfSlot", fmt.Errorf("there is no slot %d, only %s", q.ConfigurationSlot, slotNames()) // B09.FR.05
	case schemes[data.SecurityProfile] != "" && data.SecurityProfile < active:
		return "NoSecurityDowngrade", fmt.Errorf("security profile %d is lower than %d", data.SecurityProfile, active) // B09.FR.04
	case !slices.Contains(securityProfiles, data.SecurityProfile):
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
