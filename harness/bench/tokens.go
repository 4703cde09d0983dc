package bench

import (
	"maps"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
)

// roles are the idTokens that drivers present, by the names that part 6 has for them.
func roles(c octt.Configured) map[string]rigs.Token {
	return map[string]rigs.Token{
		"valid_idtoken": c.ValidToken, "valid_idtoken2": c.ValidToken2, "invalid_idtoken": c.InvalidToken,
		"blocked_idtoken": c.BlockedToken, "expired_idtoken": c.ExpiredToken, "masterpass_idtoken": c.MasterPassToken,
	}
}

// Token is the idToken that a word means: its name in configured, such as valid_idtoken or, shorter, valid. Any other word is
// an id.
func (f *File) Token(word string) rigs.Token {
	for name, token := range roles(f.Configured) {
		if word == name || word == strings.Replace(name, "_idtoken", "", 1) {
			return token
		}
	}
	return rigs.Token{ID: word, Type: f.Configured.ValidToken.Type}
}

// Roles lists the names of the idTokens that drivers present, as part 6 has them.
func Roles() []string { return slices.Sorted(maps.Keys(roles(octt.Configured{}))) }

// RoleOf names an idToken of configured as part 6 does; it is empty for one that is no driver's.
func RoleOf(c octt.Configured, id string) string {
	for role, token := range roles(c) {
		if token.ID == id {
			return role
		}
	}
	return ""
}

// checkRigTokens looks at what the tokens of a rig are to a reader.
func (f *File) checkRigTokens(d *decoder, at string, rig RigFile) {
	known := slices.Sorted(maps.Keys(roles(f.Configured)))
	for role, c := range rig.Tokens {
		at := at + ".tokens." + role
		if !slices.Contains(known, role) {
			d.fail(at, "%s: tokens has no %q; %s", at, role, strictyaml.Known(role, known))
		}
		kinds := 0
		for _, there := range []bool{c.UID != "", c.Facility != 0 || c.Number != 0, c.Keycode != ""} {
			if there {
				kinds++
			}
		}
		if kinds != 1 {
			d.fail(at, "%s: a token is one thing to a reader; write uid, or facility and number, or keycode", at)
		}
	}
}

// credentials are what the tokens of a rig are to a reader, by their ids.
func (f *File) credentials(r RigFile) rigs.Credentials {
	out := rigs.Credentials{}
	for role, token := range roles(f.Configured) {
		if c, written := r.Tokens[role]; written {
			out[token.ID] = c
		}
	}
	return out
}

// wiring is the wiring of a rig with the ids of the tokens in the place of their roles.
func (f *File) wiring(r RigFile) gpio.Config {
	w := *r.Wiring
	w.Credentials = f.credentials(r)
	w.Cards = f.byID(w.Cards)
	w.Places = slices.Clone(w.Places)
	for i := range w.Places {
		w.Places[i].Cards = f.byID(w.Places[i].Cards)
	}
	return w
}

func (f *File) byID(cards map[string]gpio.Line) map[string]gpio.Line {
	out := map[string]gpio.Line{}
	for key, line := range cards {
		if token, known := roles(f.Configured)[key]; known {
			key = token.ID
		}
		out[key] = line
	}
	return out
}
