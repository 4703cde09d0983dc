package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"reflect"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
	"github.com/certbench/certbench/reports"
)

// begin opens the evidence of a run: who plays what with which means.
func begin(recorder *evidence.Recorder, s *session, o *runOptions) error {
	declared, benches, set := s.declared, s.benches, s.schemas
	used := usedBenches(benches)
	for _, file := range benches {
		redact(recorder, file)
	}
	started := &evidence.RunStarted{
		ID: rand.Text(), Certbench: version(), Arguments: os.Args[1:], Bench: used[0].Name, BenchHash: used[0].Hash,
		Product: declared.Product.Designation, PICSHash: declared.Hash(), Schemas: set.Name(), SchemaHash: set.Hash(),
		Edition: catalogue.Edition, Seed: o.seed, Order: s.turns.words, LongestFirst: s.longestFirst(o), Shard: s.shard, RequireComplete: o.requireComplete, Serial: used[0].Serial, SecurityProfile: used[0].SecurityProfile, Rigs: used[0].Rigs, Configured: used[0].Configured, Timeouts: used[0].Timeouts,
	}
	started.Firmware, started.Communication = usedFirmware(benches), usedCommunication(benches)
	if len(used) > 1 {
		started.Benches = used
	}
	if err := s.heldAgainst(started, o); err != nil {
		return err
	}
	_, err := recorder.Append(evidence.Record{Kind: evidence.KindRun, Run: started})
	return err
}

// heldAgainst names what the run is held against, and what of an earlier one is played how often.
func (s *session) heldAgainst(started *evidence.RunStarted, o *runOptions) error {
	if started.FailedOf = s.failedOf; o.repeat > 1 {
		started.Repeat = o.repeat
	}
	if s.known != nil {
		started.Known = &evidence.KeptFile{File: known.FileName, Hash: hashOf(s.known.Source())}
	}
	if s.baseline != nil {
		text, err := s.baseline.Encode()
		if err != nil {
			return err
		}
		started.Baseline = &evidence.BaselineUsed{RunNamed: s.baseline.Run, KeptFile: evidence.KeptFile{File: reports.BaselineName, Hash: hashOf(text)}}
	}
	return nil
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// redact hides the passwords of a bench: of its station, and of its file server.
func redact(recorder *evidence.Recorder, file *bench.File) {
	recorder.RedactBasicAuth(file.Station.ID, file.Configured.BasicAuthPassword)
	if f := file.Files; f != nil && f.Password != "" {
		recorder.RedactBasicAuth(f.User, f.Password)
	}
}

// usedFirmware are the images that the bench files name, each once. What the reference station brings along is nobody's product.
func usedFirmware(benches []*bench.File) (used []evidence.FirmwareUsed) {
	for _, file := range benches {
		for _, i := range file.Images().All() {
			one := evidence.FirmwareUsed{Kind: string(i.Kind), File: i.Name, Version: i.Version, SHA256: i.SHA256}
			if !slices.Contains(used, one) {
				used = append(used, one)
			}
		}
	}
	return used
}

// usedCommunication are the technologies that the bench files name, each once.
func usedCommunication(benches []*bench.File) (used []string) {
	for _, file := range benches {
		if c := file.Communication; c != "" && !slices.Contains(used, c) {
			used = append(used, c)
		}
	}
	return used
}

func usedBenches(benches []*bench.File) []evidence.BenchUsed {
	names := keptNames(benches)
	var used []evidence.BenchUsed
	for i, file := range benches {
		rigs := map[string]string{}
		for kind, name := range file.Bound() {
			rigs[string(kind)] = name
		}
		used = append(used, evidence.BenchUsed{Name: file.Name, Station: file.Station.ID, Serial: file.Station.Serial, File: names[i], Hash: file.Hash(),
			SecurityProfile: file.SecurityProfile(), Rigs: rigs, Configured: described(file.Configured), Timeouts: described(file.Timeouts)})
	}
	return used
}

// described writes a struct's fields as words, by their names in the bench file.
func described(of any) map[string]string {
	out := map[string]string{}
	v := reflect.ValueOf(of)
	for i := range v.NumField() {
		value := v.Field(i).Interface()
		text := fmt.Sprint(value)
		if d, ok := value.(time.Duration); ok {
			text = d.String()
		}
		out[v.Type().Field(i).Tag.Get("yaml")] = text
	}
	return out
}
