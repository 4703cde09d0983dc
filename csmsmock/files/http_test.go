package files

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// ask makes a request and returns the answer with its body.
func (l *lab) ask(method, at string, body io.Reader, headers ...string) (*http.Response, string) {
	l.t.Helper()
	request, err := http.NewRequestWithContext(l.t.Context(), method, "http://bench"+at, body)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	client := l.browser("HTTP")
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		l.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	return response, string(text)
}

func TestAnUploadComesInWhateverFormOverHTTP(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		const text = "what happened"
		var form bytes.Buffer
		w := multipart.NewWriter(&form)
		for _, err := range []error{w.WriteField("station", "SN-1"), func() error {
			part, err := w.CreateFormFile("log", "a.log")
			if err == nil {
				_, err = io.WriteString(part, text)
			}
			return err
		}(), w.WriteField("after", "all"), w.Close()} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for i, c := range []struct {
			method, at string
			body       io.Reader
			header     string
			word       string
		}{
			{"PUT", "/logs/a.log", strings.NewReader(text), "Expect: 100-continue", "100-continue"},
			{"POST", "/logs", strings.NewReader(text), "Content-Type: application/x-www-form-urlencoded", "POST"},
			{"PUT", "//logs//a.log", io.MultiReader(strings.NewReader(text)), "X: y", "chunked"},
			{"PUT", "/logs/x/../a.log?token=1", strings.NewReader(text), "X: y", "PUT"},
			{"POST", "/logs/b.log", &form, "Content-Type: " + w.FormDataContentType(), "multipart"},
		} {
			response, said := l.ask(c.method, c.at, c.body, c.header)
			told := l.last(i + 1)
			if response.StatusCode != http.StatusCreated || told.SHA256 != sumOf([]byte(text)) || told.Size != int64(len(text)) || told.Fault != "" {
				t.Errorf("%s %s: expected 201 and the whole, got %s %s and %+v", c.method, c.at, response.Status, said, told)
			}
			if !strings.Contains(strings.Join(told.Options, " "), c.word) {
				t.Errorf("%s %s: expected the word %q, got %q", c.method, c.at, c.word, told.Options)
			}
		}
		response, _ := l.ask("POST", "/logs/c.log", strings.NewReader("--x\r\n\r\nno file\r\n--x--\r\n"), "Content-Type: multipart/form-data; boundary=x")
		if told := l.last(6); response.StatusCode != http.StatusBadRequest || !strings.Contains(told.Fault, "no part") {
			t.Errorf("expected 400 for a form without a file, got %s and %+v", response.Status, told)
		}
	})
}

func TestPartsOfFilesGoBothWaysOverHTTP(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		l.Put("/v2.bin", []byte("0123456789"))
		response, text := l.ask("GET", "/v2.bin", nil, "Range: bytes=4-")
		if told := l.last(1); response.StatusCode != http.StatusPartialContent || text != "456789" || told.Offset != 4 || told.Size != 6 || told.Fault != "" {
			t.Errorf("expected the file from byte 4, got %s %q and %+v", response.Status, text, told)
		}
		response, _ = l.ask("GET", "/v2.bin", nil, "Range: bytes=10-")
		if told := l.last(2); response.StatusCode != http.StatusRequestedRangeNotSatisfiable || told.Size != 0 || told.Fault == "" {
			t.Errorf("expected 416, got %s and %+v", response.Status, told)
		}
		response, text = l.ask("GET", "/v2.bin", nil, "Range: bytes=4-", `If-Range: "another"`)
		if response.StatusCode != http.StatusOK || text != "0123456789" {
			t.Errorf("expected the whole of another file, got %s %q", response.Status, text)
		}
		for _, part := range []struct{ text, header string }{{"01234", "X: y"}, {"56789", "Content-Range: bytes 5-9/10"}} {
			if response, _ := l.ask("PUT", "/logs/a.log", strings.NewReader(part.text), part.header); response.StatusCode != http.StatusCreated {
				t.Errorf("expected 201, got %s", response.Status)
			}
		}
		if told := l.last(5); told.Offset != 5 || told.SHA256 != sumOf([]byte("0123456789")) {
			t.Errorf("expected the whole after the second part, got %+v", told)
		}
		response, _ = l.ask("HEAD", "/logs/a.log", nil)
		if response.ContentLength != 10 {
			t.Errorf("expected HEAD to tell 10 bytes, got %d", response.ContentLength)
		}
		if response, _ := l.ask("PUT", "/logs/a.log", strings.NewReader("x"), "Content-Range: lines 1-2/3"); response.StatusCode != http.StatusBadRequest {
			t.Errorf("expected 400 for a range of lines, got %s", response.Status)
		}
	})
}

func TestNoOffsetGoesBeyondTheLargestUpload(t *testing.T) {
	everywhere(t, func(t *testing.T, l *lab) {
		if response, _ := l.ask("PUT", "/logs/a.log", strings.NewReader("x"), "Content-Range: bytes 99999999999-99999999999/*"); response.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("expected 413, got %s", response.Status)
		}
		f, err := dialFTP(l, "FTP", "")
		if err != nil {
			t.Fatal(err)
		}
		f.ask(t, "REST 99999999999 -> 350")
		if err := f.up("STOR /logs/a.log", strings.NewReader("x")); err == nil || !strings.Contains(err.Error(), "552") {
			t.Errorf("expected 552, got %v", err)
		}
		client, err := dialSFTP(l)
		if err != nil {
			t.Fatal(err)
		}
		defer client.end()
		file, err := client.Create("/logs/a.log")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteAt([]byte("x"), 99999999999); err == nil {
			t.Error("expected a refusal over SFTP")
		}
		if err := file.Truncate(99999999999); err == nil {
			t.Error("expected a refusal of the length")
		}
		file.Close()
		for i := range 3 {
			if told := l.last(i + 1); told.Fault == "" || told.Size != 0 {
				t.Errorf("expected a fault, got %+v", told)
			}
		}
	})
}
