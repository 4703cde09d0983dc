package octt

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What a station has told of a variable stands for as long as nothing can have changed it, and is not asked again. There are
// two classes of variables (part 2, Referenced Components and Variables):
//
//   - Lasting are the variables of the controllers that are configuration (mutability ReadWrite, WriteOnly or up to the station),
//     which the CSMS alone sets (B05), and those ReadOnly ones that are what the firmware can do, such as ItemsPerMessage.
//     They change by SetVariables, and with a boot, new firmware or another network profile.
//   - Passing are the ReadOnly variables by which a station tells its state: its availability, its clock, what it has stored,
//     what is in use. They change with the time, and are asked for whenever they have to be known. So is every variable
//     outside of the controllers, and whatever the bench does not know.

// passing are the variables of controllers that a station changes by itself: ReadOnly state, and the clock's offset, which it
// moves at NextTimeOffsetTransitionDateTime.
var passing = []string{"available", "availabilitystate", "activemonitoringbase", "activemonitoringlevel", "activenetworkprofile",
	"certificateentries", "datetime", "displaymessages", "entries", "nexttimeoffsettransitiondatetime", "problem", "storage", "timeoffset"}

// lasts tells a variable of which the value stands until something may change it.
func lasts(name string) bool { return folded(name).lasts }

// foldedName is the name of a variable as identifiers are compared, without case.
type foldedName struct {
	text  string
	lasts bool
}

// foldedNames are those of the names that were asked for: every case asks for the same, several times. What is beyond mostFolded is
// folded each time: a station may tell of as many names as it likes.
var foldedNames = struct {
	sync.RWMutex
	of map[string]foldedName
}{of: map[string]foldedName{}}

const mostFolded = 1 << 10

func folded(name string) foldedName {
	foldedNames.RLock()
	f, known := foldedNames.of[name]
	foldedNames.RUnlock()
	if known {
		return f
	}
	f.text = strings.ToLower(name)
	component, variable := variables.Parse(f.text)
	f.lasts = strings.HasSuffix(component.Name, "ctrlr") && !slices.Contains(passing, variable.Name) ||
		strings.EqualFold(variable.Name, minimumStatusDuration) // configuration that belongs to no component
	foldedNames.Lock()
	defer foldedNames.Unlock()
	if len(foldedNames.of) < mostFolded {
		foldedNames.of[strings.Clone(name)] = f
	}
	return f
}

// lasting is what a station has told, or was given, that nothing can have changed since, by the name in lower case:
// identifiers know no case (part 2, identifierString).
type lasting map[string]reading

// stands is what is known of a variable without asking.
func (w *wire) stands(name string) (reading, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r, ok := w.standing[folded(name).text]
	return r, ok
}

// keeps has a reading stand, where it says whether there is such a variable, and the variable is a lasting one. What has come
// since its frame may have overtaken it: a play that asks for much does so in several requests.
func (w *wire) keeps(name string, r reading) {
	if !lasts(name) || !r.told() && !r.absent() {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if shown, ok := w.shown[name]; r.frame <= w.forgotten || ok && shown.Frame > r.frame && shown.Value != r.value {
		return
	}
	w.standing[folded(name).text] = r
}

// forgets lets go of all that stands, also of the limits of requests, which are asked for again. The caller holds mu.
func (w *wire) forgets() {
	w.forgetsSettings()
	w.standing, w.limitsAsked = lasting{}, false
}

// forgetsSettings lets go of all that stands but the limits of requests. The caller holds mu.
func (w *wire) forgetsSettings() {
	w.standing, w.forgotten = w.standing.limits(), w.log.written
	w.readOnly = map[string]int64{}
}

// fixes notes that a station rejects the value that a variable has, in the answer of the frame: that it is ReadOnly lasts as its value
// does, but for a SetVariables that is accepted.
func (w *wire) fixes(name string, frame int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if frame > w.forgotten {
		w.readOnly[folded(name).text] = frame
	}
}

// fixed tells a variable that is known to be ReadOnly, and from which frame.
func (w *wire) fixed(name string) (frame int64, fixed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	frame, fixed = w.readOnly[folded(name).text]
	return frame, fixed
}

// unsettles lets go of what a request of the CSMS may change, whatever the station answers to it. The caller holds mu.
func (w *wire) unsettles(action string, payload *schemas.Payload) {
	switch action {
	case "SetVariables":
		q, err := schemas.Message[ocpp201.SetVariablesRequest](payload)
		if err != nil {
			w.forgetsSettings()
			return
		}
		for _, d := range q.SetVariableData {
			delete(w.standing, folded(variables.Name(d.Component, d.Variable)).text)
		}
	case "Reset", "SetNetworkProfile":
		w.forgetsSettings()
	case "UpdateFirmware", "DataTransfer": // a vendor's own request may do anything
		w.forgets()
	}
}

// unsettled lets go of what the station says that it has changed. The caller holds mu.
func (w *wire) unsettled(m *Message) {
	switch {
	case m.Action == "BootNotification" && reflect.DeepEqual(w.registration.about, m.Field("chargingStation")),
		m.Action == "SecurityEventNotification" && m.Field("type") != "FirmwareUpdated":
		w.forgetsSettings()
	case m.Action == "BootNotification", m.Action == "SecurityEventNotification":
		w.forgets()
	}
}

// limits is what stands of the limits of requests: what the firmware can do, which is the same after a boot with the same firmware.
func (l lasting) limits() lasting {
	out := lasting{}
	for key, r := range l {
		variable, _, _ := strings.Cut(key, "[")
		if variable == strings.ToLower(itemsPerMessage) || variable == strings.ToLower(bytesPerMessage) {
			out[key] = r
		}
	}
	return out
}

// contradicts lets go of what a station has told otherwise since. The caller holds mu.
func (w *wire) contradicts(name, value string) {
	key := folded(name).text
	if known, ok := w.standing[key]; ok && (!known.told() || known.value != value) {
		delete(w.standing, key)
	}
}

// rereads lets go of what the answer to a row tells otherwise. The caller holds mu.
func (w *wire) rereads(answer *schemas.Payload) {
	p, err := schemas.Message[ocpp201.GetVariablesResponse](answer)
	if err != nil {
		return
	}
	for _, r := range p.GetVariableResult {
		actual := r.AttributeType == nil || *r.AttributeType == ocpp201.AttributeActual
		if actual && r.AttributeValue != nil && r.Component.EVSE == nil && r.Component.Instance == nil {
			w.contradicts(variables.Name(r.Component, r.Variable), *r.AttributeValue)
		}
	}
}

// changesAvailability notes what a request takes out of service, or puts back: the zero EVSE is the station. The caller holds mu.
func (w *wire) changesAvailability(payload *schemas.Payload) {
	at := w.keepsAvailability(payload)
	if values.Walk(payload.Document(), "operationalStatus") == string(ocpp201.OperationalStatusInoperative) {
		w.inoperative = append(w.inoperative, at)
	}
}

// keepsAvailability notes that a place is not out of service by a request, and returns which it is about. The caller holds mu.
func (w *wire) keepsAvailability(payload *schemas.Payload) (at ocpp201.EVSE) {
	if q, err := schemas.Message[ocpp201.ChangeAvailabilityRequest](payload); err == nil && q.EVSE != nil {
		at = *q.EVSE
	}
	w.inoperative = slices.DeleteFunc(w.inoperative, func(known ocpp201.EVSE) bool { return sameEVSE(&known, &at) })
	return at
}

// sameEVSE tells whether two places are the same, nil for none.
func sameEVSE(a, b *ocpp201.EVSE) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.ConnectorID == nil || b.ConnectorID == nil {
		return a.ID == b.ID && a.ConnectorID == b.ConnectorID
	}
	return a.ID == b.ID && *a.ConnectorID == *b.ConnectorID
}
