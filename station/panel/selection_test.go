package panel

import (
	"net/http"
	"slices"
	"testing"
)

func TestAMenuIsChosenFromOnce(t *testing.T) {
	p := New(layout)
	refused(t, p.Select(0), "offers no selection")
	p.Offer(1, 3)
	if got := p.Read().Selection; !slices.Equal(got, []int{1, 3}) {
		t.Errorf("the display offers %v, expected [1 3]", got)
	}
	refused(t, p.Select(2), "not offered")
	refused(t, p.Select(9), "no such place")
	must(t, p.Select(3))
	refused(t, p.Select(1), "offers no selection")
	p.Offer(1)
	must(t, p.Select(0))
	expectInputs(t, p, "3.0 Selected", "0.0 Selected")
}

func TestAMenuGoesWithTheFirmwareAndWithTheMains(t *testing.T) {
	p := New(layout)
	p.Offer(1)
	p.Offer()
	refused(t, p.Select(1), "offers no selection")
	p.Offer(1)
	must(t, p.Reboot())
	refused(t, p.Select(1), "offers no selection")
	must(t, p.PowerOff())
	p.Offer(1)
	if got := p.Read().Selection; len(got) > 0 {
		t.Errorf("a dark display offers %v, expected nothing", got)
	}
}

func TestAMenuIsChosenFromOverHTTP(t *testing.T) {
	for target, want := range map[string]string{"/api/v1/select?evse_id=1": "1.0 Selected", "/api/v1/select": "0.0 Selected"} {
		p := New(layout)
		p.Offer(1, 2)
		if code, a := request(p, http.MethodPost, target); code != 200 || len(a.State.Selection) > 0 {
			t.Errorf("%s answered %d with %+v, expected 200 and no menu any more", target, code, a)
		}
		expectInputs(t, p, want)
	}
}
