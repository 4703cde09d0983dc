package evidence

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Redacted stands where a secret was.
const Redacted = "[redacted]"

// redactor replaces secrets in copies of records.
type redactor struct {
	known    map[string]bool // every spelling
	shortest int             // of them, in bytes
	replacer *strings.Replacer
}

func basicCredentials(user, password string) string {
	return base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
}

func (d *redactor) add(secrets ...string) {
	if d.known == nil {
		d.known = map[string]bool{}
	}
	before := len(d.known)
	for _, s := range secrets {
		if s == "" {
			continue
		}
		for _, spelling := range spellings(s) {
			d.known[spelling] = true
		}
	}
	if len(d.known) == before {
		return
	}
	all := make([]string, 0, len(d.known))
	for s := range d.known {
		all = append(all, s)
	}
	// The longest first: a secret may hold another one, and what would remain of it is still a secret.
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	pairs := make([]string, 0, 2*len(all))
	for _, s := range all {
		pairs = append(pairs, s, Redacted)
	}
	d.replacer, d.shortest = strings.NewReplacer(pairs...), len(all[len(all)-1])
}

// redact replaces the secrets in a text. Most texts of a record are too short to hold one, and the replacer copies whatever it is given.
func (d *redactor) redact(text string) string {
	if len(text) < d.shortest {
		return text
	}
	return d.replacer.Replace(text)
}

// spellings lists how a secret may stand in a record: as it is, inside a JSON string (a raw frame), in a URL, and in
// base64.
func spellings(s string) []string {
	all := []string{s, url.QueryEscape(s), url.PathEscape(s),
		base64.StdEncoding.EncodeToString([]byte(s)), base64.URLEncoding.EncodeToString([]byte(s))}
	if quoted, err := json.Marshal(s); err == nil {
		all = append(all, string(quoted[1:len(quoted)-1]))
	}
	var plain strings.Builder
	enc := json.NewEncoder(&plain)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) == nil {
		quoted := strings.TrimSuffix(plain.String(), "\n")
		all = append(all, quoted[1:len(quoted)-1])
	}
	return all
}

// record returns a copy of the record without secrets. It learns the password that a SetVariables frame gives to the
// station, so that it is hidden there and from then on.
func (d *redactor) record(rec Record) Record {
	if rec.Frame != nil {
		d.add(passwordsSet(*rec.Frame)...)
	}
	if d.replacer == nil {
		return rec
	}
	clean := d.value(reflect.ValueOf(rec)).Interface().(Record)
	if f := clean.Frame; f != nil && f.Base64 {
		if bytes, err := base64.StdEncoding.DecodeString(rec.Frame.Raw); err == nil {
			f.Raw = base64.StdEncoding.EncodeToString([]byte(d.redact(string(bytes))))
		}
	}
	return clean
}

// passwordsSet returns the values for BasicAuthPassword in a SetVariablesRequest (part 2, A01: the only password that
// a CSMS sends).
func passwordsSet(f Frame) []string {
	if f.Action != "SetVariables" || !strings.Contains(f.Raw, "BasicAuthPassword") {
		return nil
	}
	var request struct {
		SetVariableData []struct {
			AttributeValue string `json:"attributeValue"`
			Variable       struct {
				Name string `json:"name"`
			} `json:"variable"`
		} `json:"setVariableData"`
	}
	if json.Unmarshal(f.Payload(), &request) != nil {
		return nil
	}
	var found []string
	for _, d := range request.SetVariableData {
		if strings.EqualFold(d.Variable.Name, "BasicAuthPassword") {
			found = append(found, d.AttributeValue)
		}
	}
	return found
}

// value returns a deep copy with every string redacted.
func (d *redactor) value(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		out.SetString(d.redact(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(d.value(v.Elem()))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return v
		}
		for i := range v.NumField() {
			out.Field(i).Set(d.value(v.Field(i)))
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				out.Index(i).Set(d.value(v.Index(i)))
			}
		}
	case reflect.Map:
		if !v.IsNil() {
			out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
			for _, k := range v.MapKeys() {
				out.SetMapIndex(d.value(k), d.value(v.MapIndex(k)))
			}
		}
	default:
		return v
	}
	return out
}
