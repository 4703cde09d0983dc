package door_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/live/door"
)

func TestOnlyAnAddressOfThisMachineAloneNeedsNoToken(t *testing.T) {
	for address, want := range map[string]bool{"127.0.0.1:80": true, "[::1]:80": true, "localhost:80": true, "[::ffff:127.0.0.1]:80": true,
		":80": false, "0.0.0.0:80": false, "[::]:80": false, "192.168.1.4:80": false, "bench.local:80": false, "127.0.0.1": false} {
		if got := door.Loopback(address); got != want {
			t.Errorf("%s: got %t", address, got)
		}
	}
}

func TestThePageIsReachedByNamesOfThisMachineOnly(t *testing.T) {
	pages := door.New("", "bench.local").Guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for host, want := range map[string]int{"127.0.0.1:8080": 200, "192.168.1.4": 200, "[fe80::1]:8080": 200, "localhost:1": 200, "BENCH.local.:8080": 200,
		"evil.example": 421, "bench.local.evil.example": 421, "127.0.0.1.evil.example:8080": 421, "": 421} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("the host %q gets %d, expected %d", host, w.Code, want)
		}
		if policy := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'") {
			t.Errorf("the policy is %q", policy)
		}
	}
}

func TestWhatSomebodyWritesIsOneLine(t *testing.T) {
	for text, want := range map[string]string{" Anna\n\tBert ": "Anna Bert", "\u202eanna\u200b": "anna", "\xffx": "x", strings.Repeat("é", 50): strings.Repeat("é", 9) + "…"} {
		if got := door.Plain(text, 10); got != want {
			t.Errorf("%q becomes %q, expected %q", text, got, want)
		}
	}
}

func TestTheFirstVisitorIsForgottenFirst(t *testing.T) {
	d := door.New("SECRET")
	pages := d.Guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	var cookies []*http.Cookie
	for i := range 201 {
		r := httptest.NewRequest(http.MethodGet, door.EnterPath+"?token=SECRET", nil)
		r.Host = "127.0.0.1:80"
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		if w.Code != http.StatusOK || len(w.Result().Cookies()) != 1 {
			t.Fatalf("visitor %d gets %d", i, w.Code)
		}
		c := w.Result().Cookies()[0]
		if c.SameSite != http.SameSiteStrictMode || !c.HttpOnly {
			t.Fatalf("the cookie is %s", c)
		}
		cookies = append(cookies, c)
	}
	for i, want := range map[int]int{0: http.StatusForbidden, 1: http.StatusOK, 200: http.StatusOK} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = "127.0.0.1:80"
		r.AddCookie(cookies[i])
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("visitor %d: %s", i, fmt.Sprint(w.Code, ", expected ", want))
		}
	}
}
