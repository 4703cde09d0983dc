package evidence

import "sync"

// Side is what one of several benches that play side by side records through. Every record gets the bench's name, and
// plays get numbers of the run instead of the bench's own, so that no two plays of a run have the same. The records of all
// sides make one chain. It is safe for concurrent use.
type Side struct {
	run   *Recorder
	bench string

	mu    sync.Mutex
	plays map[int]int // numbers of the bench to those of the run
}

// keptNumbers is how many of a bench's last plays records may still come of: it plays one at a time.
const keptNumbers = 16

// Side returns what the bench of that name records through.
func (r *Recorder) Side(bench string) *Side {
	return &Side{run: r, bench: bench, plays: map[int]int{}}
}

// Append writes a record as Recorder.Append does.
func (s *Side) Append(rec Record) (int64, error) {
	rec.Bench = s.bench
	if rec.Play > 0 {
		rec.Play = s.numbered(rec.Play)
	}
	return s.run.Append(rec)
}

func (s *Side) numbered(own int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.plays[own] == 0 {
		s.plays[own] = s.run.nextPlay()
		delete(s.plays, own-keptNumbers)
	}
	return s.plays[own]
}

func (r *Recorder) nextPlay() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.plays++
	return r.plays
}
