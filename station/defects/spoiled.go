package defects

import "reflect"

// Spoiled is a message after a defect that only changes how it looks. It asks for the defect only where that would change
// this very message, so that the self-test need not play it where it could not show. spoil gets a shallow copy: it may
// set fields, and must not write through the pointers and slices that the copy shares with the message.
func Spoiled[M any](s Set, message M, defect Defect, spoil func(*M)) M {
	if s.Idle(defect) {
		return message
	}
	changed := message
	if spoil(&changed); !reflect.DeepEqual(&changed, &message) && s.Has(defect) {
		return changed
	}
	return message
}
