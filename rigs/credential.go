package rigs

import "cmp"

// Credential is what the card or the code of a driver is to a reader, where the idToken of the messages does not say it:
// a UID, or a facility code with a number, or a code for the keypad.
type Credential struct {
	UID      string `yaml:"uid" json:"uid,omitempty"`           // hexadecimal digits
	Facility int    `yaml:"facility" json:"facility,omitempty"` // as printed on the card
	Number   int    `yaml:"number" json:"number,omitempty"`
	Keycode  string `yaml:"keycode" json:"keycode,omitempty"` // digits, * and #
}

// KeyCode is the type of an idToken that is typed in (part 2, IdTokenEnumType).
const KeyCode = "KeyCode"

// Credentials are known by the id of the idToken.
type Credentials map[string]Credential

// Of is what a driver with the token has. One that nothing is known about has a card whose UID is the id, or types it in.
func (c Credentials) Of(token Token) Credential {
	implied := Credential{UID: token.ID}
	if token.Type == KeyCode {
		implied = Credential{Keycode: token.ID}
	}
	return cmp.Or(c[token.ID], implied)
}
