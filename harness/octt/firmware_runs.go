package octt

import (
	"errors"
	"fmt"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// imageKinds are all kinds of images.
var imageKinds = []FirmwareKind{TestedFirmware, OtherFirmware, SpoiledFirmware}

// runs is the image that the station runs, as far as it has told: by its version, which not every station tells and some never
// change, and by the update that it has told Installed of. foreign is its version where that is of no image, and no update of this run
// is why. TestedFirmware is what a product comes to the bench with.
func (w *wire) runs(images Firmware) (kind FirmwareKind, foreign string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	told := w.book.Transfers.Firmware
	var byVersion FirmwareKind
	follows, known := false, false
	for _, kind := range []FirmwareKind{OtherFirmware, TestedFirmware} { // the tested one is last: of two with one version it is that
		image, err := images.Image(kind)
		if err != nil || image.Version == "" {
			continue
		}
		known = known || kind == TestedFirmware
		if image.Version == told.Version {
			byVersion = kind
		}
		follows = follows || kind == OtherFirmware && told.Versions[image.Version]
	}
	switch installed := FirmwareKind(told.Installed); {
	case installed != "" && (byVersion == "" || !told.Since || !follows):
		return installed, ""
	case byVersion != "":
		return byVersion, ""
	case told.Version != "" && known:
		return TestedFirmware, told.Version
	}
	return TestedFirmware, ""
}

// installs tells whether an update is past its verification, as far as the station has told.
func (w *wire) installs() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.book.Transfers.Firmware.Installing
}

// awaitInstallation waits for the end of an installation: whoever interrupts one may leave a station without any firmware. One of
// which no end is told is over then; that is for the case to judge.
func (s *Scenario) awaitInstallation() error {
	err := s.until(s.Timeouts.updates(), "the end of the installation that the station has told of", func() bool {
		s.w.link.excused = true
		return !s.w.book.Transfers.Firmware.Installing
	})
	if !errors.As(err, new(*StationTrouble)) {
		return err
	}
	s.Note("%s It is taken to be over.", sentenceOf(err.Error()))
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.book.Transfers.Firmware.Installing, s.w.book.Transfers.Updating = false, false
	return nil
}

// imageAt is the image that an update is about; empty for one of which the bench has no image.
func (s *Scenario) imageAt(request any) string {
	q, is := request.(ocpp201.UpdateFirmwareRequest)
	if !is || s.firmware == nil || s.files == nil {
		return ""
	}
	for _, kind := range imageKinds {
		if _, err := s.firmware.Image(kind); err == nil && s.files.FirmwareLocation(kind) == q.Firmware.Location {
			return string(kind)
		}
	}
	return ""
}

// RunsVersion notes the firmwareVersion that a station tells which has not booted in this run.
func (s *Scenario) RunsVersion(version string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.book.Transfers.Firmware.Runs(version)
}

// foreignFirmware is why no firmware is installed in a station: the one that it runs could not be brought back.
func (s *Scenario) foreignFirmware() string {
	_, version := s.w.runs(s.firmware)
	if version == "" {
		return ""
	}
	tested, err := s.firmware.Image(TestedFirmware)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("the station tells the firmwareVersion %q, and firmware.tested of the bench file is %q: what it runs could not be brought back; correct firmware.tested, or its version",
		version, tested.Version)
}
