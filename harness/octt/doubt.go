package octt

import (
	"fmt"
	"strings"

	"github.com/certbench/certbench/harness/octt/variables"
)

// An answer for several variables may have a result for each of them, and be wrong all the same: a station denies what it tells alone, or
// accepts what it then does not set. What would be blamed on a variable, or on a case, is looked at alone before, once in a run.

// doubts asks alone for what an answer for several items denies, and reads back what it says to have set. Where that shows another
// result, the answer was wrong, and out becomes what the station says of each item alone.
func (b batch) doubts(s *Scenario, items []item, out []said) (w wrong, err error) {
	for n, i := range items {
		if !b.denies(i, out[n], out) || !s.w.isNewDoubt(b.action, i.name()) {
			continue
		}
		alone, err := b.one(s, i)
		if err != nil {
			return w, err
		}
		if alone.err != nil || b.isDenial(alone) {
			continue
		}
		w.what = fmt.Sprintf("%s for %s, which is %s alone", b.words(out[n]), i.name(), b.words(alone))
		return w, b.again(s, items, out)
	}
	if b.action != sets.action {
		return w, nil
	}
	if w.what, err = unset(s, items, out); err != nil || w.what == "" {
		return w, err
	}
	return w, b.again(s, items, out)
}

// again asks for each of the items alone.
func (b batch) again(s *Scenario, items []item, out []said) (err error) {
	for n, i := range items {
		if out[n], err = b.one(s, i); err != nil {
			return err
		}
	}
	return nil
}

// isDenial tells a result that is no value, or that has set none.
func (b batch) isDenial(o said) bool {
	if b.action == gets.action {
		r := o.reading()
		return !r.told()
	}
	return o.status != accepted && o.status != rebootRequired
}

// denies is isDenial where it says more than that there is no such variable, which is what most stations say of some: of one that
// every station has, or of all that were asked for.
func (b batch) denies(i item, o said, all []said) bool {
	if !b.isDenial(o) {
		return false
	}
	if b.action != gets.action || !o.reading().absent() || required(i.name()) {
		return true
	}
	for _, other := range all {
		if !b.isDenial(other) {
			return false
		}
	}
	return true
}

// words are a result as a finding shows it.
func (b batch) words(o said) string {
	if r := o.reading(); b.action == gets.action && !r.told() {
		return r.why()
	}
	return o.outcome()
}

// unset reads back what a station has accepted, where it has not been seen to set so many in one request. It tells which it has not
// set, though it sets it alone: what is not as it was set then either, the station has in words of its own, or does not tell.
func unset(s *Scenario, items []item, out []said) (what string, err error) {
	var back []item
	for n, i := range items {
		if out[n].status == accepted && i.component.EVSE == nil {
			back = append(back, i)
		}
	}
	if len(back) < 2 || len(items) <= s.w.rightly(sets.action) {
		return "", nil
	}
	if back, err = others(s, back); err != nil || len(back) == 0 {
		return "", err
	}
	s.Settles() // part 2, B05 names no time in which a station takes up a value
	if back, err = others(s, back); err != nil {
		return "", err
	}
	var lost []string
	for _, i := range back {
		if isSet, err := setsAlone(s, i); err != nil {
			return "", err
		} else if isSet {
			lost = append(lost, i.name())
		}
	}
	if len(lost) == 0 {
		return "", nil
	}
	return "Accepted for " + strings.Join(lost, ", ") + ", and not set, which is set alone", nil
}

// others are those of the items that have another value than they were set to.
func others(s *Scenario, items []item) (out []item, err error) {
	got, err := gets.all(s, items)
	for n, o := range got {
		if o.isOther(items[n].value) {
			out = append(out, items[n])
		}
	}
	return out, err
}

// setsAlone tells whether an item that is set alone has its value then.
func setsAlone(s *Scenario, i item) (bool, error) {
	set, err := sets.one(s, i)
	if err != nil || set.err != nil || set.status != accepted {
		return false, err
	}
	s.Settles()
	now, err := gets.one(s, i)
	r := now.reading()
	return err == nil && r.told() && !now.isOther(i.value), err
}

// isOther tells of a value that was read that it is not the one that was set.
func (o said) isOther(value string) bool {
	r := o.reading()
	return r.told() && !variables.Same(r.value, value)
}

// isNewDoubt tells whether a denial was not looked at alone yet.
func (w *wire) isNewDoubt(action, name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := action + " " + folded(name).text
	if w.doubted[key] {
		return false
	}
	w.doubted[key] = true
	return true
}

// answersRightly notes that a request for so many variables was answered with what there is to answer.
func (w *wire) answersRightly(action string, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rightAt[action] = max(w.rightAt[action], n)
}

// rightly is for how many variables in one request the station has given a right answer.
func (w *wire) rightly(action string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rightAt[action]
}
