package product

// Values of TxStartPoint and TxStopPoint (part 2, section 2.6.6).
const (
	PointParkingBay  = "ParkingBayOccupancy"
	PointEVConnected = "EVConnected"
	PointAuthorized  = "Authorized"
	PointPowerPath   = "PowerPathClosed"
	PointEnergy      = "EnergyTransfer"
	PointSigned      = "DataSigned"
)

// Values of AuthCacheCtrlr.Policy (part 2, section 2.4.5): which entry makes room for another.
const (
	PolicyLRU    = "LRU"    // the one least recently used
	PolicyLFU    = "LFU"    // the one least frequently used, of several the least recently used
	PolicyFIFO   = "FIFO"   // the one that came first
	PolicyCustom = "CUSTOM" // what C10.FR.07 suggests: one that is not Accepted, else the one that came first
)

// FileTransfers lists the protocols by which the station can move files, as FileTransferProtocols names them.
func FileTransfers() []string { return []string{"FTP", "FTPS", "HTTP", "HTTPS", "SFTP"} }
