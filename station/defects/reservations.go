package defects

// The defects of reservations (block H), and of what becomes of them in a reset (B11).
const (
	ReserveRejected               Defect = "reserve-rejected"
	ReserveNotKept                Defect = "reserve-not-kept"
	ReserveReservedAccepted       Defect = "reserve-reserved-accepted"
	ReserveOccupiedAccepted       Defect = "reserve-occupied-accepted"
	ReserveOccupiedRejected       Defect = "reserve-occupied-rejected"
	ReserveReservedUnavailable    Defect = "reserve-reserved-unavailable"
	ReserveOccupiedFaulted        Defect = "reserve-occupied-faulted"
	ReserveUnavailableAccepted    Defect = "reserve-unavailable-accepted"
	ReserveUnavailableOccupied    Defect = "reserve-unavailable-occupied"
	ReserveUnavailableRejected    Defect = "reserve-unavailable-rejected"
	ReserveDisabledAccepted       Defect = "reserve-disabled-accepted"
	ReserveDisabledUnavailable    Defect = "reserve-disabled-unavailable"
	ReserveDisabledOccupied       Defect = "reserve-disabled-occupied"
	ReserveUnspecifiedRejected    Defect = "reserve-unspecified-rejected"
	ReserveUnspecifiedTaken       Defect = "reserve-unspecified-taken"
	ReserveUnspecifiedOccupied    Defect = "reserve-unspecified-occupied"
	ReserveUnspecifiedUnavailable Defect = "reserve-unspecified-unavailable"
	ReserveTypeRejected           Defect = "reserve-type-rejected"
	ReserveTypeAcceptedAnyway     Defect = "reserve-type-accepted-anyway"
	ReserveTypeIgnored            Defect = "reserve-type-ignored"
	ReplaceRefused                Defect = "replace-refused"
	ReplaceKeepsOld               Defect = "replace-keeps-old"
	ReservesAnotherEVSE           Defect = "reserves-another-evse"
	ReservationForgetsGroup       Defect = "reservation-forgets-group"
	ReservationEndsEarly          Defect = "reservation-ends-early"
	ReservationEndsLate           Defect = "reservation-ends-late"
	ReservationNeverEnds          Defect = "reservation-never-ends"
	ReservedNotReported           Defect = "reserved-not-reported"
	ReservedReportedOccupied      Defect = "reserved-reported-occupied"
	ReservedReportedUnavailable   Defect = "reserved-reported-unavailable"
	ReservedReportedLate          Defect = "reserved-reported-late"
	ReservedWrongConnector        Defect = "reserved-wrong-connector"
	ReservedTakenBack             Defect = "reserved-taken-back"
	ReservedPlugReported          Defect = "reserved-plug-reported"
	ReservedForAnybody            Defect = "reserved-for-anybody"
	ReservedForAnyRemote          Defect = "reserved-for-any-remote"
	ReservedForNobody             Defect = "reserved-for-nobody"
	ReservedGroupRefused          Defect = "reserved-group-refused"
	ReservedUntilPlug             Defect = "reserved-until-plug"
	ReservationUsedKept           Defect = "reservation-used-kept"
	UsedReportedOccupied          Defect = "used-reported-occupied"
	UsedNotReported               Defect = "used-not-reported"
	ReservationIDMissing          Defect = "reservation-id-missing"
	ReservationIDWrong            Defect = "reservation-id-wrong"
	ReservationIDLate             Defect = "reservation-id-late"
	ExpiredNotTold                Defect = "expired-not-told"
	ExpiredToldRemoved            Defect = "expired-told-removed"
	ExpiredWrongID                Defect = "expired-wrong-id"
	ExpiredStaysReserved          Defect = "expired-stays-reserved"
	ExpiredStaysClosed            Defect = "expired-stays-closed"
	CancelRejected                Defect = "cancel-rejected"
	CancelUnknownAccepted         Defect = "cancel-unknown-accepted"
	CancelCallError               Defect = "cancel-call-error"
	CancelUnknownSilent           Defect = "cancel-unknown-silent"
	CancelChangesNothing          Defect = "cancel-changes-nothing"
	CancelTold                    Defect = "cancel-told"
	CancelNotReported             Defect = "cancel-not-reported"
	CancelReportedLate            Defect = "cancel-reported-late"
	UnavailableKeepsReservation   Defect = "unavailable-keeps-reservation"
	RemovedNotTold                Defect = "removed-not-told"
	RemovedToldExpired            Defect = "removed-told-expired"
	RemovedWrongID                Defect = "removed-wrong-id"
	RemovedToldLate               Defect = "removed-told-late"
	ReservationLostOnReset        Defect = "reservation-lost-on-reset"
	ReservationLostOnceReported   Defect = "reservation-lost-once-reported"
	ReservedBootsUnavailable      Defect = "reserved-boots-unavailable"
	ReservedBootsWithoutOthers    Defect = "reserved-boots-without-others"
	ReservationSpreadsOnReset     Defect = "reservation-spreads-on-reset"
	ReservedResetRejected         Defect = "reserved-reset-rejected"
	ReservedResetWaits            Defect = "reserved-reset-waits"
)

var ofReservations = []Info{
	{ReserveRejected, "A ReserveNow for an EVSE that is Available is answered with Rejected."},
	{ReserveNotKept, "A ReserveNow is answered with Accepted, and nothing is reserved."},
	{ReserveReservedAccepted, "A ReserveNow for EVSEs that are reserved is answered with Accepted, and changes nothing."},
	{ReserveOccupiedAccepted, "A ReserveNow for EVSEs that are in use is answered with Accepted, and changes nothing."},
	{ReserveOccupiedRejected, "A ReserveNow that would be answered with Occupied is answered with Rejected."},
	{ReserveReservedUnavailable, "A ReserveNow for EVSEs that are reserved is answered with Unavailable."},
	{ReserveOccupiedFaulted, "A ReserveNow for EVSEs that are in use is answered with Faulted."},
	{ReserveUnavailableAccepted, "A ReserveNow for EVSEs that are Unavailable is answered with Accepted, and changes nothing."},
	{ReserveUnavailableOccupied, "A ReserveNow for EVSEs that are Unavailable is answered with Occupied."},
	{ReserveUnavailableRejected, "A ReserveNow for EVSEs that are Unavailable is answered with Rejected."},
	{ReserveDisabledAccepted, "A ReserveNow is answered with Accepted while reservations are switched off, and changes nothing."},
	{ReserveDisabledUnavailable, "A ReserveNow is answered with Unavailable while reservations are switched off."},
	{ReserveDisabledOccupied, "A ReserveNow is answered with Occupied while reservations are switched off."},
	{ReserveUnspecifiedRejected, "A ReserveNow for no EVSE in particular is answered with Rejected, although one could be reserved."},
	{ReserveUnspecifiedTaken, "A ReserveNow for no EVSE in particular is answered with Accepted by a station that reserves none, and changes nothing."},
	{ReserveUnspecifiedOccupied, "A ReserveNow for no EVSE in particular is answered with Occupied by a station that reserves none."},
	{ReserveUnspecifiedUnavailable, "A ReserveNow for no EVSE in particular is answered with Unavailable by a station that reserves none."},
	{ReserveTypeRejected, "A ReserveNow for a type of connector is answered with Rejected, although one could be reserved."},
	{ReserveTypeAcceptedAnyway, "A ReserveNow for a type of connector of which none is left is answered with Accepted, and changes nothing."},
	{ReserveTypeIgnored, "The type of connector of a ReserveNow is ignored: any EVSE is reserved."},
	{ReplaceRefused, "A ReserveNow with the id of another reservation is answered with Occupied."},
	{ReplaceKeepsOld, "A ReserveNow with the id of another reservation is answered with Accepted, and that goes on as it was."},
	{ReservesAnotherEVSE, "A ReserveNow for an EVSE reserves the one after it."},
	{ReservationForgetsGroup, "The groupIdToken of a reservation is forgotten."},
	{ReservationEndsEarly, "A reservation ends after half of its time."},
	{ReservationEndsLate, "A reservation ends two minutes after its time."},
	{ReservationNeverEnds, "A reservation does not end when its time is over."},
	{ReservedNotReported, "A connector that becomes Reserved is not reported."},
	{ReservedReportedOccupied, "A connector that becomes Reserved is reported Occupied."},
	{ReservedReportedUnavailable, "A connector that becomes Reserved is reported Unavailable."},
	{ReservedReportedLate, "A connector that becomes Reserved is reported two minutes later."},
	{ReservedWrongConnector, "A connector that becomes Reserved is reported as connector 0 of EVSE 0."},
	{ReservedTakenBack, "A connector that becomes Reserved is reported so, and Available after that, which it is not."},
	{ReservedPlugReported, "An EV that is connected to a Reserved EVSE is reported: the connector is Occupied."},
	{ReservedForAnybody, "An EVSE that is reserved can be used with any idToken at the reader."},
	{ReservedForAnyRemote, "An EVSE that is reserved can be used with any idToken of a remote start."},
	{ReservedForNobody, "An EVSE that is reserved cannot be used with the idToken that it is reserved for either."},
	{ReservedGroupRefused, "An EVSE that is reserved cannot be used with an idToken of the group that it is reserved for."},
	{ReservedUntilPlug, "A Reserved EVSE of which the driver is authorized stays Reserved until his EV is connected."},
	{ReservationUsedKept, "A reservation is kept that its driver has used: the EVSE is Reserved again when he has left."},
	{UsedReportedOccupied, "A Reserved EVSE of which the driver is authorized is reported Occupied before his EV is connected."},
	{UsedNotReported, "A Reserved EVSE of which the driver is authorized is not reported as Available."},
	{ReservationIDMissing, "No TransactionEvent tells a reservationId."},
	{ReservationIDWrong, "A TransactionEvent tells another reservationId than that of the reservation."},
	{ReservationIDLate, "A TransactionEvent tells the reservationId when energy flows, and not with the idToken."},
	{ExpiredNotTold, "No ReservationStatusUpdate tells that a reservation has expired."},
	{ExpiredToldRemoved, "A ReservationStatusUpdate tells of a reservation that has expired as Removed."},
	{ExpiredWrongID, "A ReservationStatusUpdate that tells of a reservation that has expired has another reservationId."},
	{ExpiredStaysReserved, "An EVSE stays Reserved when its reservation has expired, which is told."},
	{ExpiredStaysClosed, "An EVSE whose reservation has expired is reported Available and takes no idToken before the next boot."},
	{CancelRejected, "A CancelReservation is answered with Rejected, and the reservation goes on."},
	{CancelUnknownAccepted, "A CancelReservation of a reservation that there is not is answered with Accepted."},
	{CancelCallError, "A CancelReservation of a reservation that there is not is answered with the CALLERROR PropertyConstraintViolation."},
	{CancelUnknownSilent, "A CancelReservation of a reservation that there is not is not answered."},
	{CancelChangesNothing, "A CancelReservation is answered with Accepted, and the reservation goes on."},
	{CancelTold, "A ReservationStatusUpdate tells of a reservation that the CSMS has canceled."},
	{CancelNotReported, "A connector is not reported as Available when its reservation is canceled."},
	{CancelReportedLate, "A connector is reported as Available two minutes after its reservation is canceled."},
	{UnavailableKeepsReservation, "A reservation goes on when its EVSE becomes Unavailable."},
	{RemovedNotTold, "No ReservationStatusUpdate tells of a reservation that was removed because its EVSE is Unavailable."},
	{RemovedToldExpired, "A ReservationStatusUpdate tells of a reservation that was removed as Expired."},
	{RemovedWrongID, "A ReservationStatusUpdate that tells of a reservation that was removed has another reservationId."},
	{RemovedToldLate, "A ReservationStatusUpdate tells of a reservation that was removed two minutes later."},
	{ReservationLostOnReset, "A reservation is forgotten with a Reset."},
	{ReservationLostOnceReported, "A reservation is forgotten with a Reset, after which the EVSE is reported Reserved once."},
	{ReservedBootsUnavailable, "After a boot a Reserved connector is reported Unavailable."},
	{ReservedBootsWithoutOthers, "After a boot only the Reserved connectors are reported, if there are any."},
	{ReservationSpreadsOnReset, "After a Reset all EVSEs are Reserved if one was."},
	{ReservedResetRejected, "A Reset of the station is answered with Rejected while an EVSE is reserved."},
	{ReservedResetWaits, "An Immediate Reset of the station is answered with Scheduled while an EVSE is reserved, and waits for the end of that."},
}
