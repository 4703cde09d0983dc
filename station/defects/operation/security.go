package operation

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/wire"
)

// securityPatches are the faults of TLS, of passwords and of network connection profiles.
var securityPatches = []defects.Patch{
	{Of: []defects.Defect{defects.OneSuiteOfAPair, defects.OldTLSAccepted}, Put: looseTLS},
	{Of: []defects.Defect{
		defects.ExpiredCSMSAccepted, defects.FutureCSMSAccepted, defects.UnknownRootAccepted, defects.OtherHostAccepted, defects.WildcardAccepted,
	}, Put: credulous},
	{Of: []defects.Defect{defects.InvalidCSMSNotTold, defects.InvalidCSMSToldOncePerBoot, defects.InvalidCSMSWrongType}, Put: tellsOfCSMS},
	{Of: []defects.Defect{defects.ClientCertificateMissing, defects.ClientCertificateOtherName, defects.ClientCertificateWeakKey}, Put: ownCertificate},
	{Of: []defects.Defect{
		defects.PasswordAnswerLost, defects.PasswordRefused, defects.PasswordNotUsed, defects.PasswordWithoutReconnect, defects.ShortPasswordAccepted,
		defects.RefusedPasswordUsed,
	}, Put: passwords},
	{Of: []defects.Defect{
		defects.DowngradeAccepted, defects.DowngradeFailed, defects.UnknownSlotAccepted, defects.UnknownSlotFailed, defects.NetworkProfileRefused,
	}, Put: networkProfiles},
	{Of: []defects.Defect{
		defects.UpgradeWithoutCertificateAllowed, defects.PriorityAnswerMissing, defects.UpgradeAsRebootRequired, defects.PriorityRefused,
	}, Put: priorities},
	{Of: []defects.Defect{defects.UpgradeRefused, defects.UpgradeNotNoted, defects.UpgradeLeavesLowerSlots, defects.UpgradeIsUndone}, Put: upgrades},
	{Of: []defects.Defect{defects.PriorityIgnored, defects.OneAttemptPerProfile, defects.AttemptsNeverEnd}, Put: courses},
}

func looseTLS(fw *station.Firmware, s defects.Set) {
	right, lowest := fw.Wire.Decide.Suites, fw.Wire.Decide.LowestTLS
	fw.Wire.Decide.Suites = func() []uint16 {
		suites := slices.Clone(right())
		if s.Has(defects.OneSuiteOfAPair) {
			return slices.DeleteFunc(suites, func(id uint16) bool { return strings.Contains(tls.CipherSuiteName(id), "AES_256") })
		}
		if s.Has(defects.OldTLSAccepted) {
			suites = append(suites, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_128_CBC_SHA)
		}
		return suites
	}
	fw.Wire.Decide.LowestTLS = func() uint16 {
		if s.Has(defects.OldTLSAccepted) {
			return tls.VersionTLS10
		}
		return lowest()
	}
}

// credulous accepts what is wrong with a certificate in one way. Each fault is asked about where it alone is what is wrong.
func credulous(fw *station.Firmware, s defects.Set) {
	right := fw.Wire.Decide.Verify
	fw.Wire.Decide.Verify = func(p wire.Presented) error {
		err := right(p)
		if err == nil || len(p.Chain) == 0 {
			return err
		}
		leaf, as := p.Chain[0], p
		takes := func(name defects.Defect) bool { return right(as) == nil && s.Has(name) }
		switch {
		case p.At.After(leaf.NotAfter):
			if as.At = leaf.NotAfter; takes(defects.ExpiredCSMSAccepted) {
				return nil
			}
		case p.At.Before(leaf.NotBefore):
			if as.At = leaf.NotBefore; takes(defects.FutureCSMSAccepted) {
				return nil
			}
		case p.Named() != nil:
			if as.Wildcards = true; as.Named() == nil {
				if takes(defects.WildcardAccepted) {
					return nil
				}
			} else if s.Has(defects.OtherHostAccepted) {
				return nil
			}
		case s.Has(defects.UnknownRootAccepted):
			return nil
		}
		return err
	}
}

func tellsOfCSMS(fw *station.Firmware, s defects.Set) {
	right, tell, told := fw.Wire.Decide.Tell, fw.Wire.Hooks.Security, false
	fw.Wire.Decide.Tell = func(event string, before bool) bool {
		if event != wire.InvalidCSMSCertificate || !right(event, before) {
			return right(event, before)
		}
		again := told
		told = true
		return !s.Has(defects.InvalidCSMSNotTold) && !(again && s.Has(defects.InvalidCSMSToldOncePerBoot))
	}
	fw.Wire.Hooks.Security = func(event string) {
		if event == wire.InvalidCSMSCertificate && s.Has(defects.InvalidCSMSWrongType) {
			event = wire.InvalidTLSVersion
		}
		tell(event)
	}
}

func ownCertificate(fw *station.Firmware, s defects.Set) {
	right := fw.Wire.Hooks.Secure
	fw.Wire.Hooks.Secure = func(p wire.Profile) (*tls.Config, error) {
		config, err := right(p)
		if err != nil || len(config.Certificates) == 0 && config.GetClientCertificate == nil {
			return config, err
		}
		switch {
		case s.Has(defects.ClientCertificateMissing):
			config.Certificates, config.GetClientCertificate = nil, nil
		case s.Has(defects.ClientCertificateOtherName):
			key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			if err != nil {
				return nil, err
			}
			return shown(config, fw.Product.ID, key, &key.PublicKey)
		case s.Has(defects.ClientCertificateWeakKey):
			key, err := weakKey()
			if err != nil {
				return nil, err
			}
			return shown(config, fw.Product.Serial, key, &key.PublicKey)
		}
		return config, nil
	}
}

// weakKey is made once: a station that connects anew keeps its key, and to make one takes longer than to connect.
var weakKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 1024) })

// shown has a self-signed certificate shown.
func shown(config *tls.Config, name string, key, public any) (*tls.Config, error) {
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, public, key)
	if err != nil {
		return nil, err
	}
	config.Certificates, config.GetClientCertificate = []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, nil
	return config, nil
}

func passwords(fw *station.Firmware, s defects.Set) {
	var old string
	const record = "refused-password" // what a station has kept that it should not have
	ofPassword := func(v *model.Variable) bool { return v.Variable.Name == "BasicAuthPassword" }
	accept, apply, credentials, renews := fw.Provisioning.Decide.Accept, fw.Provisioning.Decide.Apply, fw.Wire.Decide.Credentials, fw.Wire.Decide.Renews
	fw.Provisioning.Decide.Accept = func(v *model.Variable, value string) (string, error) {
		got, err := accept(v, value)
		if !ofPassword(v) {
			return got, err
		}
		if err != nil {
			if s.Has(defects.ShortPasswordAccepted) {
				return value, nil
			}
			if s.Has(defects.RefusedPasswordUsed) {
				fw.Kernel.Save(record, value)
			}
		}
		return got, err
	}
	fw.Provisioning.Decide.Apply = func(v *model.Variable, value string) bool {
		if ofPassword(v) {
			old = v.Value
		}
		return apply(v, value)
	}
	fw.Wire.Decide.Credentials = func() (string, string) {
		user, password := credentials()
		if old != "" && s.Has(defects.PasswordNotUsed) {
			password = old
		}
		fw.Kernel.Load(record, &password) // nothing, where it was not kept
		return user, password
	}
	fw.Wire.Decide.Renews = func() bool { return renews() && !s.Has(defects.PasswordWithoutReconnect) }
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		r, ok := m.Body.(ocpp201.SetVariablesResponse)
		if !ok || !aboutVariable(r, "BasicAuthPassword") {
			pass(m)
			return
		}
		if r.SetVariableResult[0].AttributeStatus == ocpp201.SetVariableStatusAccepted {
			if s.Has(defects.PasswordAnswerLost) {
				m.Lost = true
			}
			if s.Has(defects.PasswordRefused) {
				m.Body = answered(r, ocpp201.SetVariableStatusRejected)
			}
		}
		pass(m)
	})
}

func aboutVariable(r ocpp201.SetVariablesResponse, name string) bool {
	return len(r.SetVariableResult) == 1 && r.SetVariableResult[0].Variable.Name == name
}

// answered is the answer with another status.
func answered(r ocpp201.SetVariablesResponse, status ocpp201.SetVariableStatus) ocpp201.SetVariablesResponse {
	r.SetVariableResult = slices.Clone(r.SetVariableResult)
	r.SetVariableResult[0].AttributeStatus, r.SetVariableResult[0].AttributeStatusInfo = status, nil
	return r
}

func networkProfiles(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		r, ok := m.Body.(ocpp201.SetNetworkProfileResponse)
		if !ok {
			pass(m)
			return
		}
		as := func(status ocpp201.SetNetworkProfileStatus) {
			m.Body = ocpp201.SetNetworkProfileResponse{Status: status}
		}
		why := ""
		if r.StatusInfo != nil {
			why = r.StatusInfo.ReasonCode
		}
		switch {
		case r.Status == ocpp201.SetNetworkProfileStatusAccepted:
			if s.Has(defects.NetworkProfileRefused) {
				as(ocpp201.SetNetworkProfileStatusRejected)
			}
		case why == "NoSecurityDowngrade" && s.Has(defects.DowngradeAccepted), why == "InvalidConfSlot" && s.Has(defects.UnknownSlotAccepted):
			as(ocpp201.SetNetworkProfileStatusAccepted)
		case why == "NoSecurityDowngrade" && s.Has(defects.DowngradeFailed), why == "InvalidConfSlot" && s.Has(defects.UnknownSlotFailed):
			as(ocpp201.SetNetworkProfileStatusFailed)
		}
		pass(m)
	})
}

func priorities(fw *station.Firmware, s defects.Set) {
	lacks := fw.Wire.Hooks.Lacks
	fw.Wire.Hooks.Lacks = func(securityProfile int) error {
		if err := lacks(securityProfile); err == nil || !s.Has(defects.UpgradeWithoutCertificateAllowed) {
			return err
		}
		return nil
	}
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		r, ok := m.Body.(ocpp201.SetVariablesResponse)
		if !ok || !aboutVariable(r, networkPriority) {
			pass(m)
			return
		}
		switch status := r.SetVariableResult[0].AttributeStatus; {
		case status != ocpp201.SetVariableStatusRejected:
			if s.Has(defects.PriorityRefused) {
				m.Body = answered(r, ocpp201.SetVariableStatusRejected)
			}
		case s.Has(defects.PriorityAnswerMissing):
			m.Refusal = &wire.CallError{Code: ocppj.InternalError, Description: "the priority cannot be taken"}
		case s.Has(defects.UpgradeAsRebootRequired):
			m.Body = answered(r, ocpp201.SetVariableStatusRebootRequired)
		}
		pass(m)
	})
}

const networkPriority = "NetworkConfigurationPriority"

func upgrades(fw *station.Firmware, s defects.Set) {
	lacks, right := fw.Wire.Hooks.Lacks, fw.Wire.Decide.Upgrade
	fw.Wire.Hooks.Lacks = func(securityProfile int) error {
		err := lacks(securityProfile)
		if err == nil && s.Has(defects.UpgradeRefused) {
			return errors.New("the security profile stays as it is")
		}
		return err
	}
	variable := func(component, name string) *model.Variable { return fw.Model.Controller(component, name, "") }
	shown := ""
	fw.Wire.Decide.Upgrade = func(securityProfile int) {
		profile, priority := variable("SecurityCtrlr", "SecurityProfile"), variable("OCPPCommCtrlr", networkPriority)
		was, slots := profile.Value, priority.Value
		if s.Has(defects.UpgradeIsUndone) { // nothing is removed, and what it would be is shown
			profile.Value = strconv.Itoa(securityProfile)
			shown = variable("OCPPCommCtrlr", "ActiveNetworkProfile").Read()
			return
		}
		right(securityProfile)
		switch {
		case s.Has(defects.UpgradeNotNoted):
			profile.Value = was
		case priority.Value != slots && s.Has(defects.UpgradeLeavesLowerSlots):
			priority.Value = slots
		}
	}
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		if r, ok := m.Body.(ocpp201.GetVariablesResponse); ok && shown != "" && len(r.GetVariableResult) == 1 && r.GetVariableResult[0].Variable.Name == networkPriority {
			r.GetVariableResult = slices.Clone(r.GetVariableResult)
			r.GetVariableResult[0].AttributeValue = &shown
			m.Body = r
		}
		pass(m)
	})
}

func courses(fw *station.Firmware, s defects.Set) {
	right, attempts := fw.Wire.Decide.Order, fw.Wire.Decide.Attempts
	fw.Wire.Decide.Order = func(last int) []int {
		slots := right(last)
		if len(slots) > 1 && last != 0 && s.Has(defects.PriorityIgnored) {
			return append([]int{last}, slices.DeleteFunc(slices.Clone(slots), func(slot int) bool { return slot == last })...)
		}
		return slots
	}
	fw.Wire.Decide.Attempts = func(left int) int {
		switch most := attempts(left); {
		case most > 1 && s.Has(defects.OneAttemptPerProfile):
			return 1
		case left > 0 && s.Has(defects.AttemptsNeverEnd):
			return 1 << 30
		default:
			return most
		}
	}
}
