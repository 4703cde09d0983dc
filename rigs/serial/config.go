package serial

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// Config says how the device that the rig stands for sends.
type Config struct {
	// Port is the device file of the line, such as /dev/serial/by-id/usb-FTDI_…; it is held alone.
	Port string
	// Baud is its speed; 0 means 9600.
	Baud int
	// Mode is data bits, parity (N, E, O) and stop bits; "" means 8N1.
	Mode string
	// Card is what is sent for a card, with {uid}, {facility} and {number}; "" means "{uid}\r\n".
	Card string
	// Code is what is sent for a code, with {keycode}; "" means "{keycode}\r\n".
	Code string
	// Timeout bounds the sending; 0 means 2 s.
	Timeout time.Duration
	// Credentials are what tokens are, by token id.
	Credentials rigs.Credentials
}

func (c Config) withDefaults() Config {
	c.Baud, c.Mode = cmp.Or(c.Baud, 9600), cmp.Or(c.Mode, "8N1")
	c.Card, c.Code = cmp.Or(c.Card, "{uid}\r\n"), cmp.Or(c.Code, "{keycode}\r\n")
	c.Timeout = cmp.Or(c.Timeout, 2*time.Second)
	return c
}

// Fault is one mistake of a Config. Where names the key of a bench file.
type Fault struct{ Where, Text string }

// Faults says what is wrong, everything at once.
func (c Config) Faults() []Fault {
	c = c.withDefaults()
	var all []Fault
	fault := func(where, format string, args ...any) { all = append(all, Fault{where, fmt.Sprintf(format, args...)}) }
	if c.Port == "" {
		fault("port", "there is no port; write the device file of the line, such as /dev/serial/by-id/usb-…")
	}
	if c.Baud < 50 || c.Baud > 4_000_000 {
		fault("baud", "%d is no speed of a serial line; write one such as 9600", c.Baud)
	}
	if !modes.MatchString(c.Mode) {
		fault("mode", "%q is no mode of a serial line; write data bits, parity and stop bits, such as 8N1 or 7E1", c.Mode)
	}
	for where, text := range map[string]string{"card": c.Card, "code": c.Code} {
		for _, found := range placeholder.FindAllString(text, -1) {
			if !slices.Contains(knows[where], found) {
				fault(where, "%s means nothing in %s; write one of %s", found, where, strings.Join(knows[where], ", "))
			}
		}
		if !placeholder.MatchString(text) {
			fault(where, "%s is the same for every token; write %s where the token's is to stand", where, knows[where][0])
		}
	}
	for id := range c.Credentials {
		if _, err := c.text(rigs.Token{ID: id}); err != nil {
			fault("tokens", "%v", err)
		}
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

var (
	modes       = regexp.MustCompile(`^[5-8][NEO][12]$`)
	placeholder = regexp.MustCompile(`\{[a-z]+\}`)
	knows       = map[string][]string{"card": {"{uid}", "{facility}", "{number}"}, "code": {"{keycode}"}}
)

// Lacks says why the token of an act cannot be sent; nil where it can.
func (c Config) Lacks(a rigs.Act) error {
	if _, err := c.withDefaults().text(*a.Token); err != nil {
		return fmt.Errorf("%w: %v", rigs.ErrNoRig, err)
	}
	return nil
}

// text is what is sent for a token.
func (c Config) text(token rigs.Token) (string, error) {
	has := c.Credentials.Of(token)
	if has.Keycode != "" {
		return strings.ReplaceAll(c.Code, "{keycode}", has.Keycode), nil
	}
	if byUID := strings.Contains(c.Card, "{uid}"); byUID != (has.UID != "") {
		return "", fmt.Errorf("idToken %s: what is sent for a card is %q; give the token %s", token.ID, c.Card,
			map[bool]string{true: "a uid", false: "facility and number"}[byUID])
	}
	return strings.NewReplacer("{uid}", has.UID, "{facility}", strconv.Itoa(has.Facility), "{number}", strconv.Itoa(has.Number)).Replace(c.Card), nil
}
