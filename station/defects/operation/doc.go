// Package operation has the faults of running a station: the connection, memory, registration, clock and device model,
// availability, files, customers, reservations, the Local Authorization List, monitors, certificates, and what the CSMS has the station do.
package operation

import "slices"

// Patches put them in.
var Patches = slices.Concat(wirePatches, securityPatches, memoryPatches, sitePatches, provisioningPatches, clockPatches, filesPatches, firmwarePatches, customerPatches, customReportPatches, monitorPatches, eventPatches, displayPatches, reservationPatches, localListPatches, certificatePatches, controlPatches)
