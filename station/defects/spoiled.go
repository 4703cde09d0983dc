package defects

import "reflect"

// Spoiled is a message after a defect that only changes how it looks. It asks for the defect only where that would change
// this very message, so that the self-test need not play it where it could not show. spoil gets a shallow copy: it may
// set fields, and must not write through the pointers and slices that the copy shares with the message.
func Spoiled[M any](s Set, message M, defect Defect, spoil func(*M)) M {
	if s.Idle(defect) {
		return message
	}
	return spoilt(s, &[2]M{message}, defect, spoil)
}

// SpoiledByAll is a message after several defects, one after the other. spoil is what one of them does to it, as for Spoiled.
func SpoiledByAll[M any, F Row](s Set, message M, faults []F, spoil func(F, *M)) M {
	if len(faults) == 0 {
		return message
	}
	copies := &[2]M{message}
	for _, f := range faults {
		if !s.Idle(f.Name()) {
			copies[0] = spoilt(s, copies, f.Name(), func(m *M) { spoil(f, m) })
		}
	}
	return copies[0]
}

// spoilt takes the message first, and room for a copy.
func spoilt[M any](s Set, copies *[2]M, defect Defect, spoil func(*M)) M {
	right, changed := &copies[0], &copies[1]
	*changed = *right
	spoil(changed)
	changes := s.asked == nil && s.shown == nil || !reflect.DeepEqual(changed, right) // nobody else wants to know whether it does
	if changes && s.Has(defect) {
		return *changed
	}
	return *right
}
