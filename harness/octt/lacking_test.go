package octt

import (
	"errors"
	"fmt"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// wanting is a certificate authority and two endpoints that fail with an error.
type wanting struct {
	Certificates
	Endpoints
	err error
}

func (w wanting) CSMSRoot(Root) (HashedCertificate, error) { return HashedCertificate{}, w.err }
func (w wanting) Serve(string, Serving) error              { return w.err }
func (w wanting) Restore() error                           { return nil }
func (w wanting) LetIn(bool) error                         { return nil }
func (w wanting) SecurityProfile() int                     { return 1 }

type lack string

func (l lack) Error() string { return "nothing is signed" }
func (l lack) Lacks() string { return string(l) }

// What the bench was not given is no fault of anybody, and what it cannot do by itself is ours.
func TestACaseForWhichTheBenchLacksAKeyIsNotRun(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		want   evidence.Verdict
		reason string
	}{
		"a key":         {fmt.Errorf("signing: %w", lack("the key of the root")), evidence.NotRun, "the bench file does not name the key of the root: signing: nothing is signed"},
		"another error": {errors.New("no entropy"), evidence.Error, "no entropy"},
	} {
		for part, main := range map[string]func(*Scenario){
			"a certificate": func(s *Scenario) { s.Certified(s.Certificates().CSMSRoot(OldRoot)) },
			"an endpoint":   func(s *Scenario) { s.Serve(1, "csms", "serves", Serving{}) },
		} {
			t.Run(name+" for "+part, func(t *testing.T) {
				w := wanting{err: c.err}
				inLab(t, func(l *lab) { l.bench.Authority, l.bench.Endpoints = w, w }, func(l *lab) { l.expect(c.want, c.reason, main) })
			})
		}
	}
}
