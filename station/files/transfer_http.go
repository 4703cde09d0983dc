package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// largestFirmware is what the station has room for.
const largestFirmware = 64 << 20

// httpStatus is the answer of a server that did not do what it was asked to.
type httpStatus int

func (s httpStatus) Error() string {
	return fmt.Sprintf("the server answered %d %s", int(s), http.StatusText(int(s)))
}

// client makes one request over a connection of its own.
func (fs *Files) client() *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: fs.dial, DisableKeepAlives: true}}
}

// putFile uploads a file into a folder by PUT.
func (fs *Files) putFile(ctx context.Context, folder *url.URL, name string, content []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, folder.JoinPath(name).String(), bytes.NewReader(content))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "text/plain; charset=utf-8")
	request.Header.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	_, err = fs.exchange(request)
	return err
}

// getFile downloads a file by GET and returns its size. What it holds is of no use to a station that cannot run it.
func (fs *Files) getFile(ctx context.Context, location *url.URL) (int64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, location.String(), nil)
	if err != nil {
		return 0, err
	}
	return fs.exchange(request)
}

// exchange makes a request and reads the answer to its end.
func (fs *Files) exchange(request *http.Request) (size int64, err error) {
	response, err := fs.client().Do(request)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return 0, httpStatus(response.StatusCode)
	}
	size, err = io.Copy(io.Discard, io.LimitReader(response.Body, largestFirmware+1))
	if size > largestFirmware {
		err = fmt.Errorf("the file has more than the %d bytes that the station has room for", int64(largestFirmware))
	}
	return size, err
}
