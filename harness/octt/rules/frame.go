package rules

import "github.com/certbench/certbench/harness/evidence"

// FrameRule is what every frame must satisfy, and the verdict on one that does not.
type FrameRule struct {
	Requirement, Expected string
	Verdict               evidence.Verdict
	Clause                string   // the document and section that say so
	IDs                   []string // requirements of part 2 behind it
	Once                  bool     // a row that has failed for the same frame has said it
}

// The rules for the frames of both sides, and for the values in them.
var (
	TheirFrames = &FrameRule{Requirement: "Every message of the Charging Station is valid OCPP-J and satisfies its schema.",
		Expected: "no violation", Verdict: evidence.Fail, Clause: Framing}
	OurFrames  = &FrameRule{Requirement: "What the CSMS sends is valid.", Expected: "no violation", Verdict: evidence.Error, Clause: Framing}
	TheirTypes = &FrameRule{Requirement: "Every value of the Charging Station is one of its primitive type.",
		Expected: "no violation", Verdict: evidence.Fail, Clause: Primitives}
	TheirValues = &FrameRule{Requirement: ValuesAreTyped, Expected: "no violation", Verdict: evidence.Fail, Clause: Primitives}
	// Table 1 shows integers of digits and forbids no other form that JSON knows; the fractions stand in descriptions of fields
	// that the CSMS mostly fills.
	TheirForms = &FrameRule{Requirement: "Every number of the Charging Station is written as part 2 shows it, in table 1 or in the description of the field.",
		Expected: "no other form", Verdict: evidence.Warning, Clause: Primitives}
	Clock = &FrameRule{Requirement: "The Charging Station keeps the time that the CSMS has told it.",
		Expected: "timestamps within a day of it", Verdict: evidence.Warning, Clause: "part 2, use case B01", IDs: []string{"B01.FR.06"}}
)

// ValuesAreTyped is required of every value of a variable.
const ValuesAreTyped = "The value of a variable is one of its dataType."
