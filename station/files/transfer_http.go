package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
)

// httpStatus is the answer of a server that did not do what it was asked to.
type httpStatus int

func (s httpStatus) Error() string {
	return fmt.Sprintf("the server answered %d %s", int(s), http.StatusText(int(s)))
}

// putHTTP uploads a file into a folder by PUT. An upload over HTTP begins anew with each attempt: PUT has no way to go on.
func (fs *Files) putHTTP(ctx context.Context, a Attempt, folder *url.URL, name string, content []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, folder.JoinPath(name).String(), bytes.NewReader(content))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "text/plain; charset=utf-8")
	request.Header.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	return fs.exchange(a, request, func(answer io.Reader) error {
		_, err := io.Copy(io.Discard, io.LimitReader(answer, largestFirmware)) // what a server has to say to an upload
		return err
	})
}

// getHTTP downloads a file by GET.
func (fs *Files) getHTTP(ctx context.Context, a Attempt, location *url.URL) (content []byte, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, location.String(), nil)
	if err != nil {
		return nil, err
	}
	err = fs.exchange(a, request, func(answer io.Reader) (err error) {
		content, err = readAll(answer)
		return err
	})
	return content, err
}

// exchange makes a request over a connection of its own and has the answer read. The user and password of the location go with it
// as HTTP Basic authentication (N01.FR.17).
func (fs *Files) exchange(a Attempt, request *http.Request, read func(io.Reader) error) (err error) {
	ctx := request.Context()
	dial := func(_ context.Context, network, address string) (net.Conn, error) { // a handshake of http.Transport goes on without its request
		conn, err := fs.dial(ctx, network, address)
		if err == nil {
			closing(ctx, conn)
		}
		return conn, err
	}
	line := &http.Transport{DialContext: dial, TLSClientConfig: fs.secure(a, request.URL.Hostname()), DisableKeepAlives: true}
	response, err := (&http.Client{Transport: line}).Do(request)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return httpStatus(response.StatusCode)
	}
	return read(response.Body)
}
