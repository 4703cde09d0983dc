package door

import (
	"context"
	"crypto/rand"
	"embed"
	"html/template"
	"net"
	"net/http"
	"strings"
	"sync"
	"unicode"
)

// EnterPath is where one comes in: with the token as the parameter "token", and with a name.
const EnterPath = "/enter"

// Visitor is somebody who has come in.
type Visitor struct {
	csrf string

	mu    sync.Mutex
	name  string
	spent map[string]bool // forms that were sent
}

// Name is what they call themselves, empty where they have not said. Without a name one looks on.
func (v *Visitor) Name() string {
	if v == nil {
		return ""
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.name
}

// Form is what a form of the page carries to be taken, as its fields csrf and once.
type Form struct{ CSRF, Once string }

// Form makes a new one; the zero Form where nobody has come in.
func (v *Visitor) Form() Form {
	if v == nil {
		return Form{}
	}
	return Form{v.csrf, rand.Text()}
}

type visitorKey struct{}

func with(ctx context.Context, v *Visitor) context.Context {
	return context.WithValue(ctx, visitorKey{}, v)
}

// Of is who makes a request; nil where they have not come in, as on a page that asks for no token.
func Of(r *http.Request) *Visitor {
	v, _ := r.Context().Value(visitorKey{}).(*Visitor)
	return v
}

const (
	mostFormBytes = 128 << 10 // a payload that is written by hand, each byte of it as three
	mostSpent     = 10_000    // forms of one visitor; then they come in again
	longestName   = 40
	longestOnce   = 64
)

// Taken reads a form that was sent and returns who has sent it. Where it is none of theirs, was sent before, or comes from
// nobody by name, it answers the request, and ok is false.
func (d *Door) Taken(w http.ResponseWriter, r *http.Request) (by string, ok bool) {
	v := Of(r)
	r.Body = http.MaxBytesReader(w, r.Body, mostFormBytes)
	switch {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed, "This is for forms only.")
	case v == nil || v.Name() == "":
		refuse(w, http.StatusForbidden, "Say who you are first, at "+EnterPath+": what is done here is recorded with a name.")
	case r.ParseForm() != nil:
		refuse(w, http.StatusBadRequest, "The form cannot be read.")
	case !equal(r.PostForm.Get("csrf"), v.csrf):
		refuse(w, http.StatusForbidden, "The form was not made by this page. Load the page anew.")
	case !v.spend(r.PostForm.Get("once")):
		refuse(w, http.StatusConflict, "This form was sent already.")
	default:
		return v.Name(), true
	}
	return "", false
}

// spend takes a form as sent and tells whether this is the first time.
func (v *Visitor) spend(once string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if once == "" || len(once) > longestOnce || v.spent[once] || len(v.spent) >= mostSpent {
		return false
	}
	v.spent[once] = true
	return true
}

// cookie names the cookie of a page. Browsers do not part cookies by ports, and two benches on one machine have one each.
func cookie(r *http.Request) string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		port = "80"
	}
	return "certbench-" + port
}

func (d *Door) visitor(r *http.Request) *Visitor {
	c, err := r.Cookie(cookie(r))
	if err != nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.visitors[c.Value]
}

// welcome lets somebody in.
func (d *Door) welcome(w http.ResponseWriter, r *http.Request) *Visitor {
	v := &Visitor{csrf: rand.Text(), spent: map[string]bool{}}
	value := rand.Text()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.order) == mostVisitors {
		delete(d.visitors, d.order[0])
		d.order = d.order[1:]
	}
	d.visitors[value] = v
	d.order = append(d.order, value)
	http.SetCookie(w, &http.Cookie{Name: cookie(r), Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	return v
}

//go:embed enter.gohtml
var files embed.FS

var enterPage = template.Must(template.ParseFS(files, "enter.gohtml"))

type entering struct {
	Token string // as it was sent with the form; empty where it is not needed any more
	Ask   bool   // for the token
	Form  Form
	Wrong string
}

// enter lets in who has the token, and asks for a name. What changes something is a POST, but for the cookie that the token
// itself is good for.
func (d *Door) enter(w http.ResponseWriter, r *http.Request) {
	v := d.visitor(r)
	r.Body = http.MaxBytesReader(w, r.Body, mostFormBytes)
	if r.ParseForm() != nil {
		refuse(w, http.StatusBadRequest, "The form cannot be read.")
		return
	}
	token := strings.TrimSpace(r.Form.Get("token"))
	if d.token != "" && v == nil && !equal(token, d.token) {
		code, wrong := http.StatusForbidden, ""
		if token != "" {
			wrong = "That is not the token of this page."
		}
		d.show(w, code, entering{Ask: true, Wrong: wrong})
		return
	}
	if v == nil {
		v = d.welcome(w, r)
	}
	if r.Method != http.MethodPost {
		d.show(w, http.StatusOK, entering{Form: v.Form()})
		return
	}
	name := Plain(r.PostForm.Get("name"), longestName)
	if name == "" {
		d.show(w, http.StatusOK, entering{Form: v.Form(), Wrong: "Write a name: what you do is recorded with it."})
		return
	}
	v.mu.Lock()
	v.name = name
	v.mu.Unlock()
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (d *Door) show(w http.ResponseWriter, code int, e entering) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	// Who has gone meanwhile needs no answer.
	_ = enterPage.Execute(w, e)
}

// Plain is a text that somebody has written, in one line of at most so many characters, without what cannot be seen.
func Plain(text string, most int) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) }), " ")
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	return text
}
