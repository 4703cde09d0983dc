package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/suites"
)

// fleetPage is the page of a run on a fleet: what the benches send, as one stream. It has a file of its own, from which it reads what is
// older, and which proves nothing. Nothing is steered there: the benches are on other machines.
type fleetPage struct {
	dir    string
	file   *os.File
	stream *evidence.Recorder
	page   *live.Page
	at     *atDoor
}

// openPage serves it; none where no address was given.
func (r *fleetRun) openPage(before suites.Durations) (*fleetPage, error) {
	k := r.session.step
	if k == nil {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "certbench-page-")
	if err != nil {
		return nil, err
	}
	p := &fleetPage{dir: dir}
	if p.file, err = os.Create(filepath.Join(dir, evidence.FileName)); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	p.stream = evidence.New(p.file, nil)
	p.page = live.New(live.Config{Dir: dir, Durations: live.Durations(completed(before)), Limits: limitsOf(r.session.declared), Door: k.door})
	p.stream.OnRecord(p.page.Record)
	p.at = k.serve(p.page.Handler())
	r.shown.say("%s", p.at.shows())
	d, set := r.session.declared, r.session.schemas
	started := &evidence.RunStarted{ID: r.id, Certbench: version(), Arguments: os.Args[1:], Product: d.Product.Designation, PICSHash: d.Hash(), Schemas: set.Name(),
		SchemaHash: set.Hash(), Edition: catalogue.Edition, Seed: r.options.seed, Repeat: r.options.repeat, LongestFirst: !r.options.shuffle, Bench: r.leases[0].Bench}
	for _, s := range r.board.Benches() {
		if s.Tenancy != nil && s.Tenancy.Run == r.id {
			started.Benches = append(started.Benches, evidence.BenchUsed{Name: s.Bench.Name, Station: s.Bench.Station, SecurityProfile: s.Bench.Profile})
		}
	}
	p.record(evidence.Record{Run: started})
	return p, nil
}

// record shows a record. What cannot be shown costs no play.
func (p *fleetPage) record(rec evidence.Record) {
	if p == nil {
		return
	}
	rec.Seq, rec.Prev, rec.Hash = 0, "", ""
	_, _ = p.stream.Append(rec) // why it ends before its time, close tells
}

// close ends the page after the last record.
func (p *fleetPage) close() error {
	if p == nil {
		return nil
	}
	err := errors.Join(p.stream.Failed(), p.stream.Close(), p.at.close())
	p.page.Close()
	return errors.Join(err, p.file.Close(), os.RemoveAll(p.dir))
}
