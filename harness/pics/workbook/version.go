package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/pics"
)

// named finds a version in a name as the forms have it: OCPP-2.0.1-PICS-CS-2.2.0.
var named = regexp.MustCompile(`(?i)PICS[-_ ]*CS[-_ ]*v?(\d+\.\d+\.\d+)`)

// versionLabels are what a cell says beside the version.
var versionLabels = []string{"pics version", "version of the pics", "pics template version", "pics form version"}

// versionOf is the version that a workbook says it is of: beside a label, else in the name of the form, which stands in a cell, or is
// the workbook's title or its file's name.
func (r *reader) versionOf(grids []*grid, title, file string) (pics.Version, error) {
	said, err := labelled(grids)
	if err == nil && len(said) == 0 {
		said, err = formsNamed(grids)
	}
	for _, name := range [][2]string{{"its title", title}, {"its name", file}} {
		if m := named.FindStringSubmatch(name[1]); m != nil && len(said) == 0 {
			said = append(said, taken{name[0], m[1]})
		}
	}
	if err != nil {
		return "", err
	}
	if len(said) == 0 {
		return "", fmt.Errorf("nothing says which version of the PICS it is; name it by --version, one of %s", versions())
	}
	v, known := pics.VersionOf(said[0].words)
	if !known {
		return "", fmt.Errorf("the PICS is of version %s, as %s says, whose items are not known; name the version to read it by with --version, one of %s",
			said[0].words, said[0].place, versions())
	}
	r.cells = append(r.cells, Cell{Place: said[0].place, Item: "the version", Text: said[0].words, Took: string(v)})
	return v, nil
}

// labelled are the versions that cells say beside a label.
func labelled(grids []*grid) ([]taken, error) {
	return versionsIn(grids, func(g *grid, row, column int) taken {
		before, after, _ := strings.Cut(g.at(row, column).text, ":")
		if !slices.Contains(versionLabels, label(before)) {
			return taken{}
		}
		if strings.TrimSpace(after) != "" {
			return taken{g.place(row, column), bareVersion(after)}
		}
		right := g.right(row, column)
		return taken{g.place(row, right), bareVersion(g.at(row, right).text)}
	})
}

func bareVersion(text string) string { return strings.TrimPrefix(strings.ToLower(plain(text)), "v") }

func formsNamed(grids []*grid) ([]taken, error) {
	return versionsIn(grids, func(g *grid, row, column int) taken {
		if m := named.FindStringSubmatch(g.at(row, column).text); m != nil {
			return taken{g.place(row, column), m[1]}
		}
		return taken{}
	})
}

// versionsIn collects them from what can be seen; two that differ are an error.
func versionsIn(grids []*grid, in func(g *grid, row, column int) taken) (all []taken, err error) {
	for _, g := range grids {
		for r := range g.rows {
			for c, x := range g.rows[r] {
				if x.hidden || x.inside {
					continue
				}
				if next := in(g, r, c); next.words != "" {
					all = append(all, next)
				}
			}
		}
	}
	for _, other := range all[min(1, len(all)):] {
		if !strings.EqualFold(other.words, all[0].words) {
			return nil, fmt.Errorf("the PICS is of version %s in %s, and of %s in %s; name the right one by --version", all[0].words, all[0].place, other.words, other.place)
		}
	}
	return all, nil
}

func versions() string {
	var all []string
	for _, v := range pics.Versions() {
		all = append(all, fmt.Sprintf("%q", v))
	}
	return strings.Join(all, ", ")
}
