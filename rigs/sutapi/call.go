package sutapi

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// Longest answer that is read, and longest piece of one that is put into an error.
const (
	maxAnswer = 1 << 16
	maxQuote  = 200
)

// placed gives the parameters of a place; what is 0 is left out.
func placed(at rigs.Place) []string {
	var params []string
	if at.EVSE != 0 {
		params = append(params, "evse_id", strconv.Itoa(at.EVSE))
	}
	if at.Connector != 0 {
		params = append(params, "connector_id", strconv.Itoa(at.Connector))
	}
	return params
}

// refusals is what an unsuccessful status means: 409 that the server refused the act and nothing moved,
// 423 that it could not, because the station holds the cable, or, where an EV is to be connected, keeps the connector
// locked (barring). Any other status is a failure.
var refusals = map[int]error{
	http.StatusConflict:            rigs.ErrRefused,
	http.StatusLocked:              rigs.ErrHeld,
	http.StatusUnprocessableEntity: rigs.ErrNoRig,
	http.StatusNotImplemented:      rigs.ErrNoRig,
}

// post makes one call; params are names and values in turn. Any 2xx is a success, whatever its body, for servers differ.
func (r *Rig) post(ctx context.Context, base *url.URL, path string, params ...string) error {
	return r.call(ctx, base, path, nil, params...)
}

// call is post for a call at which a status may mean something else.
func (r *Rig) call(ctx context.Context, base *url.URL, path string, means map[int]error, params ...string) error {
	status, body, err := r.do(ctx, http.MethodPost, base, path, query(params))
	if err != nil || status/100 == 2 {
		return err
	}
	return refused(status, path, body, means)
}

// query makes the parameters of a call of names and values in turn.
func query(params []string) url.Values {
	all := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		all.Set(params[i], params[i+1])
	}
	return all
}

// refused is the error that an unsuccessful status of a call means.
func refused(status int, path string, body []byte, means map[int]error) error {
	err := fmt.Errorf("the SUT API answered %d %s to %s: %s", status, http.StatusText(status), strings.TrimPrefix(path, "/"), complaint(body))
	if meaning := cmp.Or(means[status], refusals[status]); meaning != nil {
		return fmt.Errorf("%w: %w", meaning, err)
	}
	return err
}

// do makes one HTTP request within the rig's time limit and reads the answer.
func (r *Rig) do(ctx context.Context, method string, base *url.URL, path string, query url.Values) (int, []byte, error) {
	return r.ask(ctx, r.timeout, method, base, path, query)
}

// ask is do with a time limit of its own.
func (r *Rig) ask(ctx context.Context, limit time.Duration, method string, base *url.URL, path string, query url.Values) (int, []byte, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	u := base.JoinPath(path)
	u.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(limited, method, u.String(), nil)
	if err != nil {
		return 0, nil, fmt.Errorf("the call %s: %w", u.Redacted(), err)
	}
	request.Header.Set("Accept", "application/json")
	if r.token != "" {
		request.Header.Set("Authorization", "Bearer "+r.token)
	}
	response, err := r.client.Do(request)
	if err == nil {
		var body []byte
		body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer))
		response.Body.Close()
		if err == nil {
			return response.StatusCode, body, nil
		}
	}
	if limited.Err() != nil && ctx.Err() == nil {
		return 0, nil, fmt.Errorf("the SUT API did not answer %s within %s", u.Redacted(), limit)
	}
	return 0, nil, fmt.Errorf("the SUT API could not be asked: %w", err)
}

// complaint finds the sentence in the body of a refusal.
func complaint(body []byte) string {
	var answer struct{ Error, Message string }
	if json.Unmarshal(body, &answer) == nil {
		if answer.Error != "" {
			return answer.Error
		}
		if answer.Message != "" {
			return answer.Message
		}
	}
	text := strings.TrimSpace(string(body))
	if text == "" {
		return "no reason given"
	}
	if len(text) > maxQuote {
		text = text[:maxQuote] + "…"
	}
	return strconv.QuoteToGraphic(text)
}
