package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// request answers one request. http.ServeMux is not asked, because it redirects paths that it would write otherwise.
func (s *Server) request(w http.ResponseWriter, r *http.Request) {
	v := r.Context().Value(visitKey{}).(*visit)
	s.slow(v.gone)
	p, ok := s.caller(v, w, r)
	if !ok {
		return
	}
	switch r.Method {
	case http.MethodPut, http.MethodPost:
		s.takeUpload(p, w, r)
	case http.MethodGet:
		s.giveDownload(p, w, r)
	case http.MethodHead: // moves nothing
		s.describe(p, w, r)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST, PUT")
		http.Error(w, "files are uploaded by PUT or POST and downloaded by GET", http.StatusMethodNotAllowed)
	}
}

// caller finds out who asks. A client that gives no user for a location that has one is asked for it (RFC 9110, 11.6.1), and
// nothing is told of that: many do not say who they are before.
func (s *Server) caller(v *visit, w http.ResponseWriter, r *http.Request) (peer, bool) {
	p := peer{protocol: v.protocol, address: r.RemoteAddr, gone: v.gone, cut: v.client.cut, options: append(v.options, used(r)...)}
	user, password, given := r.BasicAuth()
	err := s.login(user, password)
	if err == nil && s.may(user, path.Clean(r.URL.Path)) {
		p.user = user
		return p, true
	}
	w.Header().Set("WWW-Authenticate", `Basic realm="certbench", charset="UTF-8"`)
	if given {
		p.user = user
		s.attempt(p, r.URL.Path, time.Now(), errLogin.Error())
	}
	turnDown(w, r, http.StatusUnauthorized, errLogin)
	return p, false
}

// used tells how HTTP is used.
func used(r *http.Request) []string {
	var words []string
	if r.Method == http.MethodPut || r.Method == http.MethodPost {
		words = append(words, r.Method)
	}
	if r.ProtoMinor == 0 {
		words = append(words, "HTTP/1.0")
	}
	if len(r.TransferEncoding) > 0 {
		words = append(words, r.TransferEncoding...)
	}
	if expectsContinue(r) {
		words = append(words, "100-continue")
	}
	if r.Header.Get("Authorization") != "" {
		words = append(words, "Basic")
	}
	return words
}

func expectsContinue(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Expect"), "100-continue")
}

// statusOf is what HTTP says for an error.
func statusOf(err error) int {
	switch {
	case errors.Is(err, errCrowded), errors.Is(err, errSpent), errors.Is(err, errBusy), errors.Is(err, errClosed):
		return http.StatusServiceUnavailable
	case errors.Is(err, errTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errFull):
		return http.StatusInsufficientStorage
	case errors.Is(err, fs.ErrPermission):
		return http.StatusForbidden
	case errors.Is(err, fs.ErrNotExist):
		return http.StatusNotFound
	case errors.Is(err, errForgotten):
		return http.StatusConflict
	}
	return http.StatusBadRequest
}

// turnDown answers with an error. A client that sends its file without waiting for a word reads nothing before it is
// through with it: such a file is let in, and thrown away.
func turnDown(w http.ResponseWriter, r *http.Request, status int, err error) {
	if !expectsContinue(r) {
		if _, err := io.Copy(io.Discard, io.LimitReader(patient(w, r.Body), largest)); err != nil {
			panic(http.ErrAbortHandler) // nobody is there to read the answer
		}
	}
	http.Error(w, err.Error(), status)
}

// patient reads the body of a request as long as its bytes come.
func patient(w http.ResponseWriter, body io.Reader) io.Reader {
	return &patientReader{body, http.NewResponseController(w)}
}

type patientReader struct {
	body io.Reader
	at   *http.ResponseController
}

func (p *patientReader) Read(b []byte) (int, error) {
	if err := p.at.SetReadDeadline(time.Now().Add(stall)); err != nil {
		return 0, err
	}
	n, err := p.body.Read(b)
	if err != nil {
		// What is read next is the next request, or the sign that the client has left, for which there is no hurry.
		err = errors.Join(err, p.at.SetReadDeadline(time.Time{}))
	}
	if errors.Is(err, io.EOF) {
		err = io.EOF
	}
	return n, err
}

// takeUpload takes the file in the body of a request, or in the first part with a file's name of a multipart body.
func (s *Server) takeUpload(p peer, w http.ResponseWriter, r *http.Request) {
	opened, err := whither(r)
	if err != nil {
		turnDown(w, r, http.StatusBadRequest, err)
		return
	}
	up, err := s.receive(p, r.URL.Path, opened)
	if err != nil {
		turnDown(w, r, statusOf(err), err)
		return
	}
	err = s.takeBody(up, w, r)
	if err == nil {
		err = up.arrived()
	}
	switch {
	case errors.Is(err, errCut):
		up.end(err)
		panic(http.ErrAbortHandler)
	case err != nil:
		status := statusOf(err)
		w.Header().Set("Connection", "close")
		http.Error(w, err.Error(), status)
		err = fmt.Errorf("the upload broke off, refused with %d: %w", status, err)
	default:
		w.WriteHeader(http.StatusCreated)
	}
	up.end(err)
}

// takeBody moves the file.
func (s *Server) takeBody(up *receiving, w http.ResponseWriter, r *http.Request) error {
	body := patient(w, r.Body)
	if !strings.HasPrefix(strings.ToLower(r.Header.Get("Content-Type")), "multipart/") {
		_, err := up.ReadFrom(body)
		return err
	}
	up.note("multipart")
	r.Body = io.NopCloser(io.LimitReader(body, largest+headerBytes))
	parts, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for taken := false; ; {
		part, err := parts.NextRawPart()
		switch {
		case err == io.EOF && !taken:
			return errors.New("no part of the body has the name of a file")
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case taken || part.FileName() == "":
			continue // the next call skips it
		}
		taken = true
		if _, err := up.ReadFrom(part); err != nil {
			return err
		}
	}
}

// whither tells where the bytes of an upload go: anew, or with a Content-Range into the file that is there (RFC 9110, 14.5).
func whither(r *http.Request) (where, error) {
	text := r.Header.Get("Content-Range")
	if text == "" {
		return anew, nil
	}
	var first, last int64
	rest, ok := strings.CutPrefix(text, "bytes ")
	if _, err := fmt.Sscanf(rest, "%d-%d/", &first, &last); !ok || err != nil || first < 0 || last < first {
		return nil, fmt.Errorf("the range %q is no range of bytes", text)
	}
	return onward(first), nil
}

// describe answers a client that asks about a file before it moves it.
func (s *Server) describe(p peer, w http.ResponseWriter, r *http.Request) {
	found, err := s.stat(p.user, r.URL.Path)
	switch {
	case err != nil || found.folder:
		w.WriteHeader(http.StatusNotFound)
	default:
		w.Header().Set("Content-Length", strconv.FormatInt(found.size, 10))
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Accept-Ranges", "bytes")
		w.Header().Set("Last-Modified", found.changed.UTC().Format(http.TimeFormat))
	}
}
