package octt

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// What the bench has to know, or to set, it asks for in one request for as many variables as the station takes. Results are
// told apart by what they are about and not by their place (part 2, B05.FR.02, B06.FR.02 ask for the one and not for the
// other). A station that goes wrong at several is asked one by one from then on: that says nothing of the variables.

// item is a variable that is asked for, or set to value.
type item struct {
	component ocpp201.Component
	variable  ocpp201.Variable
	value     string
}

func itemOf(name string) item {
	component, variable := variables.Parse(name)
	return item{component: component, variable: variable}
}

// name is the variable as the documents write it; of a part of the station, without that.
func (i item) name() string { return variables.Name(i.component, i.variable) }

// whole is the name with the part of the station.
func (i item) whole() string {
	name := i.name()
	if e := i.component.EVSE; e != nil {
		name += fmt.Sprintf(" of EVSE %d", e.ID)
		if e.ConnectorID != nil {
			name += fmt.Sprintf(" connector %d", *e.ConnectorID)
		}
	}
	return name
}

// is tells whether a result is about the item: identifiers know no case (part 2, identifierString), and an instance may be
// left out or empty (B06.FR.15).
func (i item) is(component ocpp201.Component, variable ocpp201.Variable) bool {
	same := func(a, b *string) bool { return strings.EqualFold(text(a), text(b)) }
	return strings.EqualFold(i.component.Name, component.Name) && strings.EqualFold(i.variable.Name, variable.Name) &&
		same(i.component.Instance, component.Instance) && same(i.variable.Instance, variable.Instance) && sameEVSE(i.component.EVSE, component.EVSE)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// variableResult is what a station has answered for one item.
type variableResult struct {
	component ocpp201.Component
	variable  ocpp201.Variable
	status    string
	value     *string
}

// batch is a kind of request for several variables.
type batch struct {
	action string
	ids    []string // requirements of part 2 on the results
	send   func(*Scenario, []item) ([]variableResult, error)
	size   func([]item) any // the request
	limits []item           // the variables that are its limits
}

var (
	gets = batch{"GetVariables", []string{"B06.FR.01", "B06.FR.02"}, func(s *Scenario, items []item) (out []variableResult, err error) {
		p, err := ask(s, getRequest(items))
		for _, r := range p.GetVariableResult {
			out = append(out, variableResult{r.Component, r.Variable, string(r.AttributeStatus), r.AttributeValue})
		}
		return out, err
	}, func(items []item) any { return getRequest(items) }, limitsOf("GetVariables")}
	sets = batch{"SetVariables", []string{"B05.FR.01", "B05.FR.02"}, func(s *Scenario, items []item) (out []variableResult, err error) {
		p, err := ask(s, setRequest(items))
		for _, r := range p.SetVariableResult {
			out = append(out, variableResult{r.Component, r.Variable, string(r.AttributeStatus), nil})
		}
		return out, err
	}, func(items []item) any { return setRequest(items) }, limitsOf("SetVariables")}
)

func getRequest(items []item) ocpp201.GetVariablesRequest {
	data := make([]ocpp201.GetVariableData, len(items))
	for n, i := range items {
		data[n] = ocpp201.GetVariableData{Component: i.component, Variable: i.variable}
	}
	return ocpp201.GetVariablesRequest{GetVariableData: data}
}

func setRequest(items []item) ocpp201.SetVariablesRequest {
	data := make([]ocpp201.SetVariableData, len(items))
	for n, i := range items {
		data[n] = ocpp201.SetVariableData{AttributeValue: i.value, Component: i.component, Variable: i.variable}
	}
	return ocpp201.SetVariablesRequest{SetVariableData: data}
}

// said is what came of one item.
type said struct {
	variableResult
	err   error // nil where the station has answered for it
	frame int64 // of the answer
}

// outcome is the status, or why there is none.
func (a said) outcome() string {
	if a.err != nil {
		return a.err.Error()
	}
	return a.status
}

// all asks for all items, or sets them. The error is that the station is not there to be asked.
func (b batch) all(s *Scenario, items []item) ([]said, error) {
	var out []said
	for rest := items; len(rest) > 0; {
		n := b.fits(s, rest)
		got, err := b.part(s, rest[:n])
		if err != nil {
			return nil, err
		}
		out, rest = append(out, got...), rest[n:]
	}
	return out, nil
}

// part asks for items that the station takes in one request.
func (b batch) part(s *Scenario, items []item) ([]said, error) {
	if len(items) == 1 {
		one, err := b.one(s, items[0])
		return []said{one}, err
	}
	results, wrong, err := b.several(s, items)
	if err != nil {
		return nil, err
	}
	frame := s.answered
	out := make([]said, len(items))
	alike := wrong.what != "" && wrong.answered // what is wrong with an answer for several is so of each alone
	for i, item := range items {
		if r, told := only(item, i, results, wrong); told {
			out[i] = said{variableResult: r, frame: frame}
		} else if out[i], err = b.one(s, item); err != nil {
			return nil, err
		} else {
			alike = alike && isMisnamed(out[i].err)
		}
	}
	if wrong.what == "" {
		if wrong, err = b.doubts(s, items, out); err != nil {
			return nil, err
		}
	}
	switch {
	case wrong.what == "":
		s.w.answersRightly(b.action, len(items))
	case alike && len(results) == len(items): // which was found where it was asked for alone
	case b.takesFewerNow(s, items, wrong):
	default:
		b.alone(s)
		if b.wrongly(s, items, wrong, out) {
			s.findWrongBatch(b, len(items), wrong, frame)
		}
	}
	return out, nil
}

// takesFewerNow tells of a station that has refused as many items as it took, or said that it takes, before: its limits are asked for
// again, and are what it says now.
func (b batch) takesFewerNow(s *Scenario, items []item, w wrong) bool {
	if _, told := b.limit(s, itemsPerMessage); !told || w.refused == nil {
		return false
	}
	for _, l := range b.limits {
		if now, err := gets.one(s, l); err == nil {
			s.w.keeps(l.name(), now.reading())
		}
	}
	return b.fits(s, items) < len(items)
}

// wrongly tells whether a station that went wrong at several items goes wrong at just that. One that answers none of them alone
// either cannot be asked; one that refuses one of them alone too has refused that; and one that says that it takes fewer may
// refuse so many (part 2, B06.FR.16).
func (b batch) wrongly(s *Scenario, items []item, w wrong, alone []said) bool {
	if w.refused != nil && slices.ContainsFunc(alone, func(o said) bool { return isRefusal(o.err) }) {
		return false
	}
	most, told := b.limit(s, itemsPerMessage)
	for i, o := range alone { // the limit itself may have been asked for
		if n, err := strconv.Atoi(text(o.value)); err == nil && items[i].name() == itemsPerMessage+"["+b.action+"]" {
			most, told = n, true
		}
	}
	return !(told && most < len(items)) && slices.ContainsFunc(alone, func(o said) bool { return o.err == nil })
}

// wrong is what a station has made of a request for several variables; the zero value is that nothing is wrong.
type wrong struct {
	what     string
	refused  error // the CALLERROR
	answered bool  // there are results
}

// several sends one request. What is wrong with the answer is told apart from what it says of variables.
func (b batch) several(s *Scenario, items []item) (results []variableResult, w wrong, err error) {
	for range 2 { // a connection may end without a reason that lies in the request
		results, err = b.send(s, items)
		if !IsGone(err) {
			break
		}
		if !s.comesBack() {
			return nil, w, err
		}
	}
	switch {
	case IsGone(err):
		w.what = "the connection ended, each time that it was sent"
	case isRefusal(err):
		w.what, w.refused = err.Error(), err
	case err != nil && !s.Connected():
		return nil, w, err
	case err != nil:
		w.what = err.Error()
	case len(results) == len(items) && inOrder(items, results): // no item stands twice in a request
	default:
		w.answered = true
		if w.what = b.faults(items, results); w.what == "" {
			s.findOrder(b, len(items))
		}
	}
	return results, w, nil
}

// faults says what is wrong with the results as an answer to the items, "" for nothing.
func (b batch) faults(items []item, results []variableResult) string {
	var missing, twice, others []string
	for _, i := range items {
		switch n := about(i, results); {
		case n == 0:
			missing = append(missing, i.name())
		case n > 1:
			twice = append(twice, i.name())
		}
	}
	for _, r := range results {
		if !slices.ContainsFunc(items, func(i item) bool { return i.is(r.component, r.variable) }) {
			others = append(others, variables.Name(r.component, r.variable))
		}
	}
	var parts []string
	for _, part := range []struct {
		names []string
		text  string
	}{{missing, "no result for "}, {twice, "more than one for "}, {others, "a result for what was not asked for, "}} {
		if len(part.names) > 0 {
			parts = append(parts, part.text+strings.Join(part.names, ", "))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("%d results for %d variables: %s", len(results), len(items), strings.Join(parts, "; "))
}

// about is how many results are about an item.
func about(i item, results []variableResult) (n int) {
	for _, r := range results {
		if i.is(r.component, r.variable) {
			n++
		}
	}
	return n
}

// only is what the results say of an item that most likely stands at a place: all that are about it say the same. Where nothing is
// wrong with them there is one for each item.
func only(i item, place int, results []variableResult, w wrong) (said variableResult, told bool) {
	if w.what == "" && i.is(results[place].component, results[place].variable) {
		return results[place], true
	}
	for _, r := range results {
		switch {
		case !i.is(r.component, r.variable):
		case !told:
			said, told = r, true
		case r.status != said.status || text(r.value) != text(said.value):
			return said, false
		}
	}
	return said, told
}

func inOrder(items []item, results []variableResult) bool {
	for n, i := range items {
		if n >= len(results) || !i.is(results[n].component, results[n].variable) {
			return false
		}
	}
	return true
}

// one asks for a single item.
func (b batch) one(s *Scenario, i item) (said, error) {
	if s.w.isMute() {
		return said{err: notAsked(b.action)}, nil
	}
	var results []variableResult
	err := s.insists(func() (err error) { results, err = b.send(s, []item{i}); return err })
	if IsGone(err) || err != nil && !isRefusal(err) && !s.Connected() {
		return said{err: err}, err
	}
	if err != nil {
		return said{err: err}, nil
	}
	if len(results) != 1 {
		return said{err: fmt.Errorf("%s for %s was answered with %d results", b.action, i.name(), len(results)), frame: s.answered}, nil
	}
	if r := results[0]; !i.is(r.component, r.variable) {
		s.findMisnamed(b, i, r)
		return said{err: misnamed{b.action, i, r}, frame: s.answered}, nil
	}
	return said{variableResult: results[0], frame: s.answered}, nil
}

// misnamed is the error of a result that is about another variable, or another part of the station, than was asked for.
type misnamed struct {
	action string
	asked  item
	got    variableResult
}

func (m misnamed) Error() string {
	return fmt.Sprintf("%s for %s was answered for %s", m.action, m.asked.whole(), item{component: m.got.component, variable: m.got.variable}.whole())
}

func isMisnamed(err error) bool { return errors.As(err, new(misnamed)) }

// isOfAnother tells the words of misnamed.
func isOfAnother(why string) bool {
	return strings.Contains(why, "ariables for ") && strings.Contains(why, " was answered for ")
}

// notAsked is the error of what a station is not asked that has not answered for long.
func notAsked(action string) error {
	return OfStation(fmt.Errorf("%s was not answered: the last %d questions were not", action, mute))
}

// untoldItems is for how many variables a station is asked in one request that does not tell how many it takes: two, which every
// station takes in TC_B_07_CS and TC_B_10_CS. How long the request may be is then not limited either.
const untoldItems = 2

// fits is how many of the items, from the first on, go into one request: as many as the station says that it takes, and as
// long (part 2, B05.FR.11, B06.FR.05, B06.FR.17). No variable stands twice in one (B05.FR.13).
func (b batch) fits(s *Scenario, items []item) int {
	s.w.mu.Lock()
	alone := s.w.alone[b.action]
	s.w.mu.Unlock()
	if alone {
		return 1
	}
	most, ok := b.limit(s, itemsPerMessage)
	if !ok {
		most = untoldItems
	}
	n := min(most, len(items))
	for twice := 1; twice < n; twice++ {
		again := items[twice]
		if slices.ContainsFunc(items[:twice], func(i item) bool { return i.is(again.component, again.variable) }) {
			n = twice
		}
	}
	longest, bounded := b.limit(s, bytesPerMessage)
	tooLong := func(n int) bool {
		return mostLength(items[:n]) > longest && length(b.action, b.size(items[:n])) > longest
	}
	if bounded && n > 1 && tooLong(n) {
		n = max(1, sort.Search(n, func(n int) bool { return n > 0 && tooLong(n) })-1)
	}
	return n
}

// FitsInGetVariables is how many of the variables, from the first on, go into one GetVariablesRequest of a row, as far as the station has told
// its limits.
func (s *Scenario) FitsInGetVariables(data []ocpp201.GetVariableData) int {
	items := make([]item, len(data))
	for n, d := range data {
		items[n] = item{component: d.Component, variable: d.Variable}
	}
	return gets.fits(s, items)
}

// mostLength is more than a message about the items can have: what is below the limit by that need not be written to be measured. A
// byte is six at most in JSON, and what stands around the texts of an item, or of all of them, is not this long.
func mostLength(items []item) int {
	const around = 200
	most := around
	for _, i := range items {
		most += around + 6*(len(i.component.Name)+len(text(i.component.Instance))+len(i.variable.Name)+len(text(i.variable.Instance))+len(i.value))
	}
	return most
}

// length is that of a whole message: what part 2 limits is the message and not its payload.
func length(action string, request any) int {
	var payload tally
	if json.NewEncoder(&payload).Encode(request) != nil {
		return 0 // which is said where it is sent
	}
	const lineEnd, empty = len("\n"), len("{}")
	return len(ocppj.EncodeCall(anyID, action, nil)) - empty + int(payload) - lineEnd
}

// anyID is as long as each message id of ours.
var anyID = ocppj.NewID()

// tally is how much was written.
type tally int

func (t *tally) Write(p []byte) (int, error) {
	*t += tally(len(p))
	return len(p), nil
}

const itemsPerMessage, bytesPerMessage = "DeviceDataCtrlr.ItemsPerMessage", "DeviceDataCtrlr.BytesPerMessage"

// limit is a limit of the request as the station has told it.
func (b batch) limit(s *Scenario, name string) (int, bool) {
	r, ok := s.w.stands(name + "[" + b.action + "]")
	n, err := strconv.Atoi(strings.TrimSpace(r.value))
	return n, ok && r.told() && err == nil && n > 0
}

// alone has variables be asked for, or set, one by one from now on.
func (b batch) alone(s *Scenario) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.alone[b.action] = true
}

// learnsLimits asks for the limits of requests where they are not known, before the first for several variables: those of
// GetVariables, and those of SetVariables along with what is asked for then.
func (s *Scenario) learnsLimits() (more []item, err error) {
	s.w.mu.Lock()
	known := s.w.limitsAsked || s.w.alone[gets.action]
	s.w.limitsAsked = true
	s.w.mu.Unlock()
	if known {
		return nil, nil
	}
	first := gets.limits
	got, err := gets.all(s, first)
	if err != nil {
		return nil, err
	}
	for i, o := range got {
		s.w.keeps(first[i].name(), o.reading())
	}
	return sets.limits, nil
}

// limitsOf are the variables that are the limits of a request.
func limitsOf(action string) []item {
	return []item{itemOf(itemsPerMessage + "[" + action + "]"), itemOf(bytesPerMessage + "[" + action + "]")}
}

// reading is what was said of a variable.
func (o said) reading() reading {
	r := reading{err: o.err, status: o.status, frame: o.frame, at: time.Now()}
	switch {
	case o.err != nil:
	case o.value == nil && o.status == string(ocpp201.GetVariableStatusAccepted):
		r.status = noValue
	case o.value != nil:
		what := variables.Unreadable(ocpp201.GetVariableResult{AttributeStatus: ocpp201.GetVariableStatus(o.status), AttributeValue: o.value, Component: o.component, Variable: o.variable})
		if what != "" {
			r.status = "Accepted, and " + what
			break
		}
		r.value = *o.value
	}
	return r
}

// inquire asks for items in as few requests as the station takes, and keeps what it tells. Once several questions in a row were
// not answered nothing is asked.
func (s *Scenario) inquire(items []item) ([]reading, error) {
	out := make([]reading, len(items))
	if s.w.isMute() {
		for i := range out {
			out[i] = reading{err: notAsked(gets.action)}
		}
		return out, nil
	}
	var more []item
	if len(items) > 1 {
		var err error
		if more, err = s.learnsLimits(); err != nil {
			return nil, err
		}
	}
	asked := slices.Concat(items, more)
	got, err := gets.all(s, asked)
	if err != nil {
		return nil, err
	}
	for i, o := range got {
		r := o.reading()
		s.learns(asked[i], r)
		if i < len(out) {
			out[i] = r
		}
	}
	return out, nil
}

// learns keeps what was told of an item. What is part of the station has no name of its own.
func (s *Scenario) learns(i item, r reading) {
	if i.component.EVSE == nil && i.component.Instance == nil {
		s.w.keeps(i.name(), r)
		s.knows(i.name(), r)
	}
}

// knows has a reading be known in this play.
func (s *Scenario) knows(name string, r reading) {
	if !r.told() {
		return
	}
	way := r.way
	if way == "" {
		way = ByAsked
	}
	s.settings.known[name] = Knowledge{Value: r.value, Way: way, Frame: r.frame, Since: r.at}
	delete(s.settings.untold, name)
	s.w.aligns(name, r.value)
}

// findWrongBatch records that a station goes wrong at several variables in one request, once for a run.
func (s *Scenario) findWrongBatch(b batch, n int, w wrong, frame int64) {
	what := w.what
	if most, told := b.limit(s, itemsPerMessage); told && w.refused != nil {
		what += fmt.Sprintf("; it says that it takes %d", most)
	}
	s.Find(evidence.Finding{Kind: evidence.FoundUntold, Subject: "several variables in one " + b.action + "Request", Requirements: b.ids,
		Requirement: fmt.Sprintf("A %sRequest for several variables is answered with one result for each of them.", b.action),
		Expected:    fmt.Sprintf("%d results, of the variables that were asked for", n), Actual: what,
		Instead: "one request for each variable", Frame: frame, Verdict: evidence.Fail})
}

// findMisnamed records that a result is about something else than was asked for, once for a run.
func (s *Scenario) findMisnamed(b batch, i item, r variableResult) {
	if !s.w.isNewDoubt(b.action, "what a result is about") {
		return
	}
	s.Find(evidence.Finding{Kind: evidence.FoundUntold, Subject: "what a result in " + b.action + "Response is about", Requirements: b.ids[1:],
		Requirement: "A result has the component, with its instance and EVSE, and the variable, with its instance, that were asked for.",
		Expected:    i.whole(), Actual: item{component: r.component, variable: r.variable}.whole(), Instead: "nothing; what it says is taken of no variable", Frame: s.answered, Verdict: evidence.Fail})
}

// findOrder warns of results in another order than that of the request.
func (s *Scenario) findOrder(b batch, n int) {
	s.Find(evidence.Finding{Kind: evidence.FoundUntold, Subject: "the order of results in " + b.action + "Response", Requirements: b.ids[1:],
		Requirement: "The results come in the order of the request." + mayFail, Expected: "the order of the request",
		Actual: fmt.Sprintf("another order of %s", values.Show(n)+" results"), Instead: "each result by the names in it", Frame: s.answered, Verdict: evidence.Warning})
}
