package bench

import "github.com/certbench/certbench/schemas/ocpp201"

// measurands are the values of MeasurandEnumType (part 2).
func measurands() []string {
	return words([]ocpp201.Measurand{
		ocpp201.MeasurandCurrentExport,
		ocpp201.MeasurandCurrentImport,
		ocpp201.MeasurandCurrentOffered,
		ocpp201.MeasurandEnergyActiveExportRegister,
		ocpp201.MeasurandEnergyActiveImportRegister,
		ocpp201.MeasurandEnergyReactiveExportRegister,
		ocpp201.MeasurandEnergyReactiveImportRegister,
		ocpp201.MeasurandEnergyActiveExportInterval,
		ocpp201.MeasurandEnergyActiveImportInterval,
		ocpp201.MeasurandEnergyActiveNet,
		ocpp201.MeasurandEnergyReactiveExportInterval,
		ocpp201.MeasurandEnergyReactiveImportInterval,
		ocpp201.MeasurandEnergyReactiveNet,
		ocpp201.MeasurandEnergyApparentNet,
		ocpp201.MeasurandEnergyApparentImport,
		ocpp201.MeasurandEnergyApparentExport,
		ocpp201.MeasurandFrequency,
		ocpp201.MeasurandPowerActiveExport,
		ocpp201.MeasurandPowerActiveImport,
		ocpp201.MeasurandPowerFactor,
		ocpp201.MeasurandPowerOffered,
		ocpp201.MeasurandPowerReactiveExport,
		ocpp201.MeasurandPowerReactiveImport,
		ocpp201.MeasurandSoC,
		ocpp201.MeasurandVoltage,
	})
}
