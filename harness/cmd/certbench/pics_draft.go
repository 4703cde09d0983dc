package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/inventory"
	"github.com/certbench/certbench/harness/pics"
)

// draft is a PICS that a station has answered as far as it can.
type draft struct {
	Proposed []proposed `json:"proposed"`
	Person   []unshown  `json:"onlyAPersonKnows"`
	declared *pics.Declaration
}

type proposed struct {
	Item    string `json:"item"`
	Answer  string `json:"answer"`
	Because string `json:"because"`
	Frame   string `json:"frame"`
	Perhaps bool   `json:"perhaps,omitempty"` // a variable suggests it, and is not the answer
}

type unshown struct {
	Item string `json:"item"`
	Name string `json:"name,omitempty"`
}

func picsDraftCommand() *cobra.Command {
	var f files
	var out string
	var wait time.Duration
	var as format
	c := &cobra.Command{
		Use:   "draft",
		Short: "Asks a station for the answers that it can give",
		Long: `Asks a station for its whole inventory (GetBaseReport FullInventory), proposes every answer of the PICS that it shows, each with the
variable and the message, writes them to a PICS file, and lists what only a person knows. "perhaps" stands before what a variable
suggests by being there or missing, and is not itself the answer. The station does nothing else, and nothing moves.

The product is what the station says in its BootNotificationRequest. Look through the file before it is declared: the station may be
wrong about itself, which is what a certification finds out.`,
		Example: `  certbench pics draft --bench my-bench.yaml --out my-pics.yaml
  certbench pics draft --bench my-bench.yaml --out my-pics.yaml --format json | jq .onlyAPersonKnows`,
		Args: takes(0, "no argument; name the bench by --bench"),
		RunE: func(c *cobra.Command, _ []string) error {
			if wait <= 0 && c.Flags().Changed("wait") {
				return fmt.Errorf("--wait cannot be %s; write how long to wait for the station, such as 30s", wait)
			}
			return f.visited(c, wait, func(v visit) error {
				told, shown, err := v.inventory(c)
				if err != nil {
					return err
				}
				d := draftOf(told, shown, v.running.Identity())
				text := pics.Write(d.declared)
				if _, err := pics.Read(out, text); err != nil {
					return trouble(fmt.Errorf("what the station says makes no PICS: %w", err))
				}
				// The file first: a reader of the output that goes away, such as head, does not cost the answers.
				if err := writeNew(out, text); err != nil {
					return err
				}
				if err := d.show(c.OutOrStdout(), as); err != nil {
					return trouble(err)
				}
				return nil
			})
		},
	}
	benchFlag(c, &f)
	picsFlag(c, &f)
	c.Flags().Lookup("pics").Usage = "PICS `file` that the bench is set up by, where there is one already"
	filledFlag(c, &out, "out", "pics.yaml", "`file` to write")
	c.Flags().DurationVar(&wait, "wait", 0, "how long to wait for the station to connect (default: timeouts.boot of the bench file)")
	formatFlag(c, &as)
	return c
}

// openWord stands for a name that the station does not tell and a PICS must have.
const openWord = "to be filled in"

func draftOf(told inventory.Inventory, shown []inventory.Shown, is evidence.Station) draft {
	d := draft{declared: &pics.Declaration{Version: pics.V2_2_0, Profiles: map[pics.Profile]pics.Answer{}, Features: map[pics.Feature]pics.Value{}}}
	d.identity(is)
	claims := told.Profiles()
	for _, p := range pics.Profiles() {
		claim, shown := claims[p]
		if !shown {
			d.Person = append(d.Person, unshown{Item: "profile " + string(p)})
			continue
		}
		d.declared.Profiles[p] = map[bool]pics.Answer{true: pics.Yes, false: pics.No}[claim.There]
		d.Proposed = append(d.Proposed, proposed{"profile " + string(p), d.declared.Profiles[p].String(), claim.Because, claim.Frame, true})
	}
	for _, s := range shown {
		v, left := speakable(s)
		if s.Item == pics.C_41 && len(v.Items) == 0 {
			continue // in plain text nothing is offered
		}
		because := s.Because
		if len(left) > 0 {
			because += "; left out is what OCPP does not name: " + strings.Join(left, ", ")
		}
		d.declared.Features[s.Item] = v
		d.Proposed = append(d.Proposed, proposed{string(s.Item), v.Words(), because, s.Frame, !s.Certain || s.Least})
	}
	d.connectors(told)
	for _, info := range pics.Features() {
		claimed := info.Profile == "" || info.Profile == pics.Core || d.declared.Profiles[info.Profile] != pics.No
		if _, answered := d.declared.Features[info.ID]; !answered && info.Kind != pics.Choice && claimed {
			d.Person = append(d.Person, unshown{string(info.ID), info.Name})
		}
	}
	for _, what := range []string{"product: designation, type, subtypes, configID, firmwareHash", "vendorSettings", "performance: communication, limits"} {
		d.Person = append(d.Person, unshown{Item: what})
	}
	return d
}

// identity is the product's, as its boot has it; the designation is a name that people give.
func (d *draft) identity(is evidence.Station) {
	d.declared.Product = pics.Product{Designation: openWord}
	for _, fact := range []struct {
		name, is string
		to       *string
	}{{"vendor", is.Vendor, &d.declared.Product.Vendor}, {"model", is.Model, &d.declared.Product.Model}, {"firmware", is.Firmware, &d.declared.Product.Firmware}} {
		switch {
		case strings.TrimSpace(fact.is) != "":
			*fact.to = fact.is
			d.Proposed = append(d.Proposed, proposed{Item: fact.name, Answer: fact.is, Because: "the station says so", Frame: "BootNotification, or the component ChargingStation"})
		case fact.name != "model":
			*fact.to = openWord
			d.Person = append(d.Person, unshown{Item: fact.name})
		}
	}
}

// connectors are written where the station tells all that a row needs.
func (d *draft) connectors(told inventory.Inventory) {
	all, frames := told.Connectors()
	for n, c := range all {
		item := fmt.Sprintf("EVSE %d connector %d", c.EVSE, c.ID)
		if c.Current == "" || c.CableType == "" || c.Type == "" || c.Current == "AC" && c.Phases == 0 {
			d.Person = append(d.Person, unshown{item, fmt.Sprintf("current, phases and cable: the station says type %q, %d phases", c.Type, c.Phases)})
			continue
		}
		d.declared.Connectors = append(d.declared.Connectors, c)
		d.Proposed = append(d.Proposed, proposed{item, fmt.Sprintf("%s, %d phases, %s, %s", c.Current, c.Phases, c.Type, c.CableType), "ConnectorType and SupplyPhases", frames[n], false})
	}
	if len(all) == 0 {
		d.Person = append(d.Person, unshown{Item: "connectors"})
	}
}

// speakable is an answer in names that a PICS can hold, and what was left out.
func speakable(s inventory.Shown) (v pics.Value, left []string) {
	v = s.Value
	known := pics.Known(s.Item)
	if known == nil {
		return v, nil
	}
	names := func(list []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(name string) bool {
			unknown := !slices.Contains(known, name)
			if unknown {
				left = append(left, name)
			}
			return unknown
		})
	}
	v.Items, v.Measurands.Supported = names(v.Items), names(v.Measurands.Supported)
	return v, left
}

func (d draft) show(w io.Writer, as format) error {
	if as == asJSON {
		return writeJSON(w, d)
	}
	for _, p := range d.Proposed {
		said := p.Answer
		if p.Perhaps {
			said = "perhaps " + said
		}
		fmt.Fprintln(w, oneLine(fmt.Sprintf("%s: %s, for %s (%s)", p.Item, said, p.Because, p.Frame)))
	}
	fmt.Fprintf(w, "\nOnly a person knows:\n")
	var lines [][]string
	for _, u := range d.Person {
		lines = append(lines, []string{u.Item, u.Name})
	}
	return columns(w, lines)
}
