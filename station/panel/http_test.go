package panel

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

func request(p *Panel, method, target string) (int, Answer) {
	r := httptest.NewRequest(method, "/", nil)
	path, query, _ := strings.Cut(target, "?")
	r.URL.Path, r.URL.RawQuery = path, query
	w := httptest.NewRecorder()
	p.Handler().ServeHTTP(w, r)
	var a Answer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		panic(fmt.Sprintf("%s %s answered %q, which is not JSON: %v", method, target, w.Body, err))
	}
	return w.Code, a
}

// TestTheCallsAnswerAsDocumented plays one story; every line depends on those before it.
func TestTheCallsAnswerAsDocumented(t *testing.T) {
	p := New(layout)
	for _, step := range []struct {
		method, target string
		code           int
		words          string
	}{
		{"POST", "/api/v1/plugin?evse_id=1&connector_id=1", 200, ""},
		{"POST", "/api/v1/plugin?evse_id=1&connector_id=1", 409, "already connected"},
		{"POST", "/ev/api/v1/plugin", 200, ""},
		{"POST", "/ev/api/v1/state?ready=False", 200, ""},
		{"POST", "/ev/api/v1/end", 200, ""},
		{"POST", "/ev/api/v1/plugout", 200, ""},
		{"POST", "/ev/api/v1/plugout", 200, ""},
		{"POST", "/ev/api/v1/end", 409, "no EV"},
		{"POST", "/api/v1/plugout?evse_id=1", 200, ""},
		{"POST", "/api/v1/plugout?evse_id=1", 409, "nothing"},
		{"POST", "/ev/api/v1/plugin", 400, "must be named"},
		{"POST", "/api/v1/plugin?evse_id=2", 400, "connector_id is missing"},
		{"POST", "/api/v1/plugin", 400, "evse_id is missing"},
		{"POST", "/api/v1/plugin?evse_id=3&halfway=true", 409, "fixed"},
		{"POST", "/api/v1/plugin?evse_id=2&connector_id=2&halfway=true", 200, ""},
		{"POST", "/api/v1/plugin?evse_id=9", 404, "no such place"},
		{"POST", "/api/v1/plugin?evse_id=-1", 400, "from 0"},
		{"POST", "/api/v1/plugin?evse_id=99999999999999999999999", 400, "from 0"},
		{"POST", "/api/v1/plugin?evse_id=1&evse_id=2", 400, "once"},
		{"POST", "/api/v1/plugin?evseid=1", 400, "knows connector_id, evse_id, halfway"},
		{"POST", "/api/v1/plugin?evse_id=1&halfway=maybe", 400, "true or false"},
		{"POST", "/api/v1/plugin?%zz", 400, "query"},
		{"POST", "/api/v1/authorize?id=04A1B2C3&type=ISO14443&evse_id=&connector_id=", 200, ""},
		{"POST", "/api/v1/authorize", 400, "token id of 0"},
		{"POST", "/api/v1/authorize?id=" + strings.Repeat("x", 100_000), 400, "token id of 100000"},
		{"POST", "/api/v1/parkingbay?occupied=true&evse_id=2", 200, ""},
		{"POST", "/api/v1/parkingbay?occupied=true&evse_id=2", 409, "already occupied"},
		{"POST", "/api/v1/parkingbay", 400, "missing"},
		{"POST", "/api/v1/parkingbay?occupied=true", 400, "evse_id is missing"},
		{"POST", "/api/v1/select", 409, "offers no selection"},
		{"POST", "/api/v1/select?evse_id=9", 404, "no such place"},
		{"POST", "/api/v1/select?evse_id=all", 400, "from 0"},
		{"POST", "/api/v1/reboot", 200, ""},
		{"POST", "/api/v1/reboot?now=true", 400, "has none"},
		{"POST", "/api/v1/state?faulted=true&evse_id=1", 200, ""},
		{"POST", "/api/v1/state?faulted=true&evse_id=1", 200, ""},
		{"POST", "/api/v1/state?unlock_failed=true&evse_id=1", 200, ""},
		{"POST", "/api/v1/state?unlock_failed=true&evse_id=3", 422, "no lock"},
		{"POST", "/api/v1/state?charging_limit=16A&evse_id=1", 422, "charging_limit"},
		{"POST", "/api/v1/state?evse_id=1", 400, "nothing to set"},
		{"GET", "/api/v1/state", 200, ""},
		{"GET", "/api/v1/plugin", 405, "use POST"},
		{"DELETE", "/api/v1/state", 405, "use GET"},
		{"POST", "/api/v1/unplug", 404, "no call"},
		{"GET", "/", 404, "no call"},
		{"POST", "/ev/api/v1/reboot", 404, "no call"},
	} {
		code, a := request(p, step.method, step.target)
		if code != step.code || !strings.Contains(a.Error, step.words) || (a.Status == "Ok") != (code == 200) {
			t.Errorf("%s %.80s answered %d %s %q, expected %d and %q", step.method, step.target, code, a.Status, a.Error, step.code, step.words)
		}
	}
	if c, _ := p.Read().At(1, 1); !c.Faulted || c.Pilot != "E" {
		t.Errorf("read %+v, expected a faulted connector with its pilot at E", c)
	}
}

func TestReadBackShowsWhatACallDid(t *testing.T) {
	p := New(layout)
	code, a := request(p, http.MethodPost, "/api/v1/plugin?evse_id=2&connector_id=1")
	if code != 200 || a.State == nil {
		t.Fatalf("answered %d %+v, expected 200 with a state", code, a)
	}
	if c, _ := a.State.At(2, 1); !c.Plugged || c.Pilot != "B" {
		t.Errorf("the answer shows %+v, expected a plugged connector with its pilot at B", c)
	}
}

func TestConcurrentCallsAreServed(t *testing.T) {
	p := New(layout)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 50 {
				request(p, "POST", []string{"/api/v1/plugin?evse_id=1", "/api/v1/plugout?evse_id=1", "/api/v1/reboot", "/ev/api/v1/plugin?evse_id=1",
					"/ev/api/v1/plugout?evse_id=1", "/api/v1/parkingbay?evse_id=1&occupied=true", "/api/v1/parkingbay?evse_id=1&occupied=false", "/api/v1/state?evse_id=1&faulted=true"}[i])
			}
		})
	}
	wg.Wait()
	if r := p.Read(); len(r.Connectors) != 4 {
		t.Errorf("read %+v, expected the four connectors of the layout", r)
	}
}

func FuzzACallNeverBreaksThePanel(f *testing.F) {
	for path := range calls {
		f.Add(path, "evse_id=1&connector_id=1&halfway=true")
		f.Add(path, "faulted=true&unlock_failed=false&evse_id=2&connector_id=2")
		f.Add(path, "id=04A1&type=ISO14443&occupied=true&ready=false")
	}
	f.Add("/api/v1/authorize", "id=%ff%00&type=\u202e")
	f.Fuzz(func(t *testing.T, path, query string) {
		p := New(layout)
		for range 2 {
			code, a := request(p, http.MethodPost, path+"?"+query)
			if (code == 200) != (a.Status == "Ok") || (code == 200) != (a.Error == "") || code >= 500 {
				t.Errorf("%q answered %d with %+v", path+"?"+query, code, a)
			}
		}
		for _, c := range p.Read().Connectors {
			if c.Plugged && c.Halfway || !strings.Contains("ABCE", c.Pilot) {
				t.Errorf("%q left %+v, which cannot be", path+"?"+query, c)
			}
		}
	})
}
