// Package provisioning introduces the station to the CSMS and keeps it known (block B): BootNotification, Heartbeat and the
// clock with its sources, what part 2 has the CSMS read and write of the device model, reports, and the security events.
//
// It promises that drivers are served only when the CSMS has accepted the station (InService), and that a variable that the
// CSMS was told is set is saved before the answer goes out.
package provisioning
