package selftest

import (
	"flag"
	"fmt"
	"hash/fnv"
	"slices"
	"testing"

	"github.com/certbench/certbench/station/defects"
)

// Half of all plays with a defect pass, and the expectations say so: the case does not look at what is wrong. To find that out anew each
// time takes as long as all the rest. So the defects that a case is not expected to see are put into one station, as many as -at-once says.
// When the case passes on it, and each of them has come into play, it has seen none of them. One that another has kept from coming into play is
// played with the others of its kind; when the case does not pass, each half is played apart, down to the single defect. What is found is
// so always found on a defect that is played alone.
//
// What could be missed is a defect of which another undoes all that the case sees. A sample is therefore played alone as well, and with
// -everywhere or -update every one is.

var atOnce = flag.Int("at-once", 16, "TestKillMatrix: how many `defects` that a case is not expected to see are played at once; 1 plays each alone")

// joint are pairs of one case on one ground that are played at once.
type joint []*pair

// jointly parts pairs into those that are played alone, and those of which nothing is expected. What stands side by side in the list of
// defects is mostly put in at one place of the firmware, where only one of them would come into play: it goes to different stations.
func jointly(pairs []*pair, known map[expected]bool) (alone []*pair, some []joint) {
	seen := map[string]bool{}
	for e := range known {
		seen[string(e.defect)+"/"+e.id] = true
	}
	by := map[string]joint{}
	var places []string
	for _, p := range pairs {
		if seen[p.String()] || *atOnce < 2 {
			alone = append(alone, p)
			continue
		}
		place := p.id + "/" + p.grounds[0].String()
		if by[place] == nil {
			places = append(places, place)
		}
		by[place] = append(by[place], p)
	}
	order := map[defects.Defect]int{}
	for i, d := range defects.All() {
		order[d.Name] = i
	}
	for _, place := range places {
		all := by[place]
		slices.SortStableFunc(all, func(a, b *pair) int { return order[a.defect] - order[b.defect] })
		some = append(some, spread(all, (len(all)+*atOnce-1) / *atOnce)...)
	}
	return alone, some
}

// atOdds are defects that nearly every case sees when one station has both: a variable that it does not know is told with a value then,
// and the instance that it has is not known.
var atOdds = []defects.Defect{defects.GetUnknownAccepted, defects.InstancesNotFound}

// spread parts pairs of one place evenly over n stations, or over one more where those at odds would meet.
func spread(all []*pair, n int) []joint {
	stations := make([]joint, n)
	for i, p := range all {
		at := i % n
		if slices.Contains(atOdds, p.defect) && slices.ContainsFunc(stations[at], func(o *pair) bool { return slices.Contains(atOdds, o.defect) }) {
			if at++; at == len(stations) {
				stations = append(stations, nil)
			}
		}
		stations[at] = append(stations[at], p)
	}
	return stations
}

// play finds the outcome of each.
func (j joint) play(t *testing.T) {
	if len(j) == 1 {
		j[0].play(t)
		return
	}
	var shown defects.Questions
	o := outcome{id: j[0].id, ground: j[0].grounds[0]}
	with := o.setup(j.defects()...)
	with.shown = &shown
	o.judge(playWhole(t, o.id, with))
	var hidden joint
	for _, p := range j {
		if !slices.Contains(shown.Asked(), p.defect) {
			hidden = append(hidden, p)
		}
	}
	if !o.passed() || o.ours() != "" || len(hidden) == len(j) {
		j[:len(j)/2].play(t)
		j[len(j)/2:].play(t)
		return
	}
	for _, p := range j {
		if !slices.Contains(hidden, p) {
			p.passes(t, j)
		}
	}
	if len(hidden) > 0 {
		hidden.play(t)
	}
}

func (j joint) defects() []defects.Defect {
	var names []defects.Defect
	for _, p := range j {
		names = append(names, p.defect)
	}
	return names
}

// sampledOf is how many pairs there are to one that is played alone as well, by the hash of its name, which no other moves.
const sampledOf = 64

// passes is the outcome of a pair that has passed with others. Of a sample it is played.
func (p *pair) passes(t *testing.T, with joint) {
	hash := fnv.New32a()
	fmt.Fprint(hash, p)
	if hash.Sum32()%sampledOf != 0 {
		p.got = []outcome{{defect: p.defect, id: p.id, ground: p.grounds[0]}}
		return
	}
	if p.play(t); !p.got[0].passed() {
		t.Errorf("%s: expected it to pass alone, as it does together with %v; got %s at %s", p, with.defects(), p.got[0].verdict, p.got[0].place)
	}
}
