package calls

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// By says what the calls of a rig are.
type By string

// The two kinds of calls, named as a bench file names the type of the rig.
const (
	Commands By = "exec" // command lines of this machine
	Requests By = "http" // HTTP requests
)

// The pauses and limits of a Config that says nothing else.
const (
	defaultTimeout = 30 * time.Second
	defaultDark    = 10 * time.Second
)

// Config says how a rig does its acts.
type Config struct {
	By   By
	Acts map[Verb]Act
	// Timeout bounds one act with its read-back; 0 means 30 s.
	Timeout time.Duration
	// Dark is how long the mains stay off in a power cycle that is made of power_off and power_on; 0 means 10 s.
	Dark time.Duration
	// Places are where the rig may leave something, such as a cable that is in: Rest undoes it at each of them when nobody
	// knows whether it is there, as after the death of its last holder. Elsewhere it is a rigs.ErrNoRig.
	Places []rigs.Place
	// Dial opens the connections of HTTP requests; nil uses the network.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Call is one command or one HTTP request. Placeholders such as {evse} stand for what the act is about; {env:NAME} stands
// for an environment variable, so that no secret has to be written down.
type Call struct {
	// Command is a program with its arguments; there is no shell.
	Command []string `yaml:"command"`

	Method string `yaml:"method"` // POST when left out, GET for a read-back
	URL    string `yaml:"url"`
	// Headers are sent beside those that HTTP needs.
	Headers map[string]string `yaml:"headers"`
	Body    string            `yaml:"body"`
	Status  int               `yaml:"status"` // that the device answers with; any 2xx when left out

	part int // see Act.Part
}

// String names the call as it is written, without what its placeholders stand for.
func (c Call) String() string {
	if len(c.Command) > 0 {
		return "the command " + strings.Join(c.Command, " ")
	}
	return strings.TrimSpace("the request " + cmp.Or(c.Method, http.MethodPost) + " " + c.URL + " " + c.Body)
}

// Act is the call that does an act, and the one that looks at what came of it.
type Act struct {
	Call
	// Timeout bounds this act with its read-back; 0 means that of the rig.
	Timeout time.Duration `yaml:"timeout"`
	// Nothing is the exit code of the command, or the status of the answer, that says that there was nothing to take back.
	// It is a success where the bench is brought to rest, and nowhere else.
	Nothing int `yaml:"nothing"`
	// Part is the exit code of the command, or the status of the answer, by which look says that the display has room for a part of {text} only,
	// and never shows the rest. What is printed beside it is what the display shows all the same.
	Part int `yaml:"part"`
	// Read looks after the act. What it prints, or the body that it gets, is the read-back in the evidence.
	Read *Call `yaml:"read"`
	// Expect is a regular expression that the read-back must match in time. Without it any read-back will do.
	Expect string `yaml:"expect"`
}

// Fault is one mistake of a Config. Where names the key below the rig's in a bench file, such as "do.cut.read.command".
type Fault struct {
	Where string
	Text  string
}

// Faults says what is wrong with the calls, everything at once, in the order of the verbs.
func (c Config) Faults() []Fault {
	var all []Fault
	fault := func(where, format string, args ...any) { all = append(all, Fault{where, fmt.Sprintf(format, args...)}) }
	if len(c.Acts) == 0 {
		fault("do", "the rig does nothing; add do: with a line for every act, such as cut and restore")
	}
	for _, v := range slices.Sorted(maps.Keys(c.Acts)) {
		g, known := grammarOf(v)
		if !known {
			fault("do."+string(v), "there is no act %q; write one of %s", v, list(Verbs()))
			continue
		}
		for _, other := range g.needs {
			if _, has := c.Acts[other]; !has {
				fault("do."+string(v), "%s is written without %s; add that too, for the rig that does the one has to do the other", v, other)
			}
		}
		c.act(g, c.Acts[v], func(key, format string, args ...any) { fault("do."+string(v)+key, format, args...) })
	}
	return all
}

// Validate joins the faults.
func (c Config) Validate() error {
	var all []error
	for _, f := range c.Faults() {
		all = append(all, fmt.Errorf("%s: %s", f.Where, f.Text))
	}
	return errors.Join(all...)
}

func (c Config) act(g grammar, a Act, fault func(key, format string, args ...any)) {
	c.call(g, a.Call, "", fault)
	if a.Read != nil {
		c.call(g, *a.Read, ".read", fault)
	}
	if a.Nothing != 0 && !slices.Contains(undoes, g.verb) {
		fault(".nothing", "%s takes nothing back; write nothing at one of %s", g.verb, list(undoes))
	}
	if a.Part != 0 && g.verb != Look {
		fault(".part", "%s looks at no display; write part at look, or leave it out", g.verb)
	}
	if a.Expect != "" && a.Read == nil {
		fault(".expect", "expect is written without read; add read: with the call whose output it is about")
	}
	if _, err := regexp.Compile(filled(a.Expect, regexp.QuoteMeta, g.sample())); err != nil {
		fault(".expect", "expect is no regular expression: %v; write for example ^down$", err)
	}
	unknown(g, ".expect", a.Expect, fault)
}

func (c Config) call(g grammar, call Call, key string, fault func(key, format string, args ...any)) {
	command := len(call.Command) > 0
	request := call.URL != "" || call.Method != "" || call.Body != "" || len(call.Headers) > 0 || call.Status != 0
	switch {
	case c.By == Commands && request:
		fault(key, "an exec rig sends no request; write command: [program, argument, …], or make the type of the rig http")
	case c.By == Commands && !command:
		fault(key, "there is no command; write command: [program, argument, …]")
	case c.By == Requests && command:
		fault(key+".command", "an http rig runs no command; write url:, or make the type of the rig exec")
	case c.By == Requests:
		call.check(g.sample(), func(k, format string, args ...any) { fault(key+k, format, args...) })
	}
	for _, text := range call.texts() {
		unknown(g, key, text, fault)
	}
	if script, is := call.script(); is && spliced.MatchString(script) {
		fault(key+".command", "%s stands within a script, and a shell would do what a token says; write it behind the script, as in [sh, -c, 'show \"$1\"', sh, \"{token}\"]", spliced.FindString(script))
	}
}

// spliced finds what whoever presents a token may write as he likes.
var spliced = regexp.MustCompile(`\{(token|type)\}`)

// script is what a shell is given to run, by [sh, -c, script].
func (c Call) script() (string, bool) {
	if len(c.Command) < 3 || !slices.Contains(shells, filepath.Base(c.Command[0])) {
		return "", false
	}
	i := slices.IndexFunc(c.Command[1:], func(arg string) bool { return !strings.HasPrefix(arg, "-") })
	if i < 1 || !strings.HasSuffix(c.Command[i], "c") {
		return "", false
	}
	return c.Command[i+1], true
}

var shells = []string{"sh", "bash", "dash", "ash", "zsh", "ksh"}

// check looks at a request.
func (c Call) check(v values, fault func(key, format string, args ...any)) {
	u, err := url.Parse(filled(c.URL, inURL, v))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		fault(".url", "%q is no address of a device; write http:// or https:// with host and path", c.URL)
	}
	if password.MatchString(placeholder.ReplaceAllString(c.URL, "")) {
		fault(".url", "the password in the address would stand in all that a run leaves behind; write {env:NAME} in its place, and set that environment variable")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Headers)) {
		if slices.Contains(secretive, http.CanonicalHeaderKey(name)) && !strings.Contains(c.Headers[name], "{env:") {
			fault(".headers", "the secret in the header %s would stand in all that a run leaves behind; write {env:NAME} in its place, and set that environment variable", name)
		}
	}
	if c.Method != "" && !slices.Contains(methods, c.Method) {
		fault(".method", "the method cannot be %q; write one of %s", c.Method, strings.Join(methods, ", "))
	}
	if c.Status != 0 && http.StatusText(c.Status) == "" {
		fault(".status", "%d is no status of HTTP; write one such as 204, or leave it out for any from 200 to 299", c.Status)
	}
}

// password finds one that is written in an address, whose placeholders are taken out.
var password = regexp.MustCompile(`^[a-z]+://[^/?#@:]*:[^/?#@]+@`)

// secretive are the headers that carry a secret.
var secretive = []string{"Authorization", "Cookie", "X-Api-Key"}

var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// texts lists everything in which placeholders may stand.
func (c Call) texts() []string {
	all := append(slices.Clone(c.Command), c.URL, c.Body)
	for _, name := range slices.Sorted(maps.Keys(c.Headers)) {
		all = append(all, c.Headers[name])
	}
	return all
}

// unknown finds placeholders that mean nothing, and environment variables that are not set.
func unknown(g grammar, key, text string, fault func(key, format string, args ...any)) {
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		name := found[1]
		if variable, ok := strings.CutPrefix(name, "env:"); ok {
			if os.Getenv(variable) == "" {
				fault(key, "the environment variable %s is empty; set it, for %s stands in %q", variable, found[0], text)
			}
			continue
		}
		if !slices.Contains(g.knows, name) {
			fault(key, "{%s} means nothing in %s; write one of %s, or a space inside braces that are meant as they are", name, g.verb, braced(g.knows))
		}
	}
}

// sample gives each placeholder of a verb a value, to see whether what comes of it is well-formed.
func (g grammar) sample() values {
	v := values{}
	for _, name := range g.knows {
		v[name] = "1"
	}
	return v
}

func braced(names []string) string {
	out := []string{"{env:NAME}"}
	for _, name := range names {
		out = append(out, "{"+name+"}")
	}
	return strings.Join(out, ", ")
}

func list(verbs []Verb) string {
	out := make([]string, len(verbs))
	for i, v := range verbs {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}
