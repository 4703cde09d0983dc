package lines

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/certbench/certbench/station/panel"
)

// scanEvery is the cycle in which the board is looked at and driven.
const scanEvery = 20 * time.Millisecond

// Lines holds the lines of a board from Open to Close.
type Lines struct {
	panel   *panel.Panel
	log     *slog.Logger
	request *request
	mains   *input
	lamp    *output
	evses   []*evse
	readers []*reader
	bits    chan bit
	closed  chan struct{}
	told    map[string]string // by act, the refusal that was logged last
}

// evse is an EVSE on its lines.
type evse struct {
	id             int
	bay            *input
	contactor, pwm *output
	connectors     []*connector
}

// maxBits is more than one frame; who sends more before anybody looks waits.
const maxBits = 64

// Open requests every line of a station with the layout and brings its panel to what they show, without debounce; when
// one line cannot be had it lets go of the others. The panel must not be acted on by anybody else.
func Open(board Board, w Wiring, layout panel.Layout, side *panel.Panel, log *slog.Logger) (*Lines, error) {
	if err := w.Validate(layout); err != nil {
		return nil, fmt.Errorf("wiring of the station: %w", err)
	}
	l := &Lines{panel: side, log: log, request: &request{board: board}, bits: make(chan bit, maxBits),
		closed: make(chan struct{}), told: map[string]string{}}
	r := l.request
	l.mains = r.input("mains", w.Mains)
	for _, e := range w.EVSEs {
		l.evses = append(l.evses, l.evse(e, find(layout, e.ID).FixedCable))
	}
	l.lamp = r.output("lamp", w.Lamp)
	for _, wiring := range w.Readers {
		l.watch(wiring)
	}
	err := errors.Join(r.errs...)
	if err == nil {
		err = l.scan(true)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *Lines) evse(w EVSE, fixed bool) *evse {
	at := fmt.Sprintf("EVSE %d ", w.ID)
	e := &evse{id: w.ID, bay: l.request.input(at+"bay", w.Bay),
		contactor: l.request.output(at+"contactor", w.Contactor), pwm: l.request.output(at+"pwm", w.PWM)}
	for _, c := range w.Connectors {
		e.connectors = append(e.connectors, l.connector(w.ID, c, fixed))
	}
	return e
}

// watch listens to a reader.
func (l *Lines) watch(w Reader) {
	r := &reader{evse: w.EVSE}
	for i, line := range []Line{w.D0, w.D1} {
		held, err := l.request.board.Watch(line, func(p Pulse) {
			select {
			case l.bits <- bit{from: r, one: i == 1, Pulse: p}:
			case <-l.closed:
			}
		})
		if err != nil {
			l.request.errs = append(l.request.errs, fmt.Errorf("d%d of the reader of EVSE %d: %w", i, w.EVSE, err))
			continue
		}
		l.request.held = append(l.request.held, held)
	}
	l.readers = append(l.readers, r)
}

// Run scans the board until ctx ends, then returns nil, or until a line fails, then returns that error. It runs once.
func (l *Lines) Run(ctx context.Context) error {
	tick := time.NewTicker(scanEvery)
	defer tick.Stop()
	for {
		select {
		case b := <-l.bits:
			b.from.take(b)
		case <-tick.C:
			if err := l.scan(false); err != nil {
				return fmt.Errorf("the station's board: %w", err)
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// Close drives the outputs inactive and lets go of all lines, once Run has returned.
func (l *Lines) Close() error {
	close(l.closed)
	failed := l.drive(panel.Reading{})
	return errors.Join(failed, l.request.close())
}

// scan is one cycle: inputs, panel, cards, outputs.
func (l *Lines) scan(atOnce bool) error {
	for _, in := range l.request.in {
		if err := in.scan(atOnce); err != nil {
			return err
		}
	}
	// A firmware that boots looks around: the world must be right before the mains are.
	l.power(false)
	for _, e := range l.evses {
		l.look(e)
	}
	l.power(true)
	l.cards()
	return l.drive(l.panel.Read())
}

// power follows the mains in one direction.
func (l *Lines) power(up bool) {
	on := l.mains == nil || l.mains.active
	switch {
	case on != up || on == l.panel.MainsOn():
	case up:
		l.try("power on", l.panel.PowerOn())
	default:
		l.try("power off", l.panel.PowerOff())
	}
}

// look brings the panel to what the lines of an EVSE show.
func (l *Lines) look(e *evse) {
	for _, c := range e.connectors {
		l.follow(c)
	}
	if len(e.connectors) == 0 || e.bay == nil {
		return
	}
	if seen, _ := l.panel.Read().At(e.id, e.connectors[0].id); seen.Bay != e.bay.active {
		l.try(fmt.Sprintf("bay of EVSE %d", e.id), l.panel.Bay(e.id, e.bay.active))
	}
}

// drive has the outputs follow the panel. Of an empty reading all are inactive.
func (l *Lines) drive(seen panel.Reading) error {
	failed := []error{l.lamp.set(seen.Display != "")}
	for _, e := range l.evses {
		for _, c := range e.connectors {
			at, _ := seen.At(e.id, c.id)
			failed = append(failed, c.lock.set(at.Locked))
			if c == e.connectors[0] {
				failed = append(failed, e.contactor.set(at.Contactor), e.pwm.set(oscillates(at.PWMDuty)))
			}
		}
	}
	return errors.Join(failed...)
}

// oscillates tells a duty cycle from the steady levels of a pilot that offers nothing.
func oscillates(duty float64) bool { return duty > 0 && duty < 100 }

// try reports whether the panel took an act. A refusal is logged once, for it is tried again with every scan.
func (l *Lines) try(act string, refused error) bool {
	if refused == nil {
		delete(l.told, act)
		return true
	}
	if text := refused.Error(); l.told[act] != text {
		l.told[act] = text
		l.log.Warn("the lines show what the panel refuses", "act", act, "error", refused)
	}
	return false
}
