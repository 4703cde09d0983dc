package station

import "github.com/certbench/certbench/station/model"

// fillModel makes the whole device model: the controllers of Core and what is needed under a condition, from part 2
// "Referenced Components and Variables" and part 4 chapter 8 with the errata of 2025-01, then the physical components.
func (fw *Firmware) fillModel() {
	for _, rows := range [][]model.Row{
		fw.Wire.CommunicationRows(), fw.Charging.TransactionRows(), fw.Drivers.AuthorizationRows(), fw.Drivers.CacheRows(), fw.Charging.MeteringRows(), fw.Meters.SignedRows(),
		fw.Wire.DeviceRows(), fw.Provisioning.ClockRows(), fw.Wire.SecurityRows(), fw.Certificates.Rows(),
	} {
		fw.Model.AddRows(rows)
	}
	fw.Model.Add(fw.Wire.PasswordVariable())
	fw.Model.Add(fw.Site.PhysicalVariables()...)
}
