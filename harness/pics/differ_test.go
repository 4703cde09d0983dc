package pics_test

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
)

func TestDeclarationsDifferItemByItem(t *testing.T) {
	text := string(examples.PICS())
	read := func(changes ...string) *pics.Declaration {
		t.Helper()
		for i := 0; i < len(changes); i += 2 {
			if !strings.Contains(text, changes[i]) {
				t.Fatalf("the example has no %q any more", changes[i])
			}
		}
		d, err := pics.Read("pics.yaml", []byte(strings.NewReplacer(changes...).Replace(text)))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if all := pics.Differ(read(), read()); len(all) > 0 {
		t.Errorf("a declaration differs from itself: %+v", all)
	}
	for _, c := range []struct {
		from, to, item, before, after string
	}{
		{"firmware: 0.9.3+2025.02.00.405-private-16ee1ac5f", "firmware: 0.9.4", "product.firmware", "0.9.3+2025.02.00.405-private-16ee1ac5f", "0.9.4"},
		{"Smart Charging: no", "Smart Charging: yes", "profile Smart Charging", "no", "yes"},
	} {
		all := pics.Differ(read(), read(c.from, c.to))
		if len(all) != 1 || all[0].Item != c.item || all[0].Before != c.before || all[0].After != c.after {
			t.Errorf("%s: expected one change of %s, got %+v", c.to, c.item, all)
		}
	}
	// Of a declaration with nothing in it, everything differs that the other answers.
	all := pics.Differ(&pics.Declaration{}, read())
	count := map[string]bool{}
	for _, x := range all {
		if x.Before != "" || x.After == "" {
			t.Errorf("%s: expected an answer after none, got %q and %q", x.Item, x.Before, x.After)
		}
		count[x.Item] = true
	}
	for id := range read().Features {
		if !count[string(id)] {
			t.Errorf("%s is answered and no difference", id)
		}
	}
	for _, item := range []string{"connector 1 of EVSE 1", "limit of response", "KPIs measured over", "C-40.1", "C-41", "C-23"} {
		if !count[item] {
			t.Errorf("%s is no difference", item)
		}
	}
}
