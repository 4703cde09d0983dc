package workbench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// exchange is a request with its answer.
type exchange struct {
	Number          int
	Action, By      string
	Began           time.Time
	Asked           time.Time // when the request went out; zero while it waits for its turn
	Ended           time.Time // zero while the answer is waited for
	Request         string    // the payload
	RequestProblems []string
	Answer          string   // the payload, or the CALLERROR
	AnswerProblems  []string // by which the answer breaks its schema, or part 4
	Error           bool     // the answer is a CALLERROR
	Wrong           string   // why there is no answer

	Sent, Got int64 // numbers of the records

	begun bool   // it is its turn
	id    string // of the message, once it went out
}

// Took is how long the station took to answer.
func (x exchange) Took() time.Duration { return x.Ended.Sub(x.Asked).Round(time.Millisecond / 10) }

// answered takes the answer.
func (x *exchange) answered(f *evidence.Frame) {
	x.Ended, x.AnswerProblems, x.Error = f.At, f.Problems, f.Type == "CALLERROR"
	x.Answer = indented(f.Payload())
	if x.Answer == "" {
		x.Answer = f.Raw
	}
}

func indented(raw []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		return ""
	}
	return b.String()
}

// longestPayload is how much somebody may write. A certificate chain or a local list is long.
const longestPayload = 30 << 10

// send takes a request that somebody has written. One that breaks its schema is sent only where they say so: it may be a slip, or
// what they want to see the station refuse.
func (p *Page) send(w http.ResponseWriter, r *http.Request) {
	by, ok := p.Door.Taken(w, r)
	if !ok {
		return
	}
	action, text := r.PostForm.Get("action"), strings.TrimSpace(r.PostForm.Get("payload"))
	switch {
	case !sends(action):
		http.Error(w, fmt.Sprintf("%.40q is no request that a CSMS sends.", action), http.StatusBadRequest)
		return
	case len(text) > longestPayload:
		http.Error(w, fmt.Sprintf("The payload has %d bytes, and at most %d are sent.", len(text), longestPayload), http.StatusBadRequest)
		return
	}
	var payload map[string]any
	if err := json.Unmarshal([]byte(text), &payload); err != nil || payload == nil {
		http.Error(w, "The payload is no JSON object; write one, such as {}.", http.StatusBadRequest)
		return
	}
	if problems := p.Schemas.Request(action, []byte(text)); len(problems) > 0 && r.PostForm.Get("anyway") == "" {
		words := []string{"It was not sent, for it breaks the schema. Mend it, or say that it is to be sent all the same."}
		for _, problem := range problems {
			words = append(words, fmt.Sprintf("%s: %s", problem.Pointer, problem.Message))
		}
		http.Error(w, strings.Join(words, "\n"), http.StatusUnprocessableEntity)
		return
	}
	if !p.begin(&exchange{Action: action, By: by, Began: time.Now(), Request: indented([]byte(text))}, []byte(text)) {
		http.Error(w, "Too many requests wait for their answers.", http.StatusServiceUnavailable)
		return
	}
	if r.Header.Get("X-Certbench") == "script" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, "/request/"+action+"?from="+fmt.Sprint(p.lastNumber()), http.StatusSeeOther)
}

func (p *Page) lastNumber() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sent
}

// begin has a request sent when those before it have their answers; false where too many wait, or the page is closed.
func (p *Page) begin(x *exchange, payload []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	waiting := 0
	for _, other := range p.exchanges {
		if other.Ended.IsZero() {
			waiting++
		}
	}
	if waiting >= mostWaiting || p.ctx.Err() != nil {
		return false
	}
	p.sent++
	x.Number = p.sent
	p.exchanges = append([]*exchange{x}, p.exchanges[:min(len(p.exchanges), keptExchanges-1)]...)
	p.tell()
	p.sending.Go(func() { p.exchange(x, payload) })
	return true
}

func (p *Page) exchange(x *exchange, payload []byte) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-p.ctx.Done():
		return
	}
	p.mu.Lock()
	x.begun = true
	p.mu.Unlock()
	sent, got, err := p.Send(p.ctx, x.Action, payload)
	p.mu.Lock()
	defer p.mu.Unlock()
	x.Sent, x.Got = sent, got
	if err != nil {
		x.Wrong = err.Error()
	}
	if x.Ended.IsZero() {
		x.Ended = time.Now()
	}
	p.tell()
}

// saved is an entry of the exchange as it is saved: a record of evidence without its chain, for it is no run.
type saved struct {
	Seq      int64                `json:"seq"`
	At       time.Time            `json:"at"`
	Kind     evidence.Kind        `json:"kind"`
	Frame    *evidence.Frame      `json:"frame,omitempty"`
	Conn     *evidence.Connection `json:"conn,omitempty"`
	Secured  *evidence.Secured    `json:"secured,omitempty"`
	Transfer *evidence.Transfer   `json:"transfer,omitempty"`
}

// save serves all traffic so far, a record in each line: frames, connections, handshakes and files. What a bench finds by itself is
// left out, for nothing is judged here but by the schemas.
func (p *Page) save(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/jsonl; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="exchange.jsonl"`)
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	err := evidence.Lookup(p.Path, 1, func(rec evidence.Record) bool {
		if rec.Frame == nil && rec.Conn == nil && rec.Secured == nil && rec.Transfer == nil {
			return true
		}
		return lines.Encode(saved{rec.Seq, rec.At, rec.Kind, rec.Frame, rec.Conn, rec.Secured, rec.Transfer}) == nil
	})
	if err != nil {
		panic(http.ErrAbortHandler) // so that half a file is not taken for a whole one
	}
}

// savedExchange is one exchange as it is saved.
type savedExchange struct {
	Station         string          `json:"station"`
	Action          string          `json:"action"`
	By              string          `json:"by"`
	Sent            time.Time       `json:"sent"`
	Answered        time.Time       `json:"answered"`
	Request         json.RawMessage `json:"request"`
	RequestProblems []string        `json:"requestProblems,omitempty"`
	Answer          json.RawMessage `json:"answer,omitempty"`
	AnswerProblems  []string        `json:"answerProblems,omitempty"`
	Wrong           string          `json:"wrong,omitempty"`
	Schemas         string          `json:"schemas"` // hash of the set that judged
}

// saveOne serves one exchange.
func (p *Page) saveOne(w http.ResponseWriter, r *http.Request) {
	x, known := p.find(strings.TrimSuffix(r.PathValue("number"), ".json"))
	if !known || x.Ended.IsZero() {
		http.NotFound(w, r)
		return
	}
	out := savedExchange{p.StationID, x.Action, x.By, x.Asked, x.Ended, json.RawMessage(x.Request), x.RequestProblems, nil, x.AnswerProblems, x.Wrong, p.Schemas.Hash()}
	if json.Valid([]byte(x.Answer)) {
		out.Answer = json.RawMessage(x.Answer)
	} else if x.Answer != "" {
		text, err := json.Marshal(x.Answer)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		out.Answer = text
	}
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%d.json"`, x.Action, x.Number))
	_, _ = w.Write(append(body, '\n')) // who has gone needs it no more
}
