package m_certificates

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_M_12_CS lists the CSMSRootCertificates.
var TC_M_12_CS = octt.Register(octt.Case{
	ID:     "TC_M_12_CS",
	Before: installed(states.CSMSRoot),
	Main:   func(s *octt.Scenario) { s.Reach(1, states.GetInstalledCertificates(states.CSMSRoot)) },
})

// TC_M_13_CS lists the ManufacturerRootCertificates.
var TC_M_13_CS = octt.Register(octt.Case{
	ID:     "TC_M_13_CS",
	Before: installed(states.ManufacturerRoot),
	Main:   func(s *octt.Scenario) { s.Reach(1, states.GetInstalledCertificates(states.ManufacturerRoot)) },
})

// TC_M_17_CS lists the certificates of two types.
var TC_M_17_CS = octt.Register(octt.Case{
	ID:     "TC_M_17_CS",
	Before: installed(states.CSMSRoot, states.ManufacturerRoot),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.GetInstalledCertificates(states.CSMSRoot, states.ManufacturerRoot))
	},
})

// TC_M_18_CS lists the certificates of all types. "The following two entries" are read as being there among others: a station has
// the CSMSRootCertificate that it was shipped with as well.
var TC_M_18_CS = octt.Register(octt.Case{
	ID:     "TC_M_18_CS",
	Before: installed(states.CSMSRoot, states.ManufacturerRoot),
	Main: func(s *octt.Scenario) {
		states.ListCertificates(s, 1, nil, octt.By("M03.FR.01"),
			octt.Must("status", ocpp201.GetInstalledCertificateStatusAccepted).Clause("M03.FR.03"),
			states.Lists(states.CSMSRoot, states.NewRoot(s, states.CSMSRoot), "<HashData from configured new CSMS Root certificate>").Clause("M03.FR.04"),
			states.Lists(states.ManufacturerRoot, states.NewRoot(s, states.ManufacturerRoot), "<HashData from configured new Manufacturer Root certificate>").Clause("M03.FR.04"))
	},
})

// installed reaches the memory states of the uses.
func installed(uses ...ocpp201.InstallCertificateUse) []octt.Preparation {
	all := octt.Prepare(states.Strict(), whereStrict(states.CSMSRootInstalled()))
	for _, use := range uses {
		all = octt.Prepare(all, octt.States(states.CertificateInstalled(use)))
	}
	return all
}

// TC_M_19_CS lists certificates of a type of which there is none.
var TC_M_19_CS = octt.Register(octt.Case{
	ID:     "TC_M_19_CS",
	Before: octt.Do(withoutMORoot),
	Main: func(s *octt.Scenario) {
		states.ListCertificates(s, 1, []ocpp201.InstallCertificateUse{moRoot}, octt.By("M03.FR.01"),
			octt.Must("status", ocpp201.GetInstalledCertificateStatusNotFound).Clause("M03.FR.02"), octt.Omitted("certificateHashDataChain"))
	},
})

const moRoot = ocpp201.InstallCertificateUseMORootCertificate

// withoutMORoot deletes the MORootCertificates of the station, as the table has it. The bench does not know them, so that it cannot
// put them back; the evidence says so.
func withoutMORoot(s *octt.Scenario) {
	answer, err := octt.Ask(s, ocpp201.GetInstalledCertificateIdsRequest{CertificateType: []ocpp201.GetCertificateIDUse{ocpp201.GetCertificateIDUse(moRoot)}})
	if err != nil || answer.Status != ocpp201.GetInstalledCertificateStatusAccepted {
		return // row 1 asks the same, and judges the answer
	}
	for _, entry := range answer.CertificateHashDataChain {
		if entry.CertificateType != ocpp201.GetCertificateIDUse(moRoot) {
			continue
		}
		deleted, err := octt.Ask(s, ocpp201.DeleteCertificateRequest{CertificateHashData: entry.CertificateHashData})
		if why := string(deleted.Status); err != nil || deleted.Status != ocpp201.DeleteCertificateStatusAccepted {
			if err != nil {
				why = err.Error()
			}
			s.Unproven(0, "The Charging Station has no MORootCertificate, or one that can be deleted.", "DeleteCertificateRequest: "+why)
		}
		s.Note("The MORootCertificate with the serial number %s was deleted, and cannot be put back: the bench does not have it.", entry.CertificateHashData.SerialNumber)
	}
}
