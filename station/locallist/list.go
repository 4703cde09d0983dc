package locallist

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// What the list has room for.
const (
	most    = 256        // idTokens, the maxLimit of LocalAuthListCtrlr.Entries (D01.FR.12)
	longest = most * 256 // bytes, the maxLimit of LocalAuthListCtrlr.Storage
)

// List is the Local Authorization List. What is exported survives a reboot (D01.FR.10).
type List struct {
	Version int // that the CSMS has given it, 0 while it has sent none (D02.FR.02)
	Entries []Entry
}

// Entry is what the CSMS has said of one idToken.
type Entry struct {
	Token ocpp201.IDToken
	Info  ocpp201.IDTokenInfo
}

// Find looks an idToken up, nil when it is not there.
func (l *List) Find(token ocpp201.IDToken) *Entry {
	if i := l.at(token); i >= 0 {
		return &l.Entries[i]
	}
	return nil
}

func (l *List) at(token ocpp201.IDToken) int {
	return slices.IndexFunc(l.Entries, func(e Entry) bool { return key(e.Token) == key(token) })
}

// key tells idTokens apart as C01.FR.25 does: by idToken, in any case of letters, and type.
func key(token ocpp201.IDToken) string {
	return string(token.Type) + " " + strings.ToLower(token.IDToken)
}

// put adds an idToken, or replaces what was said of it (D01.FR.16).
func (l *List) put(token ocpp201.IDToken, info ocpp201.IDTokenInfo) {
	if e := l.Find(token); e != nil {
		e.Info = info
		return
	}
	l.Entries = append(l.Entries, Entry{token, info})
}

// remove takes an idToken out. One that is not there is no fault (D01.FR.17).
func (l *List) remove(token ocpp201.IDToken) {
	if i := l.at(token); i >= 0 {
		l.Entries = slices.Delete(l.Entries, i, i+1)
	}
}

// fits tells whether there is room for the entries.
func (l *List) fits() bool { return len(l.Entries) <= most && l.bytes() <= longest }

// copied is the same list, of which a change is none of the first.
func (l *List) copied() List { return List{l.Version, slices.Clone(l.Entries)} }

// bytes is the storage that the entries use (LocalAuthListCtrlr.Storage).
func (l *List) bytes() int {
	data, err := json.Marshal(l.Entries)
	if err != nil {
		panic(fmt.Sprintf("a list of idTokens that cannot be JSON: %v", err)) // only a year beyond 9999 could be the cause
	}
	return len(data)
}
