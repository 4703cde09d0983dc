package octt

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/variables"
)

// wish is a preparation that reads or sets a variable. It is declared and not done, so that the lines that stand together are
// asked for in one request, and set in one.
type wish struct {
	at      string // where it is declared
	name    string
	set     *Setting // nil for one that only reads
	putBack bool     // it reads to put back
}

func lines(variables []string, putBack bool) []Preparation {
	at := source()
	out := make([]Preparation, len(variables))
	for i, name := range variables {
		out[i].line = &wish{at: at, name: name, putBack: putBack}
	}
	return out
}

// Prepare plays preparations, in their order.
func (s *Scenario) Prepare(all []Preparation) { s.prepare(all, false) }

// prepare is Prepare; repays has what earlier plays have changed be put back before, but for what the first lines set anyway.
func (s *Scenario) prepare(all []Preparation, repays bool) {
	for len(all) > 0 || repays {
		n := slices.IndexFunc(all, func(p Preparation) bool { return p.line == nil && !p.beside })
		if n < 0 {
			n = len(all)
		}
		var group []*wish
		for _, p := range all[:n] {
			if p.line != nil {
				group = append(group, p.line)
			}
		}
		s.playLines(group, repays)
		for _, p := range all[:n] {
			if p.beside {
				p.do(s)
			}
		}
		repays, all = false, all[n:]
		if len(all) > 0 {
			all[0].do(s)
			all = all[1:]
		}
	}
}

// playLines reads what the lines are about, sets what they want to be otherwise, and plays a row for each of them.
func (s *Scenario) playLines(group []*wish, repays bool) {
	if len(group) == 0 && !repays {
		return
	}
	var owed []change
	if repays {
		owed = s.unsettled(group)
	}
	owes := func(name string) bool {
		return slices.ContainsFunc(owed, func(c change) bool { return strings.EqualFold(c.variable, name) })
	}
	known, gone := s.recallsAll(group, owes)
	done := map[*wish]*said{}
	var atBoot []Setting
	if gone == nil {
		done, atBoot, gone = s.setTogether(group, known, owed)
	}
	for i, l := range group {
		if s.playLine(l, known, done[l], gone, setsIn(group[i+1:], l.name)) {
			atBoot = append(atBoot, *l.set)
		}
	}
	if len(atBoot) > 0 {
		if len(group) > 0 {
			s.declared = group[len(group)-1].at
		}
		s.bootFor(atBoot)
		s.declared = ""
	}
}

// playLine plays the row of a line, and tells whether the station has to boot for it. later tells that a line after it sets the
// same variable.
func (s *Scenario) playLine(l *wish, known map[string]reading, done *said, gone error, later bool) (atBoot bool) {
	s.declared = l.at
	defer func() { s.declared = "" }()
	if gone != nil {
		r := s.open("", evidence.ActorTool, "reads "+l.name, "")
		s.failRow(r, l.name+" can be read.", "an answer", gone.Error(), 0)
	}
	got, read := known[l.name]
	if stands, ok := s.w.stands(l.name); ok && (!read || l.set == nil) { // it may have been set, or put back, meanwhile
		got, read = stands, true
		s.knows(l.name, got)
	}
	if !read {
		r := s.open("", evidence.ActorTool, "reads "+l.name, "")
		got = s.readIn(r, l.name)
	}
	switch {
	case l.set != nil && later && got.told() && !variables.Same(got.value, l.set.value(&s.Configured)):
		r := s.open("", evidence.ActorTool, l.set.text(&s.Configured), "")
		r.end(evidence.Pass, "The case has another value for it, which is set at once.")
	case l.set != nil:
		return s.set(*l.set, got, done)
	case l.putBack:
		r := s.open("", evidence.ActorTool, "reads "+l.name+", to put it back", "")
		if got.told() {
			s.changes(change{variable: l.name, old: got.value})
		}
		r.end(evidence.Pass, strings.TrimSpace(got.why()+" "+got.value)) // what was never read is not put back
	default:
		r := s.open("", evidence.ActorTool, "reads "+l.name, "")
		r.end(evidence.Pass, s.know(l.name, got))
	}
	return false
}

// recallsAll is what is known of the lines' variables, by name: what stands, and what the station is asked for together. What is
// owed is known once it is paid. What stands is told in a note, with the frame that it comes from.
func (s *Scenario) recallsAll(group []*wish, owed func(string) bool) (map[string]reading, error) {
	known := map[string]reading{}
	var ask []item
	var standing []string
	for _, l := range group {
		if _, twice := known[l.name]; twice || owed(l.name) {
			continue
		}
		r, ok := s.w.stands(l.name)
		if ok {
			s.knows(l.name, r)
			words := r.value
			if r.absent() {
				words = r.status
			}
			standing = append(standing, l.name+" "+words+": "+r.since())
		} else {
			ask = append(ask, itemOf(l.name))
		}
		known[l.name] = r
	}
	if len(standing) > 0 {
		s.Note("Not asked for again, because nothing can have changed it: %s.", strings.Join(standing, "; "))
	}
	got, err := s.inquire(ask)
	if err != nil {
		return nil, err
	}
	for i, r := range got {
		known[ask[i].name()] = r
	}
	return known, nil
}

// setTogether sets what the lines want and the station has otherwise, and puts back what is owed, in as few requests as the
// station takes, and tells what of the latter the station has to boot for. What was changed is noted at once: a line that fails keeps
// those after it from being played.
func (s *Scenario) setTogether(group []*wish, known map[string]reading, owed []change) (done map[*wish]*said, atBoot []Setting, err error) {
	var items []item
	for _, c := range owed {
		i := itemOf(c.variable)
		i.value = c.old
		items = append(items, i)
	}
	var of []*wish
	for n, l := range group {
		got, read := known[l.name]
		if l.set == nil || !read || !got.told() || setsIn(group[n+1:], l.name) {
			continue // its row does what is left to do
		}
		if _, fixed := s.w.fixed(l.name); fixed && l.set.when == ifWritable {
			continue
		}
		if want := l.set.value(&s.Configured); !variables.Same(got.value, want) {
			i := itemOf(l.name)
			i.value = want
			items, of = append(items, i), append(of, l)
		}
	}
	if len(items) == 0 {
		return nil, nil, nil
	}
	got, err := s.writes(items)
	if err != nil { // some of it may have been changed all the same
		for _, l := range of {
			s.changes(change{variable: l.name, old: known[l.name].value, unsure: true})
		}
		return nil, nil, err
	}
	done = map[*wish]*said{}
	for i, l := range of {
		answer := got[len(owed)+i]
		done[l] = &answer
		s.changesBy(answer, l.name, items[len(owed)+i].value, known[l.name].value)
	}
	for i, c := range owed {
		if s.paid(c, got[i]) {
			atBoot = append(atBoot, Is(c.variable, c.old))
		}
	}
	return done, atBoot, nil
}

// setsIn tells whether one of the lines sets a variable.
func setsIn(group []*wish, name string) bool {
	return slices.ContainsFunc(group, func(l *wish) bool { return l.set != nil && strings.EqualFold(l.name, name) })
}

// setOne sets one variable that had a value.
func (s *Scenario) setOne(name, value, had string) *said {
	i := itemOf(name)
	i.value = value
	got, err := s.writes([]item{i})
	if err != nil {
		got = []said{{err: err}}
	}
	s.changesBy(got[0], name, value, had)
	return &got[0]
}

// changesBy notes what an answer to SetVariables has changed: without one it may have been changed all the same.
func (s *Scenario) changesBy(answer said, name, value, had string) {
	if answer.err != nil || answer.status == rebootRequired || answer.status == accepted {
		s.changes(change{variable: name, old: had, now: value, unsure: answer.err != nil, boots: answer.status == rebootRequired})
	}
}
