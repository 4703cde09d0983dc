package sutserve

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certbench/certbench/rigs"
)

// ErrCall says that a call cannot be understood: its caller is to write it otherwise.
var ErrCall = errors.New("wrong call")

// Params are the parameters of a call by name. An empty one counts as left out.
type Params map[string]string

// String writes them as a query would, sorted by name.
func (p Params) String() string {
	values := url.Values{}
	for name, value := range p {
		values.Set(name, value)
	}
	return values.Encode()
}

// maxID bounds EVSE and connector ids: more than any station has, and small enough to print.
const maxID = 9999

// check refuses parameters that a call does not know: whoever misspells one would take the answer for a success.
func (p Params) check(known []string) error {
	for name := range p {
		if !slices.Contains(known, name) {
			return fmt.Errorf("%w: parameter %q is unknown; %s", ErrCall, name, knownParams(known))
		}
	}
	return nil
}

func knownParams(known []string) string {
	if len(known) == 0 {
		return "this call has none"
	}
	return "this call knows " + strings.Join(known, ", ")
}

// place is where a call acts: what it leaves out is that of the bench.
func (p Params) place(otherwise rigs.Place) (rigs.Place, error) {
	at := otherwise
	for name, id := range map[string]*int{"evse_id": &at.EVSE, "connector_id": &at.Connector} {
		text := p[name]
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxID {
			return at, fmt.Errorf("%w: %s cannot be %q; give a number from 1 to %d, or leave it out for %s", ErrCall, name, text, maxID, otherwise)
		}
		*id = n
	}
	return at, nil
}

// boolean reads true or false in any case of letters, for some callers write "True".
func (p Params) boolean(name string) (value, given bool, err error) {
	switch strings.ToLower(p[name]) {
	case "":
		return false, false, nil
	case "true":
		return true, true, nil
	case "false":
		return false, true, nil
	}
	return false, false, fmt.Errorf("%w: %s cannot be %q; give true or false", ErrCall, name, p[name])
}

// must reads a boolean that the call cannot do without.
func (p Params) must(name string) (bool, error) {
	value, given, err := p.boolean(name)
	if err == nil && !given {
		err = fmt.Errorf("%w: %s is missing; give true or false", ErrCall, name)
	}
	return value, err
}

// count reads a number from 0 on, which is 0 where it is left out.
func (p Params) count(name string) (int, error) {
	if p[name] == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(p[name])
	if most := int(longestLook.Seconds()); err != nil || n < 0 || n > most {
		return 0, fmt.Errorf("%w: %s cannot be %q; give a number from 0 to %d", ErrCall, name, p[name], most)
	}
	return n, nil
}

// Longest idToken and IdTokenEnumType value that OCPP 2.0.1 carries, in characters (part 2, IdTokenType).
const (
	maxTokenID   = 36
	maxTokenType = 20
)

// token reads the idToken of a call; without a type it is that of an RFID card, the commonest.
func (p Params) token() (rigs.Token, error) {
	token := rigs.Token{ID: p["id"], Type: p["type"]}
	if token.Type == "" {
		token.Type = "ISO14443"
	}
	if n := len([]rune(token.ID)); n == 0 || n > maxTokenID {
		return token, fmt.Errorf("%w: id has %d characters; give the idToken, 1 to %d characters", ErrCall, n, maxTokenID)
	}
	if n := len([]rune(token.Type)); n > maxTokenType {
		return token, fmt.Errorf("%w: type has %d characters; give a value of IdTokenEnumType, such as ISO14443", ErrCall, n)
	}
	// A rig may hand it to a program, which takes no such character, and then counts as broken.
	for name, text := range map[string]string{"id": token.ID, "type": token.Type} {
		if strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }) {
			return token, fmt.Errorf("%w: %s cannot be %q, for it has a character that no one can see; give letters, digits and signs", ErrCall, name, text)
		}
	}
	return token, nil
}
