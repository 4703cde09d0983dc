package octt

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
)

// FirmwareKind names an image of the bench by what it is to the station.
type FirmwareKind string

// The images.
const (
	// TestedFirmware is what the product runs when it comes to the bench, and what all other cases are about.
	TestedFirmware FirmwareKind = "tested"
	// OtherFirmware is another one that the product takes.
	OtherFirmware FirmwareKind = "other"
	// SpoiledFirmware is rightly signed, and the product cannot verify or install it (part 6, TC_L_08_CS).
	SpoiledFirmware FirmwareKind = "spoiled"
)

// FirmwareImage is what an UpdateFirmwareRequest says of an image. Its location is that of Files.
type FirmwareImage struct {
	Kind               FirmwareKind
	SigningCertificate string // in PEM, at most 5500 characters
	Signature          string // of the whole file, in Base64, at most 800 characters
	SHA256             string // of the file, in hexadecimal
	Size               int64  // of the file, in bytes
	Version            string // that a station which runs it tells as its firmwareVersion; empty where nobody has said
}

// Firmware is the images of the bench. What it returns is the same at each call. An error is one of the bench; one that has a method
// Lacks, which says what the bench was not given, is NOT RUN. Implementations are safe for concurrent use.
type Firmware interface {
	// Image is the image of a kind, with <Configured signingCertificate> and <Configured signature>.
	Image(FirmwareKind) (FirmwareImage, error)
	// WrongSignature is <Configured invalid firmware signature>: a real one, and not that of the image by its certificate (part 6,
	// TC_L_06_CS).
	WrongSignature(FirmwareKind) (string, error)
	// WrongCertificate is <Generated invalid firmware signingCertificate>, in PEM: ExpiredCertificate or OfUnknownRoot, and wrong in
	// nothing else (part 6, TC_L_05_CS).
	WrongCertificate(CertificateFault) (string, error)
}

// Updates prepares a case that updates the firmware, as Transfers does with each protocol, and finds the image for it: the given one, else Tested or Other,
// whichever the station does not run. On a bench without that image the case is NOT RUN. What it installs is the bench's to undo.
func Updates(kind ...FirmwareKind) []Preparation {
	all := moving(func(s *Scenario) {
		r := s.open("", evidence.ActorTool, "serves firmware", "")
		why := s.takesFiles()
		if why == "" {
			why = s.picks(kind)
		}
		s.mustHave(r, imageAndServer, why)
		r.end(evidence.Pass, fmt.Sprintf("%s, SHA-256 %s.", s.image, s.image.SHA256))
		s.knowsFiles()
	})
	all[0].updates = true
	return all
}

const imageAndServer = "The bench has a firmware image for the Charging Station, and a file server that it can use."

// HoldDownloads is HoldTransfers for a case that has firmware of a kind downloaded, and not installed. On a bench that has neither that
// image nor a configured signing certificate the case is NOT RUN: no station trusts the certificate that is there without.
func HoldDownloads(kind FirmwareKind) []Preparation {
	return moving(func(s *Scenario) {
		r := s.open("", evidence.ActorTool, "keeps file transfers under way", "")
		why := s.takesFiles()
		if why == "" {
			why = s.lacksSigned(kind)
		}
		s.mustHave(r, imageAndServer, why)
		s.files.Hold()
		r.end(evidence.Pass, "")
		s.knowsFiles()
	})
}

// lacksSigned says what is lacking for WronglySigned; empty where nothing is.
func (s *Scenario) lacksSigned(kind FirmwareKind) string {
	switch {
	case s.firmware != nil:
		_, err := s.firmware.Image(kind)
		return lacks(err)
	case s.Configured.SigningCertificate == selfSigned:
		return noImages
	}
	return ""
}

// updates tells whether the case begins with whatever firmware there is.
func (c Case) updates() bool {
	return slices.ContainsFunc(c.Before, func(p Preparation) bool { return p.updates })
}

// String names the image.
func (i FirmwareImage) String() string {
	if i.Version == "" {
		return fmt.Sprintf("the %s firmware", i.Kind)
	}
	return fmt.Sprintf("the %s firmware %s", i.Kind, i.Version)
}

const noImages = "the bench has no firmware images; add firmware: to the bench file"

// picks finds the image of the play, and says what is lacking for it; empty when there is one.
func (s *Scenario) picks(kind []FirmwareKind) string {
	if s.firmware == nil {
		return noImages
	}
	if why := s.foreignFirmware(); why != "" {
		return why
	}
	wanted := OtherFirmware
	if len(kind) > 0 {
		wanted = kind[0]
	} else if now, _ := s.w.runs(s.firmware); now == OtherFirmware {
		wanted = TestedFirmware
	}
	image, err := s.firmware.Image(wanted)
	if err == nil {
		s.image = image
		return ""
	}
	why := lacks(err)
	if why == "" {
		s.bug(fmt.Sprintf("the %s firmware of the bench: %v", wanted, err))
	}
	return why
}

// Image is the image that the play is to have installed, after Updates.
func (s *Scenario) Image() FirmwareImage {
	if s.image.Kind == "" {
		s.bug("the case has no image: it does not declare Updates")
	}
	return s.image
}

// ImageLocation is <Configured firmware_location> of that image.
func (s *Scenario) ImageLocation() string { return s.FirmwareLocation(s.Image().Kind) }

// WrongSignature is <Configured invalid firmware signature> for that image.
func (s *Scenario) WrongSignature() string {
	return s.signs(s.firmware.WrongSignature(s.Image().Kind))
}

// WronglySigned is <Configured signingCertificate> with <Configured invalid firmware signature>, for a case that has firmware downloaded
// and not installed: those of an image where the bench has it, else what is configured. trusted tells that the station has a root for
// the certificate.
func (s *Scenario) WronglySigned(kind FirmwareKind) (certificate, signature string, trusted bool) {
	if s.firmware != nil {
		if image, err := s.firmware.Image(kind); err == nil {
			return image.SigningCertificate, s.signs(s.firmware.WrongSignature(kind)), true
		}
	}
	return s.Configured.SigningCertificate, s.Configured.InvalidFirmwareSignature, false
}

// WrongCertificate is a signing certificate that is wrong in the one thing, in PEM, after Updates.
func (s *Scenario) WrongCertificate(fault CertificateFault) string {
	s.Image()
	return s.signs(s.firmware.WrongCertificate(fault))
}

// FirmwareVersion is that of the last BootNotificationRequest, empty where none has told one.
func (s *Scenario) FirmwareVersion() string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	about, _ := s.w.registration.about.(map[string]any)
	version, _ := about["firmwareVersion"].(string)
	return version
}

// CanSign tells whether the bench can make such a certificate. Where it cannot, the row is left out, with the reason.
func (s *Scenario) CanSign(row int, fault CertificateFault) bool {
	_, err := s.firmware.WrongCertificate(fault)
	why := lacks(err)
	if why != "" {
		s.Skip(row, evidence.ActorCSMS, "sends no signing certificate that is "+string(fault), sentenceOf(why))
	}
	return why == ""
}

// signs is what the store has made; that it could not is an ERROR of the bench, or NOT RUN for want of something.
func (s *Scenario) signs(text string, err error) string {
	if err != nil {
		s.Lacking(err)
		s.bug("the firmware images of the bench: " + err.Error())
	}
	return text
}
