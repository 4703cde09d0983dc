package defects

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestEveryDefectHasOneNameAndOneSentence(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)
	seen := map[string]bool{}
	for _, info := range All() {
		if !kebab.MatchString(string(info.Name)) {
			t.Errorf("expected a name in kebab case, got %q", info.Name)
		}
		if !strings.HasSuffix(info.Sentence, ".") || strings.Count(info.Sentence, ". ") > 0 {
			t.Errorf("%s: expected exactly one sentence, got %q", info.Name, info.Sentence)
		}
		for _, key := range []string{string(info.Name), info.Sentence} {
			if seen[key] {
				t.Errorf("%q stands in the list twice", key)
			}
			seen[key] = true
		}
	}
}

func TestParseReadsWhatStringWrites(t *testing.T) {
	set, err := Parse(" seqno-gap, boot-reason-wrong ,")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := set.String(), "boot-reason-wrong,seqno-gap"; got != want {
		t.Errorf("expected %q, got %q", want, got)
	}
	if !set.Has(SeqNoGap) || set.Has(SeqNoRepeats) {
		t.Errorf("expected seqno-gap and not seqno-repeats in %q", set)
	}
}

func TestAMisspeltNameIsNoDefect(t *testing.T) {
	_, err := Parse("seqno-gap,seqno-gaps")
	if unknown, is := errors.AsType[*UnknownError](err); !is || unknown.Name != "seqno-gaps" {
		t.Errorf("expected an error about seqno-gaps, got %v", err)
	}
}

func TestNoDefectIsAnEmptySet(t *testing.T) {
	var zero Set
	if zero.String() != "" || zero.Has(SeqNoGap) {
		t.Errorf("expected the zero set to have no defect, got %q", zero)
	}
}

func TestAFaultThatComesIntoPlayIsRememberedOfASetThatWasToldTo(t *testing.T) {
	var q Questions
	set := Of(SeqNoGap, BootReasonWrong).Shown(&q)
	if !set.Has(SeqNoGap) || set.Has(SeqNoRepeats) || !set.Idle(SeqNoRepeats) {
		t.Errorf("expected the set to answer as %q does", set)
	}
	type message struct{ text string }
	as := func(text string) func(*message) { return func(m *message) { m.text = text } }
	Spoiled(set, message{"right"}, BootReasonWrong, as("right"))
	if got, want := q.Asked(), []Defect{SeqNoGap}; !slices.Equal(got, want) {
		t.Errorf("expected %v to have come into play: no other fault is the set's, or changes anything; got %v", want, got)
	}
	if m := Spoiled(set, message{"right"}, BootReasonWrong, as("wrong")); m.text != "wrong" {
		t.Errorf("expected the message to be spoiled, got %q", m.text)
	}
	if got, want := q.Asked(), []Defect{BootReasonWrong, SeqNoGap}; !slices.Equal(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
}

func TestQuestionsAreRememberedOfASetThatWasToldTo(t *testing.T) {
	var q Questions
	plain := Of(SeqNoGap)
	noted := plain.Noted(&q)
	plain.Has(BootReasonWrong)
	var asking sync.WaitGroup
	for _, name := range []Defect{SeqNoRepeats, SeqNoGap, SeqNoGap} {
		asking.Go(func() {
			if got, want := noted.Has(name), name == SeqNoGap; got != want {
				t.Errorf("%s: expected the noted set to answer %t as the plain one does, got %t", name, want, got)
			}
		})
	}
	asking.Wait()
	if got, want := q.Asked(), []Defect{SeqNoGap, SeqNoRepeats}; !slices.Equal(got, want) {
		t.Errorf("expected the questions %v, each once and in the order of All, got %v", want, got)
	}
	q.Forget()
	noted.Has(BootReasonWrong)
	if got, want := q.Asked(), []Defect{BootReasonWrong}; !slices.Equal(got, want) {
		t.Errorf("expected only the question after Forget, %v, got %v", want, got)
	}
}
