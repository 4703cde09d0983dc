package sutserve

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/certbench/certbench/rigs"
)

// Paths under which the calls of each side are offered.
const (
	StationBase = "/api/v1"
	EVBase      = "/ev/api/v1"
)

// Answer is the body of every answer: Status is "Ok" or "Nok", Observed what the rig saw after the act, Shown of display whether it
// showed the text, Cut whether it has room for a part of it only, Stays that it was watched for whether that goes on, Error a sentence where Status is "Nok".
type Answer struct {
	Status   string `json:"status"`
	Observed string `json:"observed,omitempty"`
	Shown    *bool  `json:"shown,omitempty"`
	Cut      bool   `json:"cut,omitempty"`
	Stays    bool   `json:"stays,omitempty"`
	Error    string `json:"error,omitempty"`
}

// Handler offers the calls over HTTP to callers that show the token: POST of the station side's under /api/v1, of the EV
// emulator's under /ev/api/v1, parameters in the query. An act that was begun is carried out even when its caller goes away.
// Answers: 200; 400 for a call that cannot be understood; 401 without the token; 404 for an unknown call; 405; 409 for an act
// that contradicts the state of the rig; 422 for what no rig of the bench does; 423 where the station holds the cable, or keeps
// the connector locked; 503 where the rig failed or the bench is broken.
func (s *Service) Handler(token string) http.Handler {
	want := sha256.Sum256([]byte("Bearer " + token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shown := sha256.Sum256([]byte(r.Header.Get("Authorization")))
		if token == "" || subtle.ConstantTimeCompare(shown[:], want[:]) != 1 {
			w.Header().Set("WWW-Authenticate", `Bearer realm="certbench"`)
			write(w, http.StatusUnauthorized, no(errors.New("the call shows no token, or another one; send \"Authorization: Bearer\" and the token that sut-api was started with")))
			return
		}
		s.serve(w, r)
	})
}

func (s *Service) serve(w http.ResponseWriter, r *http.Request) {
	side, name, ok := called(r.URL.Path)
	if ok {
		_, ok = operations[side][name]
	}
	switch {
	case !ok:
		write(w, http.StatusNotFound, no(fmt.Errorf("no call %q; the calls are %s/ with %s, and %s/ with %s",
			r.URL.Path, StationBase, namesOf(Station), EVBase, namesOf(EV))))
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		write(w, http.StatusMethodNotAllowed, no(fmt.Errorf("%s of %s is not offered; use POST", r.Method, r.URL.Path)))
	default:
		p, err := parse(r.URL.RawQuery)
		var back rigs.ReadBack
		if err == nil {
			back, err = s.Do(context.WithoutCancel(r.Context()), side, name, p)
		}
		write(w, statusOf(err), answerTo(name, p, back, err))
	}
}

// called finds the call that a path means.
func called(path string) (Side, string, bool) {
	path = strings.TrimSuffix(path, "/")
	if name, ok := strings.CutPrefix(path, StationBase+"/"); ok {
		return Station, name, true
	}
	name, ok := strings.CutPrefix(path, EVBase+"/")
	return EV, name, ok
}

// parse reads a query strictly: each parameter once.
func parse(query string) (Params, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, fmt.Errorf("%w: the query: %v", ErrCall, err)
	}
	p := Params{}
	for name, all := range values {
		if len(all) > 1 {
			return nil, fmt.Errorf("%w: parameter %q is given %d times; give it once", ErrCall, name, len(all))
		}
		p[name] = all[0]
	}
	return p, nil
}

func statusOf(err error) int {
	for _, means := range []struct {
		is     error
		status int
	}{
		{ErrUnknown, http.StatusNotFound},
		{ErrCall, http.StatusBadRequest},
		{rigs.ErrHeld, http.StatusLocked},
		{rigs.ErrBarred, http.StatusLocked},
		{rigs.ErrRefused, http.StatusConflict},
		{rigs.ErrNoRig, http.StatusUnprocessableEntity},
		{rigs.ErrSkipped, http.StatusUnprocessableEntity},
	} {
		if errors.Is(err, means.is) {
			return means.status
		}
	}
	if err != nil {
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

// answerTo is the answer to a call.
func answerTo(name string, p Params, back rigs.ReadBack, err error) Answer {
	if err != nil {
		return no(err)
	}
	a := Answer{Status: "Ok", Observed: back.Observed}
	if name == "display" {
		a.Shown, a.Cut = &back.Shown, back.Cut
		a.Stays, _, _ = p.boolean("stays") // which was understood
	}
	return a
}

func no(err error) Answer { return Answer{Status: "Nok", Error: err.Error()} }

func write(w http.ResponseWriter, status int, a Answer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The only failure left is a caller that went away, and there is nobody else to tell.
	_ = json.NewEncoder(w).Encode(a)
}
