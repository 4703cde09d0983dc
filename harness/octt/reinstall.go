package octt

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A case that updates the firmware leaves a station that is no longer what is tested. So the tested firmware is owed, like a variable
// that was changed, and not installed before somebody is in need of it: the next update may begin with any. It is paid before a play
// that is no update, at the end of a run, and when a run is interrupted. A station that cannot be brought back is of use to nobody: the
// bench plays no more.

// restoreFirmware has the station run the tested firmware before a case that is no update, where it runs another.
func (p *Player) restoreFirmware(ctx context.Context, c Case) {
	if !c.updates() && p.Latched() == nil && ctx.Err() == nil {
		p.payFirmware(ctx)
	}
}

// payFirmware installs the tested firmware where it is owed. It may be called when ctx has ended. A station that cannot be brought back
// latches the bench, and so does one that was not, because the run was hurried.
func (p *Player) payFirmware(ctx context.Context) {
	if p.bench.Firmware == nil || p.bench.Files == nil {
		return
	}
	was, _ := p.w.runs(p.bench.Firmware)
	if was == TestedFirmware {
		return
	}
	t := p.bench.Timeouts
	limit := t.updates() + 2*t.Boot + t.Greeting + t.Settle
	p.w.sets(&awaited{"the tested firmware to be installed again", time.Now().Add(limit)})
	defer p.w.sets(nil)
	ctx, done := p.afterwards(ctx, limit)
	defer done()
	s := p.scenario(ctx, "")
	err := s.work(func(s *Scenario) error { return s.bringBack(was) })
	if err == nil && p.bench.Rest != nil {
		rest := p.scenario(ctx, "")
		rest.keeping = s.keeping // the root of a server by TLS, which the station did not have
		err = rest.work(p.bench.Rest)
	}
	p.look(err == nil, nil)
	now, _ := p.w.runs(p.bench.Firmware)
	switch {
	case err == nil && now == TestedFirmware:
		s.Note("The Charging Station runs %s again.", s.named(now))
		return
	case err == nil:
		err = errors.New("it has told that it is installed, and then another version")
	case errors.Is(context.Cause(ctx), errSkipped):
		err = errors.New("the way back was skipped, because the run was asked to end")
	}
	if now != TestedFirmware {
		err = fmt.Errorf("the station is left with %s and not with %s, which the bench could not install again: %w; install it by hand", s.named(now), s.named(TestedFirmware), err)
	}
	s.Note("%s", sentenceOf(err.Error()))
	p.Latch(OfStation(err))
}

// named is an image in words.
func (s *Scenario) named(kind FirmwareKind) string {
	image, err := s.firmware.Image(kind)
	if err != nil {
		image = FirmwareImage{Kind: kind}
	}
	return image.String()
}

// bringBack has the station download and install the tested firmware, and waits until it has told the end of that.
func (s *Scenario) bringBack(was FirmwareKind) error {
	image, err := s.firmware.Image(TestedFirmware)
	if err != nil {
		return err
	}
	s.Note("The Charging Station runs %s, as far as it has told. It is to install %s again, which all cases but those of updates are about.", s.named(was), image)
	if err := s.AwaitConnection(s.Timeouts.Boot); err != nil {
		return err
	}
	if err := s.AwaitAdmission(s.Configured.HeartbeatInterval + s.Timeouts.Message); err != nil {
		return err
	}
	if why := s.takesFiles(); why != "" {
		return errors.New(why)
	}
	s.knowsFiles()
	s.files.Release()
	if why := s.takesFiles(); why != "" {
		return errors.New(why)
	}
	s.knowsFiles()
	s.Forget()
	id := int(rand.Int32())
	answer, err := ask(s, ocpp201.UpdateFirmwareRequest{RequestID: id, Firmware: ocpp201.Firmware{
		Location: s.files.FirmwareLocation(TestedFirmware), RetrieveDateTime: ocpp201.DateTime{Time: time.Now()},
		SigningCertificate: &image.SigningCertificate, Signature: &image.Signature,
	}})
	if err != nil {
		return err
	}
	if s := answer.Status; s != ocpp201.UpdateFirmwareStatusAccepted && s != ocpp201.UpdateFirmwareStatusAcceptedCanceled {
		return fmt.Errorf("the UpdateFirmwareRequest was answered with %s", s)
	}
	return s.awaitUpdate(id)
}

// awaitUpdate waits for the end of an update, and until the station is there again. The connection may end as often as the station
// boots for it.
func (s *Scenario) awaitUpdate(id int) error {
	var end ocpp201.FirmwareStatus
	err := s.until(s.Timeouts.updates(), "the end of the update to the tested firmware", func() bool {
		s.w.link.excused = true
		end = s.endOf(id)
		return end != ""
	})
	switch {
	case err != nil:
		return err
	case end != ocpp201.FirmwareStatusInstalled:
		return fmt.Errorf("the update ended with %s", end)
	}
	if err := s.awaitStart(id); err != nil {
		return err
	}
	return s.AwaitConnection(s.Timeouts.Boot)
}

// awaitStart lets a station connect again that has told Installed on the connection on which it has told Installing: it may have yet to start
// what it has installed, by a reboot (part 2, L01.FR.32, b) of which the next case knows nothing. One that does not had no need to.
func (s *Scenario) awaitStart(id int) error {
	s.w.mu.Lock()
	told, than := s.starts(id), s.w.link.hello
	s.w.mu.Unlock()
	if told {
		return nil
	}
	defer s.awaits("the Charging Station to start the firmware that it has installed", s.Timeouts.Message)()
	_, err := s.w.await(s.ctx, s.Timeouts.Message, nil, func() bool {
		s.w.link.excused = true
		return s.w.link.hello != than || !s.w.link.up
	})
	return err
}

// starts tells whether the station has connected again between Installing, or where it told none the first status of an update, and
// Installed. The caller holds the wire's mu.
func (s *Scenario) starts(id int) bool {
	began := 0
	for _, m := range s.w.from(s.first) {
		if status := s.statusOf(m, id); status == ocpp201.FirmwareStatusInstalled {
			return m.Conn != began
		} else if status == ocpp201.FirmwareStatusInstalling || began == 0 && status != "" {
			began = m.Conn
		}
	}
	return false
}

// statusOf is what a message tells of an update; empty of every other one.
func (s *Scenario) statusOf(m *Message, id int) ocpp201.FirmwareStatus {
	var q ocpp201.FirmwareStatusNotificationRequest
	if m.Action != q.Action() || m.Payload.Decode(&q) != nil || q.RequestID != nil && *q.RequestID != id {
		return ""
	}
	return q.Status
}

// endOf is the status with which an update has ended in this scenario, empty before it has. The caller holds the wire's mu.
func (s *Scenario) endOf(id int) ocpp201.FirmwareStatus {
	for _, m := range s.w.from(s.first) {
		if status := s.statusOf(m, id); status != "" && status != ocpp201.FirmwareStatusIdle && ledger.EndsUpdate(status) {
			return status
		}
	}
	return ""
}
