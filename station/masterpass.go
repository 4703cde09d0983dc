package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
)

// menu is the Master Pass UI: the display offers the EVSEs of ongoing transactions, and all of them.
type menu struct {
	token   ocpp201.IDToken // the Master Pass
	timeout *kernel.Alarm
}

// selectionTimeout is how long the Master Pass UI waits for a selection: part 2 asks for an acceptable time (C16, error
// handling).
const selectionTimeout = time.Minute

// masterPass is an accepted token that starts nothing (C12.FR.09, C16.FR.03) and stops every transaction, or those that
// its holder selects (use case C16).
func (fw *firmware) masterPass(token ocpp201.IDToken) {
	var evses []int
	for _, s := range fw.sessions() {
		if s.Tx != nil {
			evses = append(evses, s.EVSE) // 0 while the EVSE is not known: such a transaction stops with all
		}
	}
	switch {
	case len(evses) == 0:
		fw.show("No transaction to stop")
		if fw.defects.Has(defects.MasterPassAuthorizesNext) {
			fw.nextPass = &token
		}
	case fw.defects.Has(defects.MasterPassStopsNothing):
		fw.show("Not accepted")
	case fw.config.Capabilities.MasterPassUI && !fw.defects.Has(defects.MasterPassWithoutSelection):
		fw.show("Select the transactions to stop") // C16.FR.01
		fw.panel.Offer(fw.spoilOffer(evses)...)
		fw.menu = &menu{token: token, timeout: fw.kernel.After(fw.spoilPatience(), fw.closeMenu)}
	default:
		fw.stopAt(0, token) // C16.FR.02
	}
}

// selected takes the selection on the display, 0 for all.
func (fw *firmware) selected(evse int) {
	if fw.menu == nil {
		return // it came too late
	}
	token := fw.menu.token
	fw.closeMenu()
	if evse, any := fw.spoilSelection(evse); any {
		fw.stopAt(evse, token)
	}
}

// closeMenu goes back to normal operation.
func (fw *firmware) closeMenu() {
	if fw.menu == nil {
		return
	}
	fw.kernel.Cancel(fw.menu.timeout)
	fw.menu = nil
	fw.panel.Offer()
	fw.show("Welcome")
}

// stopAt stops the transaction at an EVSE, or all.
func (fw *firmware) stopAt(evse int, token ocpp201.IDToken) {
	stopped := 0
	for _, s := range fw.sessions() {
		switch {
		case s.Tx == nil:
		case evse != 0 && s.EVSE != evse:
			fw.spoilOthers(s)
		case stopped > 0 && fw.spoilsNext(s, token, stopped):
		default:
			fw.stopByMasterPass(s, token)
			stopped++
		}
	}
	fw.updateStatuses()
}

// stopByMasterPass stops a transaction as use case E07 does (C16.FR.07), whoever was authorized for it, if anybody, and
// whatever has ended that before.
func (fw *firmware) stopByMasterPass(s *session, token ocpp201.IDToken) {
	if c := fw.connector(s.EVSE, s.Connector); c != nil {
		c.heldFor = nil // the Master Pass is there to free the cable (C16, description)
	}
	s.StopReason = ""
	fw.stop(s, fw.spoilMasterStop(s, told{&token, ocpp201.TriggerReasonStopAuthorized, ocpp201.ReasonMasterPass}))
	if s.Tx != nil && fw.defects.Has(defects.MasterPassReasonForgotten) {
		s.StopReason = ""
	}
}
