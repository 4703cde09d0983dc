package charging

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
func (ch *Charging) masterPass(token ocpp201.IDToken) {
	var evses []int
	for _, s := range ch.Sessions() {
		if s.Tx != nil {
			evses = append(evses, s.EVSE) // 0 while the EVSE is not known: such a transaction stops with all
		}
	}
	switch {
	case len(evses) == 0:
		ch.site.Show("No transaction to stop")
		if ch.defects.Has(defects.MasterPassAuthorizesNext) {
			ch.drivers.NextPass = &token
		}
	case ch.defects.Has(defects.MasterPassStopsNothing):
		ch.site.Show("Not accepted")
	case ch.product.Capabilities.MasterPassUI && !ch.defects.Has(defects.MasterPassWithoutSelection):
		ch.site.Show("Select the transactions to stop") // C16.FR.01
		ch.panel.Offer(ch.spoilOffer(evses)...)
		ch.menu = &menu{token: token, timeout: ch.kernel.After(ch.spoilPatience(), ch.closeMenu)}
	default:
		ch.stopAt(0, token) // C16.FR.02
	}
}

// Selected takes the selection on the display, 0 for all.
func (ch *Charging) Selected(evse int) {
	if ch.menu == nil {
		return // it came too late
	}
	token := ch.menu.token
	ch.closeMenu()
	if evse, any := ch.spoilSelection(evse); any {
		ch.stopAt(evse, token)
	}
}

// closeMenu goes back to normal operation.
func (ch *Charging) closeMenu() {
	if ch.menu == nil {
		return
	}
	ch.kernel.Cancel(ch.menu.timeout)
	ch.menu = nil
	ch.panel.Offer()
	ch.site.Show("Welcome")
}

// stopAt stops the transaction at an EVSE, or all.
func (ch *Charging) stopAt(evse int, token ocpp201.IDToken) {
	stopped := 0
	for _, s := range ch.Sessions() {
		switch {
		case s.Tx == nil:
		case evse != 0 && s.EVSE != evse:
			ch.spoilOthers(s)
		case stopped > 0 && ch.spoilsNext(s, token, stopped):
		default:
			ch.stopByMasterPass(s, token)
			stopped++
		}
	}
	ch.site.UpdateStatuses()
}

// stopByMasterPass stops a transaction as use case E07 does (C16.FR.07), whoever was authorized for it, if anybody, and
// whatever has ended that before.
func (ch *Charging) stopByMasterPass(s *Session, token ocpp201.IDToken) {
	if c := ch.site.Connector(s.EVSE, s.Connector); c != nil {
		c.HeldFor = nil // the Master Pass is there to free the cable (C16, description)
	}
	s.StopReason = ""
	ch.stop(s, ch.spoilMasterStop(s, Told{&token, ocpp201.TriggerReasonStopAuthorized, ocpp201.ReasonMasterPass}))
	if s.Tx != nil && ch.defects.Has(defects.MasterPassReasonForgotten) {
		s.StopReason = ""
	}
}
