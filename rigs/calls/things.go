package calls

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Things names what the calls move, each once, so that two rigs which move one thing can be told apart from two which do not. A
// command is what it moves together with its arguments, and a request together with its address and body: a board of eight
// relays is eight things. The places of the rig stand for {evse} and {connector}, a program is named by its file, and an
// address as it is reached, without a password. A call that only looks moves nothing, nor does the program true.
func (c Config) Things() []string {
	var all []string
	for _, v := range slices.Sorted(maps.Keys(c.Acts)) {
		if v == Check || v == Look {
			continue
		}
		for _, at := range c.Places {
			if thing := c.Acts[v].thing(valuesOf(at)); thing != "" {
				all = append(all, thing)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (c Call) thing(about values) string {
	if len(c.Command) == 0 {
		return strings.TrimSpace("the request " + cmp.Or(c.Method, http.MethodPost) + " " + reached(told(c.URL, about)) + " " + told(c.Body, about))
	}
	program := c.Command[0]
	if filepath.Base(program) == "true" {
		return ""
	}
	if file, err := exec.LookPath(program); err == nil {
		program = file
	}
	if file, err := filepath.EvalSymlinks(program); err == nil {
		program = file // one program has several names
	}
	words := []string{program}
	for _, word := range c.Command[1:] {
		words = append(words, deviceOf(told(word, about)))
	}
	return "the command " + strings.Join(words, " ")
}

// deviceOf is a device file by its own name, where a word is one: an adapter has several.
func deviceOf(word string) string {
	if strings.HasPrefix(word, "/dev/") {
		if device, err := filepath.EvalSymlinks(word); err == nil {
			return device
		}
	}
	return word
}

// reached is an address as every spelling of it is reached.
func reached(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if port := map[string]string{"http": ":80", "https": ":443"}[u.Scheme]; port != "" {
		u.Host = strings.TrimSuffix(u.Host, port)
	}
	u.Path = cmp.Or(u.Path, "/")
	return u.Redacted()
}
