package station

import (
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/meters"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/product"
)

// What a configuration is made of is defined in the rooms that go by it.
type (
	// Store is the station's non-volatile memory.
	Store = kernel.Store
	// Capabilities are the choices of a product that its PICS declares.
	Capabilities = product.Capabilities
	// Range is what a setting in seconds can be.
	Range = model.Range
	// MessageLimits are the limits on the requests that read and write the device model.
	MessageLimits = product.MessageLimits
)

// Memory keeps everything in memory: it survives a reboot of the station, not the end of the process.
func Memory() Store { return kernel.Memory() }

// Files keeps each name as a file of the folder, which is made when missing.
func Files(dir string) (Store, error) { return kernel.Files(dir) }

// Reference is the product that the certificate's example PICS describes.
func Reference() Capabilities { return product.Reference() }

// FileTransfers lists the protocols by which the station can move files, as FileTransferProtocols names them.
func FileTransfers() []string { return product.FileTransfers() }

// Measurands lists what the station's meters can show.
func Measurands() []string { return meters.Measurands() }
