package defects

import "sync"

// Questions remembers which faults a station was asked about while it ran. A good station that was never asked about a
// fault would have done the very same with it: until the first question the two cannot differ, and that question never
// came. Whoever plays a fault against a case needs only those that the good station's play asked about.
//
// Of a station with faults it remembers which of those came into play, where the set is Shown.
//
// The zero value is ready. All methods may be called concurrently.
type Questions struct {
	mu    sync.Mutex
	asked map[Defect]bool
}

func (q *Questions) note(name Defect) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.asked == nil {
		q.asked = map[Defect]bool{}
	}
	q.asked[name] = true
}

// Asked lists the faults that were asked about since the beginning, or since Forget, in the order of All.
func (q *Questions) Asked() []Defect {
	q.mu.Lock()
	defer q.mu.Unlock()
	var names []Defect
	for _, info := range all {
		if q.asked[info.Name] {
			names = append(names, info.Name)
		}
	}
	return names
}

// Forget begins anew: Asked lists what comes from now on.
func (q *Questions) Forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked = nil
}
