package bundle

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certbench/certbench/reports"
)

// The files of a bundle that no run folder has.
const (
	// CertificatesName holds the public certificates that the run has shown.
	CertificatesName = "certificates.pem"
	// FirmwareName holds the hashes of the firmware images, as sha256sum checks them.
	FirmwareName = "firmware.sha256"
)

// A part is a file on its way into a bundle.
type part struct {
	name string
	open func() (io.ReadCloser, error)
}

// contents are the files of a bundle in their order: the evidence, what the run was made with, what is drawn from the evidence for the
// bundle alone, and the documents that the evidence makes.
func contents(dir string, s *reports.Source, documents []string) ([]part, error) {
	names := s.EvidenceFiles()
	if s.Joined() != "" {
		names = append(names, s.Joined())
	}
	for _, input := range s.Inputs() {
		if input.SHA256 != "" {
			names = append(names, input.Name)
		}
	}
	var parts []part
	add := func(name string) {
		parts = append(parts, part{name, func() (io.ReadCloser, error) { return os.Open(filepath.Join(dir, filepath.FromSlash(name))) }})
	}
	for _, name := range names {
		add(name)
	}
	certificates, err := certificatesOf(dir, s.EvidenceFiles())
	if err != nil {
		return nil, err
	}
	for name, text := range map[string][]byte{CertificatesName: certificates, FirmwareName: firmwareOf(s)} {
		if len(text) > 0 {
			parts = append(parts, part{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }})
		}
	}
	slices.SortStableFunc(parts[len(names):], func(a, b part) int { return strings.Compare(a.name, b.name) })
	for _, name := range documents {
		add(name)
	}
	for _, p := range parts {
		if !fits(p.name) {
			return nil, fmt.Errorf("the run folder has a file %q, which has no place in a bundle", p.name)
		}
	}
	return parts, nil
}

// firmwareOf lists the images that the bench files name; the bundle has their hashes, not the images.
func firmwareOf(s *reports.Source) []byte {
	var text strings.Builder
	for _, i := range s.Run.Started.Firmware {
		fmt.Fprintf(&text, "%s  %s\n", i.SHA256, reports.Visible(i.File))
	}
	return []byte(text.String())
}
