package pics

import "slices"

// Names that OCPP 2.0.1 part 2 closes: MeasurandEnumType and ConnectorEnumType of the schemas, and the values lists of
// ClockCtrlr.TimeSource, OCPPCommCtrlr.FileTransferProtocols and AuthCacheCtrlr.Policy.
var (
	measurands = []string{
		"Current.Export", "Current.Import", "Current.Offered",
		"Energy.Active.Export.Register", "Energy.Active.Import.Register", "Energy.Reactive.Export.Register", "Energy.Reactive.Import.Register",
		"Energy.Active.Export.Interval", "Energy.Active.Import.Interval", "Energy.Active.Net",
		"Energy.Reactive.Export.Interval", "Energy.Reactive.Import.Interval", "Energy.Reactive.Net",
		"Energy.Apparent.Net", "Energy.Apparent.Import", "Energy.Apparent.Export",
		"Frequency", "Power.Active.Export", "Power.Active.Import", "Power.Factor", "Power.Offered",
		"Power.Reactive.Export", "Power.Reactive.Import", "SoC", "Voltage",
	}
	connectorTypes = []string{
		"cCCS1", "cCCS2", "cG105", "cTesla", "cType1", "cType2",
		"s309-1P-16A", "s309-1P-32A", "s309-3P-16A", "s309-3P-32A", "sBS1361", "sCEE-7-7", "sType2", "sType3",
		"Other1PhMax16A", "Other1PhOver16A", "Other3Ph", "Pan", "wInductive", "wResonant", "Undetermined", "Unknown",
	}
	closedLists = map[Feature][]string{
		C_23:   {"Heartbeat", "NTP", "GPS", "RealTimeClock", "MobileNetwork", "RadioTimeTransmitter"},
		C_54:   {"LRU", "LFU", "FIFO", "CUSTOM"},
		ORS_24: {"FTP", "FTPS", "HTTP", "HTTPS", "SFTP"},
		C_40_1: measurands, C_40_2: measurands, C_40_3: measurands, C_40_4: measurands, C_40_5: measurands,
	}
)

// Known returns the names that a list may hold; nil where the specification leaves them open.
func Known(f Feature) []string { return slices.Clone(closedLists[f]) }

// ConnectorTypes are the values of ConnectorEnumType (part 2, section 3.20).
func ConnectorTypes() []string { return slices.Clone(connectorTypes) }
