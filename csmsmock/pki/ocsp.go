package pki

import (
	"encoding/base64"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ocsp"
)

// Responder answers OCSP requests (RFC 6960) for the certificates of one authority, which signs the responses itself. A
// certificate is good until something else is said of it. All methods may be called concurrently.
//
// No chain of this package points to one, and that is meant. A certificate of the CSMS is revoked by its fast expiration, which spares
// stations online verification (part 2, section A 1.5, A00.FR.701 and Note 1); with a responder in its authority information access, a
// station that asks there all the same would fail for an address that it cannot reach, and a case for what no table has in it. Of a
// station's certificate the CSMS asks the authority (A00.FR.705), and both of them are the bench, which knows what it has signed.
// Where part 2 has OCSP is M06: Respond gives the ocspResult of a GetCertificateStatusResponse, for the cases of ISO 15118
// (TC_M_24_CS, TC_M_25_CS), which certbench does not play yet.
type Responder struct {
	authority *Authority
	now       func() time.Time

	mu     sync.Mutex
	status map[string]ocspStatus // by serial number
	asked  []*big.Int
	fails  ocsp.ResponseStatus
}

type ocspStatus struct {
	status, reason int
	at             time.Time
}

// ocspLife is how long a response may be kept.
const ocspLife = time.Hour

// maxOCSP bounds a request, and askedKept how many serial numbers are remembered.
const (
	maxOCSP   = 64 << 10
	askedKept = 1 << 10
)

// NewResponder returns a responder for what the authority signed; nil for now is time.Now.
func NewResponder(a *Authority, now func() time.Time) *Responder {
	if now == nil {
		now = time.Now
	}
	return &Responder{authority: a, now: now, status: map[string]ocspStatus{}}
}

// Revoke says that a certificate is revoked since a time, for a reason of RFC 5280 (5.3.1), such as ocsp.KeyCompromise.
func (r *Responder) Revoke(serial *big.Int, since time.Time, reason int) {
	r.set(serial, ocspStatus{status: ocsp.Revoked, reason: reason, at: since})
}

// Forget says that the authority knows no such certificate.
func (r *Responder) Forget(serial *big.Int) { r.set(serial, ocspStatus{status: ocsp.Unknown}) }

// Good takes back what was said of a certificate.
func (r *Responder) Good(serial *big.Int) { r.set(serial, ocspStatus{status: ocsp.Good}) }

func (r *Responder) set(serial *big.Int, s ocspStatus) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status[serial.String()] = s
}

// Fail answers everything with an error, such as ocsp.TryLater, until ocsp.Success.
func (r *Responder) Fail(with ocsp.ResponseStatus) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fails = with
}

// Asked are the serial numbers that were asked for, the newest last.
func (r *Responder) Asked() []*big.Int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]*big.Int(nil), r.asked...)
}

// ServeHTTP takes requests by POST, and by GET as RFC 6960 (A.1) has them.
func (r *Responder) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	request, err := requestOf(q)
	if err != nil {
		http.Error(w, "the OCSP request cannot be read: "+err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/ocsp-response")
	_, _ = w.Write(r.Respond(request)) // whoever does not wait for it gets none
}

func requestOf(q *http.Request) ([]byte, error) {
	if q.Method != http.MethodGet {
		return io.ReadAll(io.LimitReader(q.Body, maxOCSP))
	}
	text, err := url.PathUnescape(q.URL.EscapedPath()[strings.LastIndex(strings.TrimPrefix(q.URL.EscapedPath(), "/"), "/")+1:])
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(strings.TrimPrefix(text, "/"))
}

// Respond is the response to a request, both in DER.
func (r *Responder) Respond(der []byte) []byte {
	request, err := ocsp.ParseRequest(der)
	if err != nil {
		return ocsp.MalformedRequestErrorResponse
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, request.SerialNumber)
	r.asked = r.asked[max(0, len(r.asked)-askedKept):]
	if r.fails != ocsp.Success {
		return errorResponse(r.fails)
	}
	now := r.now()
	s := r.status[request.SerialNumber.String()]
	if !r.mine(request) {
		s = ocspStatus{status: ocsp.Unknown}
	}
	response, err := ocsp.CreateResponse(r.authority.Certificate, r.authority.Certificate, ocsp.Response{
		Status: s.status, SerialNumber: request.SerialNumber, IssuerHash: request.HashAlgorithm,
		ThisUpdate: now.Add(-time.Minute), NextUpdate: now.Add(ocspLife), RevokedAt: s.at, RevocationReason: s.reason,
	}, r.authority.key)
	if err != nil {
		return ocsp.InternalErrorErrorResponse
	}
	return response
}

// mine tells whether a request names this authority as the issuer.
func (r *Responder) mine(request *ocsp.Request) bool {
	if !request.HashAlgorithm.Available() {
		return false
	}
	name, key, err := issuerHashes(r.authority.Certificate, request.HashAlgorithm)
	return err == nil && string(name) == string(request.IssuerNameHash) && string(key) == string(request.IssuerKeyHash)
}

func errorResponse(status ocsp.ResponseStatus) []byte {
	switch status {
	case ocsp.TryLater:
		return ocsp.TryLaterErrorResponse
	case ocsp.SignatureRequired:
		return ocsp.SigRequredErrorResponse
	case ocsp.Unauthorized:
		return ocsp.UnauthorizedErrorResponse
	case ocsp.Malformed:
		return ocsp.MalformedRequestErrorResponse
	}
	return ocsp.InternalErrorErrorResponse
}
