// Package station is the reference station: a charging station of OCPP 2.0.1 in software, whose physical side is a panel. It
// is the face of a house of rooms, each with one reason to exist, along the functional blocks of part 2:
//
//	kernel        one life of the firmware: loop, alarms, clock, memory
//	model         components and variables
//	product       the choices of the maker
//	image         the form of the firmware files
//	wire          connection and CALLs                              (part 4)
//	site          EVSEs, connectors, availability, states           (block G)
//	provisioning  boot, heartbeat, variables, reports               (block B)
//	certificates  roots, the station's own, requests for them       (blocks A and M)
//	drivers       who may charge                                    (block C)
//	reservations  for whom an EVSE is kept                          (block H)
//	meters        what flows, and what is read of it                (block J)
//	charging      sessions, transactions, their events and queue    (blocks E and J)
//	customers     what is kept of drivers, told and forgotten       (block N)
//	monitoring    what is watched in the device model           (block N)
//	files         logs up, firmware down                            (blocks L and N)
//	control       what the CSMS asks for from afar                  (block F, resets)
//
// Imports run strictly down that list. What a lower room has to tell, it tells through a Hook, which Firmware.connectRooms
// fills. What a room decides by its own judgement is a field of its Decisions with the right default, and what passes between
// rooms or to the CSMS passes its Seam: there whoever stands outside (Config.Patch) can make another station of this one. No
// room knows who does. Deliberate faults are such patches, in station/defects and below.
//
// A new action is a handler in the room of its block, and a line in connectRooms.
package station
