// Package reservations is the room that keeps EVSEs for the drivers whom the CSMS has promised one (block H): what is reserved, for
// whom and until when, and which EVSEs are kept for that.
//
// It promises that a reservation outlasts a reboot (B01.FR.13), that as many EVSEs are kept as the reservations could not be served
// without (H01.FR.07, FR.09), and that each ends once: used by its driver, canceled by the CSMS, expired, or removed because its
// EVSE cannot be used, of which the last two are told. Who comes to an EVSE is not its matter: a room above asks whether an idToken
// may use one, and says when it has.
package reservations
