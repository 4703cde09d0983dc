package workbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/pics"
)

// table reads a table that is none of items and begins in a row, and returns how many more rows it has.
func (r *reader) table(g *grid, row int) int {
	titles := map[string]int{}
	for c, x := range g.rows[row] {
		if title := label(x.text); title != "" && !x.hidden {
			if _, twice := titles[title]; !twice {
				titles[title] = c
			}
		}
	}
	has := func(all ...string) bool {
		return !slices.ContainsFunc(all, func(title string) bool { _, there := titles[title]; return !there })
	}
	switch {
	case has("evse", "current", "connector", "type", "cable type"):
		return r.rows(g, row, titles["evse"], func(at int) { r.connector(g, at, titles) })
	case has("configuration setting", "configured value"):
		return r.rows(g, row, titles["configuration setting"], func(at int) { r.vendorSetting(g, at, titles) })
	case has("name", "min value", "max value", "average value"):
		return r.rows(g, row, titles["name"], func(at int) { r.measurement(g, at, titles) })
	case has("name", "max value"):
		return r.rows(g, row, titles["name"], func(at int) { r.limit(g, at, titles) })
	}
	r.profile(g, row)
	return 0
}

// rows goes through those below a heading, up to the first that has nothing in its first column.
func (r *reader) rows(g *grid, heading, first int, read func(row int)) int {
	row := heading + 1
	for ; g.at(row, first).text != ""; row++ {
		if g.at(row, first).hidden {
			r.leave("a row", g.place(row, first), g.at(row, first).text, "is not shown in the sheet")
			continue
		}
		read(row)
	}
	return row - heading - 1
}

func (r *reader) connector(g *grid, row int, titles map[string]int) {
	of := func(title string) cell { return g.at(row, titles[title]) }
	place, problem := g.place(row, titles["evse"]), ""
	whole := func(title string) int {
		n, is := number(of(title))
		if !is && problem == "" {
			problem = fmt.Sprintf("its %s %q is no whole number", title, shortened(of(title).text))
		}
		return n
	}
	c := pics.Connector{EVSE: whole("evse"), ID: whole("connector"), Current: strings.ToUpper(of("current").text), Type: unquoted(of("type").text, innocent)}
	if column, there := titles["phases"]; there && wordOf(g.at(row, column).text) == other && g.at(row, column).text != "" {
		if c.Phases = whole("phases"); c.Phases > 3 {
			problem = fmt.Sprintf("it has %d phases", c.Phases)
		}
	}
	if c.Current != "AC" && c.Current != "DC" {
		problem = fmt.Sprintf("its current %q is neither AC nor DC", shortened(c.Current))
	}
	cables := []string{"Fixed Cable", "Detachable Cable", "None"}
	said, known := canonical(of("cable type").text, cables)
	if short, is := canonical(said+" Cable", cables); is {
		said, known = short, true
	}
	if c.CableType = said; !known {
		problem = fmt.Sprintf("its cable is none of %s", strings.Join(cables, ", "))
	}
	if problem == "" && c.Type == "" {
		problem = "it has no type"
	}
	if problem != "" {
		r.leave("a connector", place, of("evse").text, problem)
		return
	}
	text := fmt.Sprintf("EVSE %d connector %d: %s, %d phases, %s, %s", c.EVSE, c.ID, c.Current, c.Phases, c.Type, c.CableType)
	r.cells = append(r.cells, Cell{Place: place, Item: "a connector", Text: of("evse").text, Took: text})
	r.d.Connectors = append(r.d.Connectors, c)
}

func (r *reader) vendorSetting(g *grid, row int, titles map[string]int) {
	of := func(title string) string {
		if column, there := titles[title]; there {
			return unquoted(g.at(row, column).text, innocent)
		}
		return ""
	}
	s := pics.VendorSetting{Name: of("configuration setting"), Value: of("configured value"), Description: of("description")}
	place := g.place(row, titles["configuration setting"])
	if s.Value == "" {
		r.leave("a vendor setting", place, s.Name, "has no value")
		return
	}
	r.cells = append(r.cells, Cell{Place: place, Item: "a vendor setting", Text: s.Name, Took: s.Name + " = " + s.Value})
	r.d.VendorSettings = append(r.d.VendorSettings, s)
}

func kpiOf(title string) (pics.KPI, bool) {
	for _, k := range pics.KPIs() {
		if label(k.Title()) == label(title) {
			return k, true
		}
	}
	return "", false
}

func (r *reader) limit(g *grid, row int, titles map[string]int) {
	name := g.at(row, titles["name"]).text
	k, known := kpiOf(name)
	if !known {
		r.leave("a limit", g.place(row, titles["name"]), name, "is no indicator of the certificate")
		return
	}
	x, place, item := g.at(row, titles["max value"]), g.place(row, titles["max value"]), "the limit of "+string(k)
	limit, is := seconds(x)
	if !is {
		r.leave(item, place, x.text, "is no number of seconds above zero")
		return
	}
	r.take(item, place, x.text, limit.String(), func() { r.d.KPILimits[k] = limit })
}

func (r *reader) measurement(g *grid, row int, titles map[string]int) {
	name := g.at(row, titles["name"]).text
	k, known := kpiOf(name)
	if !known {
		r.leave("a measurement", g.place(row, titles["name"]), name, "is no indicator of the certificate")
		return
	}
	place, item := g.place(row, titles["min value"]), "the measurement of "+string(k)
	text := g.at(row, titles["min value"]).text
	if label(text) == "not measurable" {
		r.take(item, place, text, text, func() { r.paper.Measured[k] = pics.Measurement{} })
		return
	}
	m := pics.Measurement{Measurable: true}
	for title, to := range map[string]*time.Duration{"min value": &m.Min, "max value": &m.Max, "average value": &m.Average} {
		value, is := seconds(g.at(row, titles[title]))
		if !is {
			r.leave(item, g.place(row, titles[title]), g.at(row, titles[title]).text, "is no number of seconds above zero")
			return
		}
		*to = value
	}
	r.take(item, place, text, fmt.Sprint(m), func() { r.paper.Measured[k] = m })
}

// seconds reads a number of them, to the millisecond.
func seconds(x cell) (time.Duration, bool) {
	for _, text := range []string{x.raw, strings.Replace(plain(x.text), ",", ".", 1)} {
		text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(text, "seconds"), "s"))
		value, err := strconv.ParseFloat(text, 64)
		if milliseconds := math.Round(value * 1000); err == nil && milliseconds > 0 && milliseconds < 1e9 {
			return time.Duration(milliseconds) * time.Millisecond, true
		}
	}
	return 0, false
}

// unclaimed is what a workbook says of a profile that is neither claimed nor not.
const unclaimed = "undeclared"

// profile takes the claim of a certification profile, and its result. A result is a claim too where no cell claims.
func (r *reader) profile(g *grid, row int) {
	for c, x := range g.rows[row] {
		p, is := canonical(plain(x.text), profileNames())
		if !is || x.inside {
			continue
		}
		for next := c + 1; next < len(g.rows[row]); next++ {
			y, place := g.at(row, next), g.place(row, next)
			if y.hidden && y.text != "" {
				r.leave("profile "+p, place, y.text, "is not shown in the sheet")
				continue
			}
			switch said := wordOf(y.text); {
			case said == yes || said == no:
				r.claim(pics.Profile(p), place, y.text, said == yes)
			case label(y.text) == unclaimed:
				r.unclaimed[pics.Profile(p)] = true
			case label(y.text) == "pass" || label(y.text) == "not tested":
				result := map[bool]string{true: "Pass", false: "Not Tested"}[label(y.text) == "pass"]
				r.take("the result of "+p, place, y.text, result, func() { r.paper.Results[pics.Profile(p)] = result })
			}
		}
		return
	}
}

func (r *reader) claim(p pics.Profile, place, text string, claimed bool) {
	answer := pics.No
	if claimed {
		answer = pics.Yes
	}
	r.take("profile "+string(p), place, text, answer.String(), func() { r.d.Profiles[p] = answer })
}

func profileNames() (names []string) {
	for _, p := range pics.Profiles() {
		names = append(names, string(p))
	}
	return names
}
