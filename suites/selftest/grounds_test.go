package selftest

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/station/defects"
)

// ground is where a case is played: a product on a bench.
type ground struct {
	product string
	bench   benchOf
}

func (g ground) String() string { return g.product + "/" + g.bench.name }

// groundsOf are the grounds of a case, those of the product that it is proved on first: every bench of every product to
// which the case applies.
func groundsOf(t *testing.T, id string) []ground {
	t.Helper()
	var all []ground
	for _, p := range products {
		fits, err := p.fits(id)
		if err != nil {
			t.Fatal(err)
		}
		if !fits {
			continue
		}
		for _, b := range benches {
			if b.only != nil && !slices.Contains(b.only, id) || b.of != "" && b.of != p.name {
				continue
			}
			all = append(all, ground{p.name, b})
		}
	}
	return all
}

// groundNamed is the ground of a case that is named in a table.
func groundNamed(t *testing.T, id, name string) ground {
	t.Helper()
	grounds := groundsOf(t, id)
	i := slices.IndexFunc(grounds, func(g ground) bool { return g.String() == name })
	if i < 0 {
		t.Fatalf("%s has no ground %q", id, name)
	}
	return grounds[i]
}

// goodPlay is a case as the good station plays it on a ground. Without a table it has not passed.
type goodPlay struct {
	id     string
	ground ground
	table  string
	asked  []defects.Defect // what the station asked about: no other defect can change this play
	during []defects.Defect // of these, what it asked about once the case had begun
}

// worthDefects picks the plays of a case on whose grounds defects tell something: first the default bench of the product
// that it is proved on, where every defect is played that the station asks about. Then that product's shipped bench: its
// times differ, which no table shows; short ones hide what is too early, and show what is late. Then, where the table is
// another one, so that other rows judge or other validations, its start-late bench and the other products' default ones:
// when a transaction starts and what a product can do are matters of their own, and need not be mixed.
//
// Beyond the first ground the defects are left out that concern what is around a case, because the first has shown all
// that they can do: those that the station was only asked about before the case began, and the common ones.
func worthDefects(plays []goodPlay, common map[defects.Defect]bool) []goodPlay {
	var picked []goodPlay
	for _, p := range plays {
		first, bench := p.ground.product == plays[0].ground.product, p.ground.bench.name
		known := slices.ContainsFunc(picked, func(q goodPlay) bool { return q.table == p.table })
		if bench == "shipped" && !first || bench != "shipped" && known || bench == "start-late" && !first {
			continue
		}
		if len(picked) > 0 {
			p.asked = slices.DeleteFunc(slices.Clone(p.during), func(d defects.Defect) bool { return common[d] })
		}
		picked = append(picked, p)
	}
	return picked
}

// commonOf are the defects that the station is asked about in every play, whatever its case: in the preparations of all
// cases, or when the bench is brought to rest.
func commonOf(plays []goodPlay) map[defects.Defect]bool {
	times := map[defects.Defect]int{}
	for _, p := range plays {
		for _, d := range p.during {
			times[d]++
		}
	}
	common := map[defects.Defect]bool{}
	for d, n := range times {
		common[d] = n == len(plays)
	}
	return common
}

// play plays the case on its ground on the good station, which must pass.
func (p *goodPlay) play(t *testing.T) {
	var asked defects.Questions
	var before []defects.Defect
	ready := func() {
		before = asked.Asked()
		asked.Forget()
	}
	played := play(t, p.id, setup{product: p.ground.product, change: p.ground.bench.change, asked: &asked, ready: ready})
	if hasPassed(t, played, "") {
		p.table, p.during = tableOf(t, played), asked.Asked()
		p.asked = slices.Concat(before, p.during)
		slices.Sort(p.asked)
		p.asked = slices.Compact(p.asked)
	}
}

// byCase parts plays into those of each case. They stand together already.
func byCase(plays []goodPlay) [][]goodPlay {
	var parts [][]goodPlay
	for i, p := range plays {
		if i == 0 || plays[i-1].id != p.id {
			parts = append(parts, nil)
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], p)
	}
	return parts
}
