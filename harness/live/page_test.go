package live_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/live/door"
)

// stage is a run that a test records, with its page at an address.
type stage struct {
	t     *testing.T
	rec   *evidence.Recorder
	page  *live.Page
	url   string
	desk  *desk
	steer *steering
	plays int
}

// desk holds prompts that nobody but the page answers.
type desk struct {
	mu      sync.Mutex
	prompts []live.Prompt
	answers []string
}

func (d *desk) Prompts() []live.Prompt {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]live.Prompt(nil), d.prompts...)
}

func (d *desk) Answer(id, by string, result live.Result, reason string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, p := range d.prompts {
		if p.ID == id {
			d.prompts = append(d.prompts[:i], d.prompts[i+1:]...)
			d.answers = append(d.answers, strings.Join([]string{by, string(result), reason}, " "))
			return nil
		}
	}
	return errors.New("that was answered already")
}

func (d *desk) Picture(string) string { return "" }

func (d *desk) said() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.answers...)
}

// steering notes what was done.
type steering struct {
	mu     sync.Mutex
	paused bool
	ends   bool
	done   []string
}

func (s *steering) do(what string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done = append(s.done, what)
	switch {
	case strings.HasPrefix(what, "pause"):
		s.paused = true
	case strings.HasPrefix(what, "go"):
		s.paused = false
	case strings.HasPrefix(what, "stop"):
		s.ends = true
	}
	return nil
}

func (s *steering) said() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.done...)
}

func (s *steering) Paused() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.paused
}
func (s *steering) Stopping() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ends
}
func (s *steering) Pause(by string) error          { return s.do("pause " + by) }
func (s *steering) GoOn(by string) error           { return s.do("go " + by) }
func (s *steering) Stop(by string) error           { return s.do("stop " + by) }
func (s *steering) Again(by, id string) error      { return s.do("again " + id + " " + by) }
func (s *steering) Note(by, id, text string) error { return s.do("note " + id + " " + text + " " + by) }

// newStage begins a run on so many benches, whose page asks for a token unless it is empty.
func newStage(t *testing.T, token string, benches ...string) *stage {
	t.Helper()
	return newStageOf(t, "CP Flex <b>Plus</b>", token, benches...)
}

// newStageOf is newStage for a product.
func newStageOf(t *testing.T, product, token string, benches ...string) *stage {
	t.Helper()
	dir := t.TempDir()
	rec, err := evidence.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, rec: rec, desk: &desk{}, steer: &steering{}}
	s.page = live.New(live.Config{Dir: dir, Door: door.New(token), Desk: s.desk, Steering: s.steer, Watchers: 8,
		Durations: live.Durations{"TC_E_03_CS": 2 * time.Minute, "TC_E_05_CS": time.Minute}})
	rec.OnRecord(s.page.Record)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := door.Server(s.page.Handler())
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		s.page.Close()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
		if err := rec.Close(); err != nil {
			t.Error(err)
		}
	})
	s.url = "http://" + listener.Addr().String()
	run := &evidence.RunStarted{Product: product, Bench: "one", Configured: map[string]string{"charging_station_id": "CB-0001"}}
	for _, name := range benches {
		run.Benches = append(run.Benches, evidence.BenchUsed{Name: name, Station: "CB-" + name})
	}
	s.add(evidence.Record{Run: run})
	last := int64(0)
	for _, id := range []string{"TC_E_03_CS", "TC_E_05_CS"} {
		last = s.add(evidence.Record{Planned: &evidence.Planned{ID: id, Name: "Start transaction", Block: "E", Mandatory: true}})
	}
	eventually(t, "the plan", func() bool { return s.page.Seq() == last })
	return s
}

func (s *stage) add(rec evidence.Record) int64 {
	s.t.Helper()
	seq, err := s.rec.Append(rec)
	if err != nil {
		s.t.Fatal(err)
	}
	return seq
}

func (s *stage) begin(bench, id string) int {
	s.plays++
	s.add(evidence.Record{Bench: bench, Case: id, Play: s.plays, Begin: &evidence.CaseStarted{ID: id, Name: "Start transaction"}})
	return s.plays
}

func (s *stage) frame(bench, id string, play int, action, payload string) int64 {
	raw := fmt.Sprintf(`[2,"%d","%s",%s]`, time.Now().UnixNano(), action, payload)
	return s.add(evidence.Record{Bench: bench, Case: id, Play: play, Frame: &evidence.Frame{Direction: evidence.In, At: time.Now(), Conn: 1, Type: "CALL", Action: action, Raw: raw, Size: int64(len(raw))}})
}

// visitor is a client with a cookie jar.
func visitor(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// get returns the status and the text of a page; change may change the request.
func get(t *testing.T, c *http.Client, address string, change ...func(*http.Request)) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		f(r)
	}
	return do(t, c, r)
}

func post(t *testing.T, c *http.Client, address string, form url.Values, change ...func(*http.Request)) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, f := range change {
		f(r)
	}
	return do(t, c, r)
}

func do(t *testing.T, c *http.Client, r *http.Request) (int, string) {
	t.Helper()
	answer, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// between is the first text between two others.
func between(t *testing.T, text, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, before)
	found, _, also := strings.Cut(rest, after)
	if !ok || !also {
		t.Fatalf("nothing stands between %q and %q in\n%s", before, after, text)
	}
	return found
}

// eventually waits for what another goroutine brings about.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func TestWhoHasNoTokenSeesNothing(t *testing.T) {
	s := newStage(t, "SECRET")
	for _, path := range []string{"/", "/events", "/case/TC_E_03_CS", "/record/1", "/older?bench=0&before=5"} {
		if code, text := get(t, visitor(t), s.url+path); code != http.StatusForbidden || strings.Contains(text, "Flex") {
			t.Errorf("%s answers %d %q without a token, expected 403", path, code, text)
		}
	}
	for _, token := range []string{"", "WRONG", "secret", "SECRETS"} {
		c := visitor(t)
		if code, _ := get(t, c, s.url+"/enter?token="+token); code != http.StatusForbidden {
			t.Errorf("the token %q is answered with %d, expected 403", token, code)
		}
		if code, _ := get(t, c, s.url+"/"); code != http.StatusForbidden {
			t.Errorf("with the token %q the page answers %d, expected 403", token, code)
		}
	}
	c := visitor(t)
	if code, _ := get(t, c, s.url+"/enter?token=SECRET"); code != http.StatusOK {
		t.Errorf("the token is answered with %d", code)
	}
	if code, text := get(t, c, s.url+"/"); code != http.StatusOK || !strings.Contains(text, "CP Flex &lt;b&gt;Plus&lt;/b&gt;") {
		t.Errorf("with the token the page answers %d and\n%s", code, text)
	}
}

// entered is a visitor with a name, and what their forms carry.
func (s *stage) entered(name, token string) (*http.Client, url.Values) {
	s.t.Helper()
	c := visitor(s.t)
	if code, text := post(s.t, c, s.url+"/enter", url.Values{"token": {token}, "name": {name}}); code != http.StatusSeeOther {
		s.t.Fatalf("entering is answered with %d %s", code, text)
	}
	_, text := get(s.t, c, s.url+"/")
	return c, url.Values{"csrf": {between(s.t, text, `data-csrf="`, `"`)}, "once": {"1"}}
}

func with(form url.Values, more ...string) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = v
	}
	for i := 0; i < len(more); i += 2 {
		out.Set(more[i], more[i+1])
	}
	return out
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func TestWhatIsNoFormOfThePageIsRefused(t *testing.T) {
	s := newStage(t, "")
	c, form := s.entered("Anna", "")
	pause := with(form, "do", "pause")
	for name, one := range map[string]struct {
		client *http.Client
		form   url.Values
		change func(*http.Request)
		want   int
	}{
		"another origin": {c, pause, header("Origin", "http://evil.example"), http.StatusForbidden},
		"another site":   {c, pause, header("Sec-Fetch-Site", "cross-site"), http.StatusForbidden},
		"another site, as a link": {c, pause, func(r *http.Request) {
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			r.Header.Set("Sec-Fetch-Mode", "navigate")
		}, http.StatusForbidden},
		"another host":              {c, pause, func(r *http.Request) { r.Host = "rebound.example" }, http.StatusMisdirectedRequest},
		"a wrong secret":            {c, with(pause, "csrf", "x"), nil, http.StatusForbidden},
		"no secret":                 {c, with(pause, "csrf", ""), nil, http.StatusForbidden},
		"no number":                 {c, with(pause, "once", ""), nil, http.StatusConflict},
		"nobody":                    {visitor(t), pause, nil, http.StatusForbidden},
		"what cannot be done to it": {c, with(form, "do", "explode", "once", "2"), nil, http.StatusConflict},
	} {
		change := one.change
		if change == nil {
			change = func(*http.Request) {}
		}
		if code, text := post(t, one.client, s.url+"/steer", one.form, change); code != one.want {
			t.Errorf("%s: got %d %s, expected %d", name, code, text, one.want)
		}
	}
	if code, _ := get(t, c, s.url+"/steer"); code != http.StatusMethodNotAllowed {
		t.Errorf("a GET of a form is answered with %d", code)
	}
	if done := s.steer.said(); len(done) != 0 {
		t.Errorf("refused forms have done %v", done)
	}
	for _, want := range []int{http.StatusSeeOther, http.StatusConflict} { // the second is the same form again
		if code, _ := post(t, c, s.url+"/steer", pause); code != want {
			t.Errorf("got %d, expected %d", code, want)
		}
	}
	if done := s.steer.said(); len(done) != 1 || done[0] != "pause Anna" {
		t.Errorf("got %v, expected one pause by Anna", done)
	}
}

func TestTwoPeopleDoNotAnswerTheSameQuestion(t *testing.T) {
	s := newStage(t, "")
	s.desk.prompts = []live.Prompt{{ID: "p1", Sentence: "Plug <script>alert(1)</script> in.", Until: time.Now().Add(time.Minute)}}
	anna, formA := s.entered("Anna", "")
	bert, formB := s.entered("Bert <i>", "")
	if _, text := get(t, anna, s.url+"/"); !strings.Contains(text, "Plug &lt;script&gt;") {
		t.Error("the prompt is not on the page, or is markup there")
	}
	if code, _ := post(t, anna, s.url+"/answer", with(formA, "prompt", "p1", "result", "not-possible")); code != http.StatusBadRequest {
		t.Errorf("not possible without a reason is answered with %d", code)
	}
	if code, _ := post(t, anna, s.url+"/answer", with(formA, "once", "2", "prompt", "p1", "result", "not-possible", "reason", "no cable")); code != http.StatusSeeOther {
		t.Errorf("the answer is answered with %d", code)
	}
	if code, text := post(t, bert, s.url+"/answer", with(formB, "prompt", "p1", "result", "done")); code != http.StatusConflict {
		t.Errorf("the second answer is answered with %d %s", code, text)
	}
	if got := s.desk.said(); len(got) != 1 || got[0] != "Anna not-possible no cable" {
		t.Errorf("got %v", got)
	}
}

// TestALookIsAnsweredByWhatTheDisplayShows: whoever has looked has not thereby seen it, so that no button of a look is called Done.
func TestALookIsAnsweredByWhatTheDisplayShows(t *testing.T) {
	s := newStage(t, "")
	s.desk.prompts = []live.Prompt{{ID: "p1", Sentence: "Look whether the display shows it.", Yes: "shown", No: "not shown", Part: "only a part", Until: time.Now().Add(time.Minute)}}
	anna, form := s.entered("Anna", "")
	_, text := get(t, anna, s.url+"/")
	for _, button := range []string{`value="done">The display: shown<`, `value="not-offered">The display: not shown<`, `value="only-part">The display: only a part<`} {
		if !strings.Contains(text, button) {
			t.Errorf("expected a button with %q", button)
		}
	}
	if strings.Contains(text, ">Done<") {
		t.Error("expected no button that says Done")
	}
	if code, _ := post(t, anna, s.url+"/answer", with(form, "prompt", "p1", "result", "only-part")); code != http.StatusSeeOther {
		t.Errorf("the answer is answered with %d", code)
	}
	if got := s.desk.said(); len(got) != 1 || got[0] != "Anna only-part " {
		t.Errorf("got %q", got)
	}
}

func TestEveryPageOfARunCanBeReadWithoutAScript(t *testing.T) {
	s := newStage(t, "")
	play := s.begin("", "TC_E_03_CS")
	seq := s.frame("", "TC_E_03_CS", play, "StatusNotification", `{"connectorStatus":"Occupied","evseId":1,"connectorId":1}`)
	s.add(evidence.Record{Case: "TC_E_03_CS", Play: play, Row: &evidence.Row{Stage: evidence.Main, Number: "1", Actor: evidence.ActorStation, Text: "sends StatusNotificationRequest", Verdict: evidence.Pass}})
	last := s.add(evidence.Record{Case: "TC_E_03_CS", Play: play, Awaiting: &evidence.Awaiting{Stage: evidence.Main, Number: "3", Actor: evidence.ActorStation, What: "sends TransactionEventRequest", Until: time.Now().Add(time.Minute)}})
	eventually(t, "the page", func() bool { return s.page.Seq() == last })
	for path, wants := range map[string][]string{
		"/":                         {"Row 3", "sends TransactionEventRequest", "Occupied", "sends StatusNotificationRequest", "TC_E_05_CS", "http-equiv=\"refresh\""},
		"/case/TC_E_03_CS":          {"Play 1", "sends StatusNotificationRequest", "goes on"},
		fmt.Sprint("/record/", seq): {"connectorStatus", "Occupied"},
		fmt.Sprintf("/older?bench=0&before=%d", last): {"StatusNotificationRequest"},
	} {
		code, text := get(t, visitor(t), s.url+path)
		text = strings.ReplaceAll(text, "<wbr>", "") // where a name may be broken
		for _, want := range wants {
			if code != http.StatusOK || !strings.Contains(text, want) {
				t.Errorf("%s answers %d without %q:\n%s", path, code, want, text)
			}
		}
	}
	for _, path := range []string{"/record/999", "/record/x", "/case/TC_X", "/older?bench=7&before=2", "/older", "/nothing"} {
		if code, _ := get(t, visitor(t), s.url+path); code != http.StatusNotFound {
			t.Errorf("%s answers %d, expected 404", path, code)
		}
	}
}

// stream reads events until one holds all the wanted texts in what came so far, and returns the id of the last.
func stream(t *testing.T, address, lastID string, wants ...string) (id, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewReader(answer.Body)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("the stream ended: %v after\n%s", err, text)
		}
		if after, ok := strings.CutPrefix(line, "id: "); ok {
			id = strings.TrimSpace(after)
		}
		text += line
		whole := true
		for _, want := range wants {
			whole = whole && strings.Contains(text, want)
		}
		if whole && line == "\n" {
			return id, text
		}
	}
}

func TestAPersonIsAwaitedByWhatTheyDo(t *testing.T) {
	s := newStage(t, "")
	play := s.begin("", "TC_E_03_CS")
	s.add(evidence.Record{Case: "TC_E_03_CS", Play: play, Awaiting: &evidence.Awaiting{Stage: evidence.Main, Actor: evidence.ActorPerson, What: "Connect the EV."}})
	stream(t, s.url+"/events", "", "Row without a number: a manual action is awaited: <b>Connect the EV.</b>")
	s.add(evidence.Record{Case: "TC_E_03_CS", Play: play, Awaiting: &evidence.Awaiting{Stage: evidence.Main, Number: "3", Actor: evidence.ActorStation, What: "sends <TransactionEventRequest>"}})
	stream(t, s.url+"/events", "", "Row 3: awaited from the Charging Station: <b>sends &lt;TransactionEventRequest&gt;</b>")
}

func TestARunThatIsStoppedTellsNoTimeLeft(t *testing.T) {
	s := newStage(t, "")
	play := s.begin("", "TC_E_03_CS")
	stream(t, s.url+"/events", "", `class=\"left\"`)
	if err := s.steer.Stop("Anna"); err != nil {
		t.Fatal(err)
	}
	s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	_, text := stream(t, s.url+"/events", "", "The run is being stopped")
	if last := text[strings.LastIndex(text, "data: "):]; strings.Contains(last, `class=\"left\"`) {
		t.Errorf("expected no time left beside that, got %s", last)
	}
}

func TestAStreamGoesOnWhereItWasBrokenOff(t *testing.T) {
	s := newStage(t, "")
	play := s.begin("", "TC_E_03_CS")
	first := s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	id, _ := stream(t, s.url+"/events", "", fmt.Sprintf(`id=\"r%d\"`, first))
	var missed []string
	for range 50 {
		missed = append(missed, fmt.Sprintf(`id=\"r%d\"`, s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")))
	}
	_, text := stream(t, s.url+"/events", id, missed...)
	if strings.Contains(text, fmt.Sprintf(`id=\"r%d\"`, first)) || strings.Contains(text, `"anew":true`) {
		t.Error("what was sent before is sent again")
	}
}

// TestAWatcherIsToldOnceOfWhatCameTogether counts what a watcher is sent in the time in which records are gathered twice: only that time
// shows that nothing comes.
func TestAWatcherIsToldOnceOfWhatCameTogether(t *testing.T) {
	s := newStage(t, "")
	play := s.begin("", "TC_E_03_CS")
	answer, err := http.Get(s.url + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	sent := make(chan string, 100)
	go func() {
		defer close(sent)
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is {
				sent <- data
			}
		}
	}()
	<-sent
	var last int64
	for range 3 {
		last = s.frame("", "TC_E_03_CS", play, "Heartbeat", "{}")
	}
	for data := range sent {
		if strings.Contains(data, fmt.Sprintf(`id=\"r%d\"`, last)) {
			break
		}
	}
	select {
	case data := <-sent:
		if !strings.Contains(data, `"panels"`) && !strings.Contains(data, `"wires"`) {
			t.Errorf("a watcher is told of nothing new: %s", data)
		}
	case <-time.After(1500 * time.Millisecond):
	}
}

func TestAWatcherThatNeverReadsHoldsNothingUp(t *testing.T) {
	t.Parallel()
	s := newStage(t, "")
	idle, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	if err := idle.(*net.TCPConn).SetReadBuffer(1 << 10); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(idle, "GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	play := s.begin("", "TC_E_03_CS")
	last := int64(0)
	for range 20_000 {
		last = s.frame("", "TC_E_03_CS", play, "DataTransfer", `{"vendorId":"`+strings.Repeat("x", 200)+`"}`)
	}
	eventually(t, "the page to come to the last record", func() bool { return s.page.Seq() == last })
	if _, text := get(t, visitor(t), s.url+"/"); !strings.Contains(text, fmt.Sprintf(`id="r%d"`, last)) {
		t.Error("another watcher does not see the last record")
	}
}

func TestOnlySoManyWatch(t *testing.T) {
	s := newStage(t, "")
	for range 8 {
		answer, err := http.Get(s.url + "/events")
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
	}
	if code, _ := get(t, visitor(t), s.url+"/events"); code != http.StatusServiceUnavailable {
		t.Errorf("the ninth of eight watchers gets %d, expected 503", code)
	}
}

func TestAFolderThatGrowsIsFollowed(t *testing.T) {
	s := newStage(t, "")
	other := live.New(live.Config{Dir: s.page.Dir, Door: door.New("")})
	defer other.Close()
	done := make(chan error, 1)
	ctx := t.Context()
	go func() { done <- other.Follow(ctx) }()
	last := s.frame("", "", 0, "Heartbeat", "{}")
	eventually(t, "the beginning", func() bool { return other.Seq() == last })
	for range 100 {
		last = s.frame("", "", 0, "Heartbeat", "{}")
	}
	eventually(t, "what was written after", func() bool { return other.Seq() == last })
	other.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
