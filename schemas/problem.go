package schemas

// Problem is one reason why a payload is invalid.
type Problem struct {
	// Pointer leads to the value (RFC 6901, from the payload's root), or to where a missing one should stand.
	Pointer string
	// Keyword is the schema's keyword that is violated (required, type, enum, maxLength, …), or one of our own:
	// syntax, duplicate, range, action.
	Keyword string
	// Message is a sentence. Of the payload it quotes only enumeration values, date-times, numbers out of range and
	// names, so that no secret comes into a report by way of it.
	Message string
	// Code is the error code of part 4, table 8 for a CALLERROR in answer.
	Code string
}

// Our own keywords, for what is checked outside the schemas.
const (
	keywordSyntax    = "syntax"    // no JSON, more than one value, or no UTF-8
	keywordDuplicate = "duplicate" // a name stands twice in one object
	keywordRange     = "range"     // a number that no implementation needs to be able to read (RFC 8259, section 6)
	keywordAction    = "action"    // no such action
)

// codeOf reads part 4, table 8 as narrowly as its words allow. Extra fields, and a payload that is no object, depart
// from the structure of the PDU as such; what is left is about the value of a single field.
func codeOf(keyword, pointer string) string {
	switch {
	case keyword == keywordAction:
		return "NotImplemented"
	case keyword == keywordSyntax, keyword == keywordDuplicate:
		return "FormatViolation"
	case keyword == "additionalProperties", keyword == "type" && pointer == "":
		return "ProtocolError"
	case keyword == "required", keyword == "minItems", keyword == "maxItems":
		return "OccurrenceConstraintViolation"
	case keyword == "type":
		return "TypeConstraintViolation"
	}
	return "PropertyConstraintViolation"
}

func newProblem(pointer, keyword, message string) Problem {
	return Problem{Pointer: pointer, Keyword: keyword, Message: message, Code: codeOf(keyword, pointer)}
}
