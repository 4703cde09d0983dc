package octt

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/variables"
)

// Setting is one line of a case's configuration state: a variable, written "Component.Variable" or
// "Component.Variable[Instance]" as the document does, and the value that it must have.
type Setting struct {
	variable string
	value    func(*Configured) string
	when     presence
	byBench  bool // the value is one of the bench, and not of the table
}

type presence int

const (
	always        presence = iota
	ifImplemented          // "(If implemented)"
	ifWritable             // "(If implemented AND ReadWrite)", "(If ReadWrite)"
	orAbsent               // what part 2 has the absence of the variable mean
)

// text is what a row says of the line.
func (l Setting) text(c *Configured) string { return fmt.Sprintf("%s is %s", l.variable, l.value(c)) }

// Is requires the variable to have the value; value is a string, or a func(*Configured) string.
func Is(variable string, value any) Setting { return setting(variable, value, always) }

// IsIfImplemented is Is for a variable that the station need not have.
func IsIfImplemented(variable string, value any) Setting {
	return setting(variable, value, ifImplemented)
}

// IsIfWritable is Is for a variable that the station need not have, or may have read-only.
func IsIfWritable(variable string, value any) Setting { return setting(variable, value, ifWritable) }

// IsOrAbsent is Is for a value that part 2 has the absence of the variable mean, such as an empty list of measurands.
func IsOrAbsent(variable string, value any) Setting { return setting(variable, value, orAbsent) }

func setting(variable string, value any, when presence) Setting {
	switch v := value.(type) {
	case string:
		return Setting{variable, func(*Configured) string { return v }, when, false}
	case func(*Configured) string:
		return Setting{variable, v, when, true}
	}
	panic(fmt.Sprintf("octt: %s is set to a %T; write a string or a func(*Configured) string", variable, value))
}

// Config prepares the station's configuration. Every variable is read first and put back after the case. A station that
// takes some only at its next boot (RebootRequired) is reset once, after the last line.
func Config(settings ...Setting) []Preparation {
	at := source()
	out := make([]Preparation, len(settings))
	for i := range settings {
		out[i].line = &wish{at: at, name: settings[i].variable, set: &settings[i]}
	}
	return out
}

// Switched is Config where the first request of the case is about what was switched on or off. A station may take up a value a moment after it
// has answered that it has (part 2, B05 names no time), and a driver who comes would have left it that moment.
func Switched(settings ...Setting) []Preparation {
	return append(Config(settings...), Preparation{do: (*Scenario).Settles})
}

// Known reads variables that the tables depend on, so that Variable and List can tell them. Where the station does not tell
// one that it has, or has to have, the best that is known otherwise is taken. One that it need not have stays empty.
func Known(variables ...string) []Preparation { return lines(variables, false) }

// know says what came of asking for a variable.
func (s *Scenario) know(name string, got reading) string {
	if got.told() {
		return got.status + " " + got.value
	}
	if k, ok := s.otherwise(name, got); ok {
		s.take(name, got, k)
		return fmt.Sprintf("%s: %s is taken.", strings.TrimSuffix(got.why(), "."), k.words())
	}
	if !got.absent() || required(name) {
		s.unknown(name, got)
	}
	return got.why()
}

// settings is what a play has read and changed.
type settings struct {
	known   map[string]Knowledge
	untold  map[string]string // why a variable is not known that the station was asked for
	changed []change
}

// Variable is the value that is known of a variable in this play; empty when it was never asked, and of one that the
// station says that it does not have. One that it has and does not tell ends the scenario, INCONCLUSIVE.
func (s *Scenario) Variable(name string) string {
	if why, asked := s.settings.untold[name]; asked {
		s.cannotKnow(name, why)
	}
	return s.settings.known[name].Value
}

// List is Variable for a list of values. A list that nobody has told is not empty but unknown, and ends the scenario too.
func (s *Scenario) List(name string) []string {
	value := s.Variable(name)
	if _, known := s.settings.known[name]; !known {
		s.cannotKnow(name, "the station does not have it")
	}
	return variables.List(value)
}

// cannotKnow ends a scenario whose course depends on what nobody can tell.
func (s *Scenario) cannotKnow(name, why string) {
	s.Unproven(0, fmt.Sprintf("%s is known, on which the course of the case depends. Write what the station has into configured.variables of the bench file.", name), why)
}

// set makes one line so, and tells whether the station has to boot for it. done is what the station has answered where it was
// asked already, together with others.
func (s *Scenario) set(line Setting, got reading, done *said) (atBoot bool) {
	want := line.value(&s.Configured)
	r := s.open("", evidence.ActorTool, line.text(&s.Configured), "")
	have := got.value
	if !got.told() {
		k, ok := s.untellable(r, line, got, want)
		if !ok || variables.Same(k.Value, want) || k.unread() {
			return false // what was never read cannot be put back, so that it is not changed
		}
		have = k.Value
	}
	if variables.Same(have, want) {
		r.end(evidence.Pass, "It is so already"+s.owedWords(line.variable)+".")
		return false
	}
	if frame, fixed := s.w.fixed(line.variable); fixed && line.when == ifWritable {
		r.end(evidence.NotApplicable, fmt.Sprintf("The station has rejected the value that it has (frame %d), and nothing can have changed that: it is taken as ReadOnly, with the value %s.", frame, have))
		return false
	}
	if done == nil {
		done = s.setOne(line.variable, want, have)
	}
	result, err := done.status, done.err
	switch {
	case isRefusal(err) && line.when == ifWritable:
		r.end(evidence.NotApplicable, err.Error()+": it is taken as ReadOnly, with the value "+have+".")
	case err != nil:
		s.failRow(r, line.variable+" can be set.", "Accepted", err.Error(), 0)
	case result == "Accepted":
		s.settings.known[line.variable] = Knowledge{Value: want, Way: ByGiven, Since: time.Now()}
		r.end(evidence.Pass, "It was "+have+".")
	case result == rebootRequired:
		s.MayDisconnect() // it may boot by itself (part 6, note to step 6 of TC_B_45_CS)
		r.end(evidence.Pass, "It was "+have+". The station answers RebootRequired.")
		return true
	case strings.HasPrefix(result, "Unknown") && have == "" && (line.when == ifImplemented || line.when == ifWritable):
		delete(s.settings.known, line.variable)
		s.Untold(line.variable, "an empty value, and "+result+" where it is set", "the cases go on as without it", done.frame)
		r.end(evidence.NotApplicable, "The station answers "+result+" to a change: it is taken as not implemented.")
	case result == "Rejected" && line.when == ifWritable && !s.writable(line.variable, have):
		r.end(evidence.NotApplicable, "The station rejects a change: it is taken as ReadOnly, with the value "+have+".")
	default:
		s.failRow(r, line.variable+" can be set.", "Accepted", result, 0)
	}
	return false
}

// untellable goes on with a variable that the station does not tell: ok is false where it is left out, as one that is not
// implemented. Where nothing is known of it, the preparation fails.
func (s *Scenario) untellable(r *row, line Setting, got reading, want string) (k Knowledge, ok bool) {
	k, ok = s.otherwise(line.variable, got)
	_, needed := needs[line.variable]
	switch {
	case got.absent() && line.when == orAbsent:
		s.take(line.variable, got, Knowledge{Value: want, Way: ByLacking})
		r.end(evidence.NotApplicable, "The station answers "+got.status+": without the variable it is so.")
		return k, false
	case !ok && line.when != always && line.when != orAbsent:
		if required(line.variable) { // transactions have shown that it has none of the values that are known
			s.unknown(line.variable, got)
		} else if !got.absent() { // it is not implemented as part 2 has it
			s.Untold(line.variable, got.why(), "the cases go on as without it", got.frame)
		}
		words := ": it is taken as not implemented."
		if got.absent() {
			words = ": it is not implemented."
		}
		r.end(evidence.NotApplicable, "The station answers "+got.why()+words)
		return k, false
	case !ok && line.when == orAbsent: // nothing tells that it is there: a failure that may come from it proves nothing
		k = Knowledge{Value: want, Way: ByPresumed}
	case !ok && got.absent():
		s.failRow(r, line.variable+" is implemented.", "a value", got.status+line.helps(), got.frame)
	case !ok && line.byBench: // the bench file, or its default, says what the station is to have
		k = Knowledge{Value: want, Way: ByPresumed}
	case !ok && got.status == noValue && want == "":
		k = Knowledge{Way: ByLacking}
	case !ok:
		s.Untold(line.variable, got.why(), "nothing; the cases that need it are INCONCLUSIVE", got.frame)
		s.failRow(r, line.variable+" can be read.", "Accepted", got.why()+line.helps(), got.frame)
	}
	if k.Way == ByPresumed && !needed {
		k.Value = want
	}
	s.take(line.variable, got, k)
	switch {
	case k.Way == ByPICS && !variables.Same(k.Value, want): // the only value that the product has
		r.end(evidence.NotApplicable, "It cannot be asked for ("+strings.TrimSuffix(got.why(), ".")+"); it is taken as ReadOnly, with the value "+k.words()+".")
	case variables.Same(k.Value, want) || k.unread():
		r.end(evidence.Pass, "It cannot be asked for ("+strings.TrimSuffix(got.why(), ".")+"); "+k.words()+".")
	}
	return k, true
}

// helps says what to do about a setting that nobody can tell.
func (l Setting) helps() string {
	return "; where the station has it, write its value into configured.variables of the bench file"
}
