package pki

import (
	"crypto"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"
)

func TestTheResponderSaysWhatIsSetOfACertificate(t *testing.T) {
	p := newTestPKI(t)
	issuer := must(p.Issuer(ECDSA))(t)
	leaf := must(p.Station(ECDSA, serial))(t).Leaf()
	r := NewResponder(issuer, nil)
	since := time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	for _, step := range []struct {
		set    func()
		status int
	}{
		{func() {}, ocsp.Good},
		{func() { r.Revoke(leaf.SerialNumber, since, ocsp.KeyCompromise) }, ocsp.Revoked},
		{func() { r.Forget(leaf.SerialNumber) }, ocsp.Unknown},
		{func() { r.Good(leaf.SerialNumber) }, ocsp.Good},
	} {
		step.set()
		for _, hash := range []crypto.Hash{crypto.SHA1, crypto.SHA256, crypto.SHA384, crypto.SHA512} {
			request := must(ocsp.CreateRequest(leaf, issuer.Certificate, &ocsp.RequestOptions{Hash: hash}))(t)
			response := must(ocsp.ParseResponseForCert(r.Respond(request), leaf, issuer.Certificate))(t)
			if response.Status != step.status || !response.NextUpdate.After(time.Now()) {
				t.Errorf("status with %v = %d until %v, want %d", hash, response.Status, response.NextUpdate, step.status)
			}
			if step.status == ocsp.Revoked && (!response.RevokedAt.Equal(since) || response.RevocationReason != ocsp.KeyCompromise) {
				t.Errorf("revoked at %v for %d, want %v for a compromised key", response.RevokedAt, response.RevocationReason, since)
			}
		}
	}
	if asked := r.Asked(); len(asked) != 16 || asked[0].Cmp(leaf.SerialNumber) != 0 {
		t.Errorf("asked for %v, want the leaf 16 times", asked)
	}
}

func TestTheResponderKnowsItsOwnCertificatesAlone(t *testing.T) {
	p := newTestPKI(t)
	issuer, root := must(p.Issuer(ECDSA))(t), must(p.Root(ECDSA))(t)
	request := must(ocsp.CreateRequest(issuer.Certificate, root.Certificate, nil))(t)
	response := must(ocsp.ParseResponse(NewResponder(issuer, nil).Respond(request), issuer.Certificate))(t)
	if response.Status != ocsp.Unknown {
		t.Errorf("status of another authority's certificate = %d, want unknown", response.Status)
	}
}

func TestTheResponderIsAskedByPostAndGet(t *testing.T) {
	p := newTestPKI(t)
	issuer := must(p.Issuer(ECDSA))(t)
	leaf := must(p.Server(ECDSA))(t).Leaf()
	r := NewResponder(issuer, nil)
	request := must(ocsp.CreateRequest(leaf, issuer.Certificate, nil))(t)
	inPath := "/ocsp/" + url.PathEscape(base64.StdEncoding.EncodeToString(request))
	for _, q := range []*http.Request{
		httptest.NewRequest(http.MethodPost, "/ocsp", strings.NewReader(string(request))),
		httptest.NewRequest(http.MethodGet, inPath, nil),
	} {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, q)
		body := must(io.ReadAll(w.Body))(t)
		if response, err := ocsp.ParseResponse(body, issuer.Certificate); err != nil || response.Status != ocsp.Good {
			t.Errorf("%s: %v, %v, want good", q.Method, response, err)
		}
	}
	r.Fail(ocsp.TryLater)
	if _, err := ocsp.ParseResponse(r.Respond(request), issuer.Certificate); err == nil || !strings.Contains(err.Error(), "try later") {
		t.Errorf("response = %v, want try later", err)
	}
	if got := r.Respond([]byte("x")); string(got) != string(ocsp.MalformedRequestErrorResponse) {
		t.Errorf("response to garbage = %x, want malformed request", got)
	}
}
