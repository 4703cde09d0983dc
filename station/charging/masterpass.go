package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
)

// menu is the Master Pass UI: the display offers the EVSEs of ongoing transactions, and all of them.
type menu struct {
	token   ocpp201.IDToken // the Master Pass
	timeout *kernel.Alarm
}

// SelectionTimeout is how long the Master Pass UI waits for a selection: part 2 asks for an acceptable time (C16, error
// handling).
const SelectionTimeout = time.Minute

// masterPass is an accepted token that starts nothing (C12.FR.09, C16.FR.03) and stops every transaction, or those that
// its holder selects (use case C16).
func (ch *Charging) masterPass(token ocpp201.IDToken) {
	var evses []int
	for _, s := range ch.Sessions() {
		if s.Tx != nil {
			evses = append(evses, s.EVSE) // 0 while the EVSE is not known: such a transaction stops with all
		}
	}
	ch.Decide.UseMasterPass(token, evses)
}

func (ch *Charging) useMasterPass(token ocpp201.IDToken, evses []int) {
	switch {
	case len(evses) == 0:
		ch.site.Show("No transaction to stop")
	case ch.Decide.Selects():
		ch.site.Show("Select the transactions to stop") // C16.FR.01
		offered, patience := ch.Decide.Menu(evses)
		ch.panel.Offer(offered...)
		ch.menu = &menu{token: token, timeout: ch.kernel.After(patience, ch.closeMenu)}
	default:
		ch.Decide.StopAt(0, token) // C16.FR.02
	}
}

// Selected takes the selection on the display, 0 for all.
func (ch *Charging) Selected(evse int) {
	if ch.menu == nil {
		return // it came too late
	}
	token := ch.menu.token
	ch.closeMenu()
	ch.Decide.StopSelected(evse, token)
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
	for _, s := range ch.Sessions() {
		if s.Tx != nil && (evse == 0 || s.EVSE == evse) {
			ch.StopByMasterPass(s, token)
		}
	}
	ch.site.UpdateStatuses()
}

// StopByMasterPass stops a transaction as use case E07 does (C16.FR.07), whoever was authorized for it, if anybody, and
// whatever has ended that before.
func (ch *Charging) StopByMasterPass(s *Session, token ocpp201.IDToken) {
	ch.Decide.StopByMasterPass(s, Told{&token, ocpp201.TriggerReasonStopAuthorized, ocpp201.ReasonMasterPass})
}

func (ch *Charging) stoppedByMasterPass(s *Session, by Told) {
	if c := ch.site.Connector(s.EVSE, s.Connector); c != nil {
		c.HeldFor = nil // the Master Pass is there to free the cable (C16, description)
	}
	s.StopReason = ""
	ch.Stop(s, by)
}
