package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
	"github.com/certbench/certbench/schemas/certbench"
)

// JoinedName is the name of the file that makes a folder one run of several: see Joined.
const JoinedName = "joined.json"

// partsName is the folder of their evidence.
const partsName = "parts"

// partFolder is the folder of a part, counted from 0, in that of the whole.
func partFolder(i int) string { return partsName + "/" + strconv.Itoa(i+1) }

// Joined says of which runs a report is made. Each part's chain ends with its Head, so that Hash stands for all of the evidence.
type Joined struct {
	Schema    string       `json:"schema"` // certbench.Joined of schemas/certbench, which describes every field
	Parts     []JoinedPart `json:"parts"`
	Different []Difference `json:"different"` // in what they differ, although they should not, because somebody has said so
	Twice     []string     `json:"twice"`     // plays that several of them have played, as --cases names them: the worse counts
	Missing   []string     `json:"missing"`   // shards of which no run was given
	Silent    []Silent     `json:"silent,omitempty"`
	Hash      string       `json:"hash"` // SHA-256 of this file with an empty hash
}

// JoinedPart is one of the runs.
type JoinedPart struct {
	Folder  string          `json:"folder"` // in the folder of the report
	From    string          `json:"from"`   // what its folder was called
	Run     string          `json:"run"`
	Shard   *evidence.Shard `json:"shard,omitempty"`
	Records int             `json:"records"`
	Head    string          `json:"head"` // hash of its last record
	// Lost says why the bench was lost that was recording this part: a play without an end is none, and another bench may have played it.
	Lost string `json:"lost,omitempty"`
	// Last is when the last record of a lost bench was written, by the clock of its machine: since then it is silent.
	Last time.Time `json:"last,omitzero"`
}

// Silent is a bench that was to take part, and has recorded nothing.
type Silent struct {
	Bench string    `json:"bench"`
	Why   string    `json:"why"`
	Since time.Time `json:"since,omitzero"` // when it was reserved, by the runner's clock
}

// String says it in a sentence.
func (s Silent) String() string {
	reserved := ""
	if !s.Since.IsZero() {
		reserved = fmt.Sprintf(", which was reserved at %s UTC", s.Since.UTC().Format(time.DateTime))
	}
	return fmt.Sprintf("Nothing has come of bench %s%s: %s.", s.Bench, reserved, strings.TrimSuffix(s.Why, "."))
}

// words name a part in few words.
func (p JoinedPart) words() string {
	text := fmt.Sprintf("%s, run %s", p.From, p.Run)
	if p.Shard != nil {
		text += ", shard " + p.Shard.String()
	}
	return text
}

// Difference is something that the parts should have alike.
type Difference struct {
	What   string   `json:"what"`
	Values []string `json:"values"` // of each part, in their order
}

// String says it in a sentence.
func (d Difference) String() string {
	var words []string
	for i, v := range d.Values {
		words = append(words, fmt.Sprintf("%s in part %d", orNone(v), i+1))
	}
	return fmt.Sprintf("The parts differ in %s: %s.", d.What, strings.Join(words, ", "))
}

// sentences say what a reader has to know of the parts; none for one run.
func (of *Joined) sentences() []string {
	if of == nil {
		return nil
	}
	var all []string
	for _, d := range of.Different {
		all = append(all, d.String())
	}
	if len(of.Twice) > 0 {
		all = append(all, fmt.Sprintf("More than one of the parts has played %s: the worse verdict counts.", some(of.Twice)))
	}
	if len(of.Missing) > 0 {
		all = append(all, fmt.Sprintf("No part is shard %s.", strings.Join(of.Missing, ", ")))
	}
	return all
}

// words say in a sentence of what the report is made; empty for one run.
func (of *Joined) words() string {
	if of == nil {
		return ""
	}
	text := fmt.Sprintf("Made of %s", plural(len(of.Parts), "run"))
	if len(of.Different) > 0 {
		var what []string
		for _, d := range of.Different {
			what = append(what, d.What)
		}
		text += " that differ in " + strings.Join(what, ", ")
	}
	if len(of.Missing) > 0 {
		text += fmt.Sprintf("; shard %s is missing", strings.Join(of.Missing, ", "))
	}
	return text + "."
}

// joined is what is to be said of the parts.
func (j *joining) joined() *Joined {
	of := &Joined{Schema: certbench.Joined, Different: j.different(), Twice: j.twice(), Missing: j.missing(), Silent: j.silent}
	for i, p := range j.parts {
		about := JoinedPart{Folder: partFolder(i), From: p.name, Run: p.begun.ID, Shard: p.begun.Shard, Records: p.log.Count, Head: p.log.Head, Lost: p.lost}
		if p.lost != "" {
			about.Last = p.last
		}
		of.Parts = append(of.Parts, about)
	}
	of.Hash = of.sum()
	return of
}

func (of *Joined) sum() string {
	plain := *of
	plain.Hash = ""
	text := plain.text()
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func (of *Joined) text() []byte {
	var b bytes.Buffer
	if err := Encode(&b, of); err != nil {
		panic("reports: " + err.Error()) // nothing in it cannot be encoded
	}
	return b.Bytes()
}

// different lists in what the parts differ that a report says once for all of them.
func (j *joining) different() []Difference {
	all := j.folding.Run().Told
	station := func(of func(evidence.Told) string) func(*part) string {
		return func(p *part) string {
			var words []string
			for _, told := range all {
				if word := of(told); p.has(told.Seq) && word != "" && !slices.Contains(words, word) {
					words = append(words, word)
				}
			}
			return strings.Join(words, ", ")
		}
	}
	differ := []Difference{}
	for _, fact := range []struct {
		what    string
		of      func(*part) string
		unknown bool // that one does not tell is no difference
	}{
		{"product", func(p *part) string { return p.begun.Product }, false},
		{"PICS", func(p *part) string { return p.begun.PICSHash }, false},
		{"vendor", station(func(t evidence.Told) string { return t.Vendor }), true},
		{"model", station(func(t evidence.Told) string { return t.Model }), true},
		{"firmware", station(firmwareBefore), true},
		{"firmware images", firmwareOf, true},
		{"schemas", func(p *part) string { return strings.TrimSpace(p.begun.Schemas + " " + p.begun.SchemaHash) }, false},
		{"edition", func(p *part) string { return p.begun.Edition }, false},
		{"certbench", func(p *part) string { return p.begun.Certbench }, false},
		{"parting of the plan", partingOf, true},
		{"known failures", func(p *part) string { return p.input(known.FileName) }, false},
		{"baseline", func(p *part) string { return p.input(BaselineName) }, false},
	} {
		d := Difference{What: fact.what}
		known := []string{}
		for _, p := range j.parts {
			value := fact.of(p)
			d.Values = append(d.Values, value)
			if (value != "" || !fact.unknown) && !slices.Contains(known, value) {
				known = append(known, value)
			}
		}
		if len(known) > 1 {
			differ = append(differ, d)
		}
	}
	return differ
}

// has tells whether a record, by its number in the whole, is of the part.
func (p *part) has(seq int64) bool { return p.shift.Seq < seq && seq <= p.shift.Seq+int64(p.log.Count) }

// firmwareBefore is the firmware that a station ran before the run asked it for an update.
func firmwareBefore(t evidence.Told) string {
	if t.Updated {
		return ""
	}
	return t.Firmware
}

// input is the hash of a file that the part was made with; empty for none.
func (p *part) input(name string) string {
	for _, one := range inputs(p.begun) {
		if one.Name == name {
			return one.SHA256
		}
	}
	return ""
}

func firmwareOf(p *part) string {
	var words []string
	for _, image := range p.begun.Firmware {
		words = append(words, image.Kind+" "+image.SHA256)
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func partingOf(p *part) string {
	if p.begun.Shard == nil {
		return ""
	}
	return fmt.Sprintf("%d parts, %s", p.begun.Shard.Of, p.begun.Shard.Parting)
}

// twice names the plays that several parts have played.
func (j *joining) twice() []string {
	in := map[playName]int{} // the part, counted from 1
	all := []string{}
	run := j.folding.Run()
	j.nobodys(run.Plays)
	for i := range run.Plays {
		p := &run.Plays[i]
		if !really(p) || p.Again != 0 {
			continue
		}
		at := 1 + slices.IndexFunc(j.parts, func(of *part) bool { return of.from <= p.Number && p.Number <= of.to })
		name := nameOf(p)
		if other := in[name]; other != 0 && other != at {
			if words := evidence.PlayName(name.id, name.mode); !slices.Contains(all, words) {
				all = append(all, words)
			}
		}
		in[name] = at
	}
	return all
}

// missing names the shards that are not there.
func (j *joining) missing() []string {
	all := []string{}
	of := 0
	there := map[int]bool{}
	for _, p := range j.parts {
		if s := p.begun.Shard; s != nil {
			of, there[s.Part] = max(of, s.Of), true
		}
	}
	for part := 1; part <= of; part++ {
		if !there[part] {
			all = append(all, evidence.Shard{Part: part, Of: of}.String())
		}
	}
	return all
}

// isJoined tells a folder that is made of several runs.
func isJoined(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, JoinedName))
	return err == nil
}

// loadJoined reads a folder that is made of several runs.
func loadJoined(dir string) (*Source, error) {
	text, err := os.ReadFile(filepath.Join(dir, JoinedName))
	if err != nil {
		return nil, fmt.Errorf("cannot read of which runs %s is made: %w", dir, err)
	}
	var of Joined
	if err := json.Unmarshal(text, &of); err != nil {
		return nil, fmt.Errorf("cannot read of which runs %s is made: %s holds no JSON of certbench: %w", dir, JoinedName, err)
	}
	if len(of.Parts) == 0 || len(of.Parts) > mostParts {
		return nil, fmt.Errorf("cannot read of which runs %s is made: %s names %d parts", dir, JoinedName, len(of.Parts))
	}
	var dirs []string
	for i := range of.Parts {
		dirs = append(dirs, filepath.Join(dir, filepath.FromSlash(partFolder(i))))
	}
	lost := map[string]string{}
	for i, p := range of.Parts {
		lost[dirs[i]] = p.Lost
	}
	j, err := join(dirs, false, lost)
	if err != nil {
		return nil, err
	}
	declared, err := keptPICS(j.parts[0].dir, j.parts[0].begun)
	if err != nil {
		return nil, err
	}
	j.silent = of.Silent
	s := j.source(declared)
	s.dir, s.Head, s.joined = dir, of.Hash, &of
	wrong, err := j.exchangedParts(dir, &of, text)
	s.Exchanged = append(s.Exchanged, wrong...)
	if err != nil {
		return nil, err
	}
	var parts []string
	var runs []evidence.RunStarted
	for _, p := range j.parts {
		parts, runs = append(parts, p.dir), append(runs, p.begun)
	}
	return s, s.loadExpected(parts, runs)
}

// mostParts is more than any report is made of.
const mostParts = 1000

// exchangedParts says where a folder is not the one that was made of its parts.
func (j *joining) exchangedParts(dir string, of *Joined, text []byte) ([]string, error) {
	var wrong []string
	if of.Hash != of.sum() || !bytes.Equal(text, of.text()) {
		wrong = append(wrong, fmt.Sprintf("The file %s is not as it was written.", JoinedName))
	}
	is := j.joined()
	for i, p := range is.Parts {
		p.From = of.Parts[i].From // the folder has another name here
		if was := of.Parts[i]; p.Folder != was.Folder || p.Run != was.Run || p.Records != was.Records || p.Head != was.Head || !sameShard(p.Shard, was.Shard) {
			wrong = append(wrong, fmt.Sprintf("Part %d is not the run that the report was made of.", i+1))
		}
	}
	entries, err := os.ReadDir(filepath.Join(dir, partsName))
	if err != nil {
		return nil, fmt.Errorf("cannot read the parts of %s: %w", dir, err)
	}
	for _, entry := range entries {
		if n, err := strconv.Atoi(entry.Name()); err != nil || n < 1 || n > len(of.Parts) || entry.Name() != strconv.Itoa(n) {
			wrong = append(wrong, fmt.Sprintf("The folder %s/%s is none of the parts that the report was made of.", partsName, entry.Name()))
		}
	}
	return wrong, nil
}

func sameShard(a, b *evidence.Shard) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// ErrApart says why runs cannot be made one: what they were made with differs, or a play is in two of them.
type ErrApart struct {
	Different []Difference
	Twice     []string
	Same      [2]string // two folders of one run
}

func (e *ErrApart) Error() string {
	switch {
	case e.Same[0] != "":
		return fmt.Sprintf("%s and %s hold the same run, which counts once; name it once", e.Same[0], e.Same[1])
	case len(e.Different) > 0:
		var words []string
		for _, d := range e.Different {
			words = append(words, d.String())
		}
		return strings.Join(words, " ")
	}
	return fmt.Sprintf("%s played in two of the runs, such as %s", plural(len(e.Twice), "play")+" was", e.Twice[0])
}

// Altered says that a folder which is to be part of a report does not verify.
type Altered struct {
	Dir     string
	Problem string
	Cut     bool // it is unaltered, and was cut off
}

func (e *Altered) Error() string {
	if e.Cut {
		return fmt.Sprintf("the run of %s was cut off before its end (%s), and is no part of a report; go on with it, or play it again", e.Dir, e.Problem)
	}
	return fmt.Sprintf("what %s holds was altered after the run (%s), and is no part of a report; certbench verify %s says where", e.Dir, e.Problem, e.Dir)
}

// JoinOptions allow what is refused otherwise.
type JoinOptions struct {
	Different bool // that the runs are of other firmware, PICS, schemas, certbench …
	Twice     bool // that a play is in several of them
	// Lost are the folders of benches that were lost in the middle, and why: what they have recorded is unaltered and has no end.
	Lost map[string]string
	// Silent are the benches that were to take part, and have recorded nothing.
	Silent []Silent
}

// Join makes one run of several of the same product in a new folder: its parts, and of which they are. WriteAll makes the documents.
// The errors that tell of the runs are ErrApart and Altered; then nothing was written. After another error the folder holds nothing
// that could be taken for a report.
func Join(dirs []string, out string, may JoinOptions) (err error) {
	j, err := join(dirs, !slices.ContainsFunc(dirs, func(dir string) bool { return in(dir, out) }), may.Lost)
	if err != nil {
		return err
	}
	if err := j.sound(); err != nil {
		return err
	}
	j.silent = may.Silent
	of := j.joined()
	switch {
	case len(of.Different) > 0 && !may.Different:
		return &ErrApart{Different: of.Different}
	case len(of.Twice) > 0 && !may.Twice:
		return &ErrApart{Twice: of.Twice}
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("cannot make the folder of the report: %w", err)
	}
	defer func() {
		if err != nil && !in(j.parts[0].dir, out) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(out, partsName)), os.RemoveAll(filepath.Join(out, JoinedName)))
		}
	}()
	for i, p := range j.parts {
		if in(p.dir, out) {
			continue
		}
		if err := copyPart(p.dir, filepath.Join(out, filepath.FromSlash(partFolder(i)))); err != nil {
			return fmt.Errorf("cannot copy %s into the report: %w", p.dir, err)
		}
	}
	return writeFile(filepath.Join(out, JoinedName), func(w io.Writer) error {
		_, err := w.Write(of.text())
		return err
	})
}

// in tells whether a part was recorded in the folder of the whole already: then dirs are those of parts/1, parts/2 …, in this order.
func in(dir, out string) bool {
	return filepath.Dir(filepath.Clean(dir)) == filepath.Join(out, partsName)
}

// sound refuses parts that do not verify, and the same run twice.
func (j *joining) sound() error {
	for i, p := range j.parts {
		if wrong := evidence.Verify(p.log.Problems); wrong != nil {
			var of evidence.Problem
			cut := errors.As(wrong, &of) && of.Trouble != evidence.Altered
			if cut && p.lost != "" {
				continue
			}
			return &Altered{Dir: p.dir, Problem: wrong.Error(), Cut: cut && len(p.exchanged) == 0}
		}
		if len(p.exchanged) > 0 {
			return &Altered{Dir: p.dir, Problem: strings.TrimSuffix(p.exchanged[0], ".")}
		}
		for _, other := range j.parts[:i] {
			if other.begun.ID == p.begun.ID {
				return &ErrApart{Same: [2]string{other.dir, p.dir}}
			}
		}
	}
	return nil
}

// copyPart copies what a run left behind, but for the documents, which are made of all parts together.
func copyPart(from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if isDocument(entry) || !entry.Type().IsRegular() {
			continue
		}
		if err := copyFile(filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// isDocument tells what WriteAll makes.
func isDocument(entry fs.DirEntry) bool {
	name := strings.TrimSuffix(entry.Name(), ".new")
	for _, d := range documents {
		if d.name == name {
			return true
		}
	}
	return name == "report.html"
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	err = writeFile(to, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
	return errors.Join(err, in.Close())
}
