package bench

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// longestContent is how many characters of a text the messages of blocks I and O have room for, with what a case adds to it: 512 (part 2,
// MessageContentType) without a page around them.
const longestContent = 480

// checkDisplay refuses messages, priorities, states and formats that no message may carry, or that could not be told apart.
func checkDisplay(d *decoder, c octt.Configured) {
	for key, text := range map[string]string{"display_message": c.DisplayMessage, "cost": c.Cost} {
		if n := len([]rune(text)); n == 0 || n > longestContent || strings.ContainsFunc(text, unprintable) {
			d.fail("configured."+key, "configured.%s has %d characters; write 1 to %d that can be printed", key, n, longestContent)
		}
	}
	priorities := []string{string(ocpp201.MessagePriorityAlwaysFront), string(ocpp201.MessagePriorityInFront), string(ocpp201.MessagePriorityNormalCycle)}
	formats := []string{string(ocpp201.MessageFormatASCII), string(ocpp201.MessageFormatHTML), string(ocpp201.MessageFormatURI), string(ocpp201.MessageFormatUTF8)}
	states := []string{string(ocpp201.MessageStateCharging), string(ocpp201.MessageStateFaulted), string(ocpp201.MessageStateIdle), string(ocpp201.MessageStateUnavailable)}
	for _, one := range []struct {
		key, value string
		known      []string
	}{
		{"display_message_priority", string(c.DisplayMessagePriority), priorities}, {"display_message_2_priority", string(c.DisplayMessagePriority2), priorities},
		{"unsupported_display_message_priority", string(c.UnsupportedDisplayPriority), priorities},
		{"display_message_format", string(c.DisplayMessageFormat), formats}, {"unsupported_display_message_format", string(c.UnsupportedDisplayFormat), formats},
		{"display_message_state", string(c.DisplayMessageState), states}, {"display_message_2_state", string(c.DisplayMessageState2), states},
	} {
		if one.value != "" && !slices.Contains(one.known, one.value) {
			d.fail("configured."+one.key, "configured.%s cannot be %q; %s", one.key, one.value, strictyaml.Known(one.value, one.known))
		}
	}
	for key, both := range map[string][2]string{
		"display_message_2_state":    {string(c.DisplayMessageState), string(c.DisplayMessageState2)},
		"display_message_2_priority": {string(c.DisplayMessagePriority), string(c.DisplayMessagePriority2)},
	} {
		if both[0] != "" && both[0] == both[1] {
			d.fail("configured."+key, "configured.%s is %s, as the first is; write another one (TC_O_34_CS, TC_O_35_CS)", key, both[1])
		}
	}
	if name := c.DisplayComponent; len(name) > 50 || strings.ContainsFunc(name, func(r rune) bool { return r > '~' || r <= ' ' || r == '.' }) {
		d.fail("configured.display_component", "configured.display_component cannot be %q; write the name of a component, such as Display, or leave it out for the main display", name)
	}
	if c.Cost2 <= 0 || math.Abs(100*c.Cost2-math.Round(100*c.Cost2)) > 1e-6 {
		d.fail("configured.cost2", "configured.cost2 is %v; write an amount above zero with two decimals, such as 7.53", c.Cost2)
	}
}

// Priorities and formats of display messages, each with its feature (part 5, UI-1 and UI-2).
var (
	messagePriorities = map[string]pics.Feature{"AlwaysFront": pics.UI_1_1, "InFront": pics.UI_1_2, "NormalCycle": pics.UI_1_3}
	messageFormats    = map[string]pics.Feature{"ASCII": pics.UI_2_1, "HTML": pics.UI_2_2, "URI": pics.UI_2_3, "UTF8": pics.UI_2_4}
)

// checkDisplayed refuses what the PICS says otherwise of a display: a priority or a format that the product does not have, one that is to be
// unsupported and that it has, a text that a display of ASCII alone cannot show, and one that is no address where the display shows the page at one.
func checkDisplayed(d *decoder, declared *pics.Declaration, c octt.Configured) {
	if declared.Profiles[pics.AdvancedUserInterface] != pics.Yes {
		return
	}
	for _, one := range []struct {
		key, value string
		of         map[string]pics.Feature
		has        pics.Answer
	}{
		{"display_message_priority", string(c.DisplayMessagePriority), messagePriorities, pics.Yes},
		{"display_message_2_priority", string(c.DisplayMessagePriority2), messagePriorities, pics.Yes},
		{"unsupported_display_message_priority", string(c.UnsupportedDisplayPriority), messagePriorities, pics.No},
		{"display_message_format", string(c.DisplayMessageFormat), messageFormats, pics.Yes},
		{"unsupported_display_message_format", string(c.UnsupportedDisplayFormat), messageFormats, pics.No},
	} {
		f, known := one.of[one.value]
		if is := declared.Answer(f); known && is != one.has {
			instead := "leave it out"
			if so := answeredSo(declared, one.of, one.has); len(so) > 0 {
				instead = "write " + strings.Join(so, " or ")
			}
			d.fail("configured."+one.key, "configured.%s is %s, and %s of the PICS is %s; %s, or correct the PICS", one.key, one.value, f, is, instead)
		}
	}
	alone := func(f pics.Feature) bool {
		return declared.Answer(f) == pics.Yes && len(answeredSo(declared, messageFormats, pics.Yes)) == 1
	}
	if c.DisplayMessageFormat == ocpp201.MessageFormatURI || c.DisplayMessageFormat == "" && alone(pics.UI_2_3) {
		if !strings.Contains(c.DisplayMessage, "://") {
			d.fail("configured.display_message", "configured.display_message is %q, and in format URI (UI-2.3) it is a page that is shown; write the address of one that the station can load, and have another at the same address with %%202 behind it", c.DisplayMessage)
		}
	}
	onlyASCII := alone(pics.UI_2_1)
	for _, one := range []struct {
		key, text string
		ascii     bool
	}{
		{"display_message", c.DisplayMessage, onlyASCII || c.DisplayMessageFormat == ocpp201.MessageFormatASCII},
		{"cost", c.Cost, onlyASCII},
	} {
		i := strings.IndexFunc(one.text, func(r rune) bool { return r > unicode.MaxASCII })
		if i >= 0 && one.ascii {
			d.fail("configured."+one.key, "configured.%s has %q, which is no sign of ASCII, and it is shown in no other format (UI-2); write letters from A to Z, digits and common signs",
				one.key, []rune(one.text[i:])[0])
		}
	}
}

// answeredSo are the values whose features are answered so.
func answeredSo(declared *pics.Declaration, of map[string]pics.Feature, answer pics.Answer) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(of)), func(value string) bool { return declared.Answer(of[value]) != answer })
}
