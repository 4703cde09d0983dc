package station

import "github.com/certbench/certbench/station/model"

// fillModel makes the whole device model: the controllers of Core and what is needed under a condition, from part 2
// "Referenced Components and Variables" and part 4 chapter 8 with the errata of 2025-01, then the physical components.
func (fw *firmware) fillModel() {
	for _, rows := range [][]model.Row{
		fw.wire.CommunicationRows(), fw.charging.TransactionRows(), fw.drivers.AuthorizationRows(), fw.drivers.CacheRows(), fw.charging.MeteringRows(), fw.charging.SignedRows(),
		fw.wire.DeviceRows(), fw.provisioning.ClockRows(), fw.wire.SecurityRows(),
	} {
		fw.model.AddRows(rows)
	}
	fw.model.Add(fw.wire.PasswordVariable())
	fw.model.Add(fw.site.PhysicalVariables()...)
}
