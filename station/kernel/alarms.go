package kernel

import "time"

// alarms are what the firmware wants to do later. They belong to its loop, which sleeps until the next one; alarms of
// the same moment go off in the order in which they were set, so that a run is the same each time.
type alarms struct{ set []*Alarm }

// Alarm is one of them. Whoever has set it may Cancel it.
type Alarm struct {
	at  time.Time
	act func()
}

func (a *alarms) after(wait time.Duration, act func()) *Alarm {
	al := &Alarm{at: time.Now().Add(wait), act: act}
	a.set = append(a.set, al)
	return al
}

// cancel takes an alarm away; one that is nil, gone off or cancelled is no matter.
func (a *alarms) cancel(al *Alarm) {
	for i, other := range a.set {
		if other == al {
			a.set = append(a.set[:i], a.set[i+1:]...)
			return
		}
	}
}

// next is the earliest alarm, nil when there is none.
func (a *alarms) next() *Alarm {
	var first *Alarm
	for _, al := range a.set {
		if first == nil || al.at.Before(first.at) {
			first = al
		}
	}
	return first
}

// due takes away and returns the earliest alarm if its time has come.
func (a *alarms) due() *Alarm {
	al := a.next()
	if al == nil || al.at.After(time.Now()) {
		return nil
	}
	a.cancel(al)
	return al
}
