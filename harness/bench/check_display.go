package bench

import (
	"math"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
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
	if c.Cost2 <= 0 || math.Abs(100*c.Cost2-math.Round(100*c.Cost2)) > 1e-6 {
		d.fail("configured.cost2", "configured.cost2 is %v; write an amount above zero with two decimals, such as 7.53", c.Cost2)
	}
}
