package calls

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// newClient makes a client that asks the device itself, and nobody else: no proxy, and no redirection, which would
// silently turn a POST into a GET.
func newClient(dial func(ctx context.Context, network, addr string) (net.Conn, error)) *http.Client {
	return &http.Client{
		Transport:     &http.Transport{DialContext: dial},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// send makes one request and returns the body of the answer.
// Secrets of the environment in it are covered in errors, but not in what is returned.
func (c Call) send(ctx context.Context, client *http.Client, method string, v values, cover *strings.Replacer) (string, error) {
	what := fmt.Sprintf("%s %s", cmp.Or(c.Method, method), told(c.URL, v))
	if err := ctx.Err(); err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, cmp.Or(c.Method, method), filled(c.URL, inURL, v), strings.NewReader(filled(c.Body, inBody(c.Body), v)))
	if err != nil {
		return "", fmt.Errorf("%s cannot be sent: %w", what, withoutURL(err))
	}
	switch {
	case isJSON(c.Body):
		request.Header.Set("Content-Type", "application/json")
	case c.Body != "":
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range c.Headers {
		request.Header.Set(name, filled(value, verbatim, v))
	}
	response, err := client.Do(request)
	if err != nil {
		return "", c.unanswered(ctx, what, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxOutput))
	if err != nil {
		return "", c.unanswered(ctx, what, err)
	}
	if want := c.Status; c.part != 0 && response.StatusCode == c.part || want != 0 && response.StatusCode != want || want == 0 && response.StatusCode/100 != 2 {
		return "", &refusal{response.StatusCode, string(body), fmt.Errorf("%s was answered with %s, expected %s: %s", what, response.Status, expected(want), quote(cover.Replace(string(body))))}
	}
	return string(body), nil
}

func (c Call) unanswered(ctx context.Context, what string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s was not answered in time: %w", what, context.Cause(ctx))
	}
	return fmt.Errorf("%s was not answered: %w", what, withoutURL(err))
}

func expected(status int) string {
	if status == 0 {
		return "2xx"
	}
	return fmt.Sprintf("%d %s", status, http.StatusText(status))
}

// withoutURL drops the address from an error of net/http: it may hold a password of the environment.
func withoutURL(err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

// reachable finds out whether somebody listens where a request goes.
func (c Call) reachable(ctx context.Context, dial func(ctx context.Context, network, addr string) (net.Conn, error)) error {
	u, err := url.Parse(filled(c.URL, inURL, values{}))
	if err != nil || strings.Contains(u.Host, "{") {
		return nil // known only with the act
	}
	port := cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme])
	conn, err := dial(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return fmt.Errorf("nobody answers at %s: %w", u.Host, err)
	}
	return conn.Close()
}
