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
			all = append(all, ground{p.name, b})
		}
	}
	return all
}

// goodPlay is a case as the good station plays it on a ground. Without a table it has not passed.
type goodPlay struct {
	id     string
	ground ground
	table  string
	asked  []defects.Defect // what the station asked about: no other defect can change this play
}

// worthDefects picks the plays of a case whose ground tells something new when a defect is played there. That are:
//   - the default bench of the first product;
//   - the shipped bench of that product, because its times differ, which no table shows. What short times hide is a
//     matter of the bench, not of the product;
//   - every other ground but shipped ones whose table is another one: other rows apply, or other validations. Where the
//     table is the same, the same rows judge the same messages, and see of a defect what they saw before.
func worthDefects(plays []goodPlay) []goodPlay {
	var picked []goodPlay
	for _, p := range plays {
		isNew := !slices.ContainsFunc(picked, func(q goodPlay) bool { return q.table == p.table })
		if p.ground.bench.name == "shipped" {
			isNew = p.ground.product == plays[0].ground.product
		}
		if isNew {
			picked = append(picked, p)
		}
	}
	return picked
}

// play plays the case on its ground on the good station, which must pass.
func (p *goodPlay) play(t *testing.T) {
	var asked defects.Questions
	if table, passed := passes(t, p.id, setup{product: p.ground.product, change: p.ground.bench.change, asked: &asked}, nil); passed {
		p.table, p.asked = table, asked.Asked()
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
