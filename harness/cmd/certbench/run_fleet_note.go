package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/fleet"
	"github.com/certbench/certbench/reports"
)

// fleetNoteName is the file in the folder of a run on a fleet that says which part is of which bench, by which the run can be gone on with
// when its process was killed. It is no evidence: each part proves itself.
const fleetNoteName = "fleet.json"

// fleetNote is what it holds.
type fleetNote struct {
	Arguments []string    `json:"arguments"` // of the command
	Seed      int64       `json:"seed"`
	Certbench string      `json:"certbench"`
	PICS      string      `json:"pics"` // SHA-256
	Parts     []fleetPart `json:"parts"`
	// Known and Baseline are what the run is held against, as SHA-256; empty for nothing.
	Known    string `json:"known,omitempty"`
	Baseline string `json:"baseline,omitempty"`
	// Silent are the benches that were reserved, and of which nothing has come.
	Silent []reports.Silent `json:"silent,omitempty"`
}

// fleetPart is what one bench has played of a run, in the folder of its number, counted from 1, below parts.
type fleetPart struct {
	Run string `json:"run"` // by which the fleet knows it
	fleet.Left
	Since time.Time `json:"since,omitzero"` // when it was reserved, by the runner's clock
	// Lost says why nothing more is taken of the bench, which has not come to the end of the run: what it had begun is none of its plays.
	Lost string `json:"lost,omitempty"`
}

// goneOnWith is why a part ends that a process before this one has begun.
const goneOnWith = "the runner was ended, and the run was gone on with"

func newFleetNote(s *session, o *runOptions) (*fleetNote, error) {
	held, err := s.held()
	return &fleetNote{Arguments: os.Args[1:], Seed: o.seed, Certbench: version(), PICS: s.declared.Hash(), Known: held[0], Baseline: held[1]}, err
}

// held are the hashes of the known failures and of the baseline; empty for none.
func (s *session) held() (hashes [2]string, err error) {
	if s.known != nil {
		hashes[0] = hashOf(s.known.Source())
	}
	if s.baseline != nil {
		text, err := s.baseline.Encode()
		if err != nil {
			return hashes, err
		}
		hashes[1] = hashOf(text)
	}
	return hashes, nil
}

func partFolder(dir string, i int) string { return filepath.Join(dir, "parts", strconv.Itoa(i+1)) }

// readFleetNote reads the note of a run folder.
func readFleetNote(dir string) (*fleetNote, error) {
	text, err := os.ReadFile(filepath.Join(dir, fleetNoteName))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no run on a fleet, for it has no %s; leave --fleet away to go on with a run of this machine", dir, fleetNoteName)
	}
	n := &fleetNote{}
	if err == nil {
		err = json.Unmarshal(text, n)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", filepath.Join(dir, fleetNoteName), err)
	}
	return n, nil
}

// write writes it in the place of the one before.
func (n *fleetNote) write(dir string) error {
	text, err := json.MarshalIndent(n, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, fleetNoteName)
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("what is played where cannot be noted: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("what is played where cannot be noted: %w", err)
	}
	return nil
}

// compact takes out the parts of which nothing has come, so that the others are numbered without gaps. It returns those of benches; the
// part of a runner that was ended before anything came is none of them.
func (n *fleetNote) compact(dir string) (silent []reports.Silent, err error) {
	var kept []fleetPart
	for i, p := range n.Parts {
		from, to := partFolder(dir, i), partFolder(dir, len(kept))
		if _, err := os.Stat(filepath.Join(from, evidence.FileName)); errors.Is(err, os.ErrNotExist) {
			if err := os.RemoveAll(from); err != nil {
				return nil, err
			}
			if p.Lost != goneOnWith {
				silent = append(silent, reports.Silent{Bench: p.Bench, Why: cmp.Or(p.Lost, "it had nothing to play"), Since: p.Since})
			}
			continue
		}
		if from != to {
			if err := os.Rename(from, to); err != nil {
				return nil, err
			}
		}
		kept = append(kept, p)
	}
	n.Parts, n.Silent = kept, append(n.Silent, silent...)
	return silent, n.write(dir)
}

// lockFolder keeps other processes from going on with the run of a folder while this one plays it. The kernel takes the lock away with the
// process, however that ends.
func lockFolder(dir string) (unlock func() error, err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return nil, errors.Join(fmt.Errorf("%s is the folder of a run that another certbench plays; wait until that has ended", dir), f.Close())
	case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.EOPNOTSUPP), errors.Is(err, syscall.ENOSYS): // a disk without locks
	case err != nil:
		return nil, errors.Join(fmt.Errorf("%s cannot be locked: %w", dir, err), f.Close())
	}
	return f.Close, nil
}
