package strangers

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/schemas/random"
)

// Wild is a station by chance: it answers whatever it is asked with any answer that the schemas allow, and says of itself
// what comes to its mind. Luck is how often it says what a good station might instead, from 0 to 1: with none it never gets
// far, with all of it many a case is passed. All is decided by its seed, as far as the order is in which things reach it.
type Wild struct {
	URL, ID, Password string
	Dial              DialFunc
	Luck              float64

	mu      sync.Mutex
	chance  *random.Source
	conn    *websocket.Conn   // nil while there is none
	asked   map[string]string // what is not answered yet, by message id
	waiting []call            // what is to be asked then
	booted  bool
	resets  bool // the next boot comes from a Reset
	plugged bool
	token   string // of the driver who may charge, "" for none
	tx      string // the transaction that goes on, "" for none
	seq     int
}

// call is something to ask the CSMS.
type call struct {
	action  string
	payload map[string]any
}

// NewWild makes one with a seed.
func NewWild(seed uint64, luck float64) *Wild {
	w := &Wild{Luck: luck, chance: random.New(seed), asked: map[string]string{}}
	w.chance.Lucky = w.lucky
	w.chance.Prefer = w.prefer
	return w
}

func (w *Wild) lucky() bool { return w.chance.Float64() < w.Luck }

// Run connects, and connects again, until ctx ends.
func (w *Wild) Run(ctx context.Context) {
	header := http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte(w.ID+":"+w.Password))}}
	for ctx.Err() == nil {
		dialer := websocket.Dialer{NetDialContext: w.Dial, Subprotocols: []string{"ocpp2.0.1"}, HandshakeTimeout: time.Minute}
		conn, _, err := dialer.DialContext(ctx, w.URL+"/"+w.ID, header)
		if err == nil {
			w.live(ctx, conn)
		}
		w.pause(ctx, 10*time.Second)
	}
}

// pause waits a time by chance.
func (w *Wild) pause(ctx context.Context, longest time.Duration) {
	w.mu.Lock()
	d := time.Duration(1 + w.chance.Int64N(int64(longest)))
	w.mu.Unlock()
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// live is one connection.
func (w *Wild) live(ctx context.Context, conn *websocket.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	var talk sync.WaitGroup
	defer talk.Wait()
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })() // it may be closed already
	w.mu.Lock()
	w.conn, w.waiting = conn, nil
	clear(w.asked)
	if !w.booted || !w.lucky() {
		w.say("BootNotification", w.boot)
	}
	w.mu.Unlock()
	talk.Go(func() { w.chat(ctx) })
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			w.mu.Lock()
			w.conn = nil
			w.mu.Unlock()
			return
		}
		w.hear(string(text))
	}
}

// says lists what a station may ask the CSMS.
var says = []string{
	"Authorize", "BootNotification", "ClearedChargingLimit", "DataTransfer", "FirmwareStatusNotification", "Heartbeat",
	"LogStatusNotification", "MeterValues", "NotifyChargingLimit", "NotifyEvent", "NotifyReport", "NotifyMonitoringReport",
	"ReportChargingProfiles", "ReservationStatusUpdate", "SecurityEventNotification", "SignCertificate", "StatusNotification", "TransactionEvent",
}

// chat says something now and then.
func (w *Wild) chat(ctx context.Context) {
	for ctx.Err() == nil {
		w.pause(ctx, 2*time.Minute)
		w.mu.Lock()
		switch {
		case w.lucky():
			w.say("Heartbeat", nil)
		case w.chance.IntN(20) == 0 && w.conn != nil:
			_ = w.conn.Close() // it breaks off by itself; the reader sees it
		default:
			w.say(says[w.chance.IntN(len(says))], nil)
		}
		w.mu.Unlock()
	}
}

// say asks the CSMS: with luck when it has answered what it was asked before. change may change the payload.
func (w *Wild) say(action string, change func(map[string]any)) {
	payload := w.chance.Payload(action+"Request", nil)
	if change != nil {
		change(payload)
	}
	w.waiting = append(w.waiting, call{action, payload})
	if len(w.asked) == 0 || !w.lucky() {
		w.next()
	}
}

// next asks what waits longest.
func (w *Wild) next() {
	if len(w.waiting) == 0 {
		return
	}
	c := w.waiting[0]
	w.waiting = w.waiting[1:]
	id := ocppj.NewID()
	w.asked[id] = c.action
	w.write(ocppj.EncodeCall(id, c.action, encode(c.payload)))
}

func (w *Wild) write(text []byte) {
	if w.conn == nil {
		return
	}
	if err := w.conn.WriteMessage(websocket.TextMessage, text); err != nil {
		w.conn = nil // the reader ends by itself
	}
}

func (w *Wild) hear(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f, err := ocppj.Parse([]byte(text))
	if err != nil {
		return
	}
	switch {
	case f.Type == ocppj.Call:
		w.answer(f)
	case f.Type == ocppj.CallResult && w.asked[f.ID] == "BootNotification" && w.lucky():
		var a struct{ Status string }
		if w.booted = json.Unmarshal(f.Payload, &a) == nil && a.Status == "Accepted"; w.booted {
			w.say("StatusNotification", w.status)
		}
	}
	if w.asked[f.ID] != "" {
		delete(w.asked, f.ID)
		w.next()
	}
}

// answer answers at once, late, with an error, or not at all.
func (w *Wild) answer(f ocppj.Frame) {
	text := w.result(f)
	if !w.lucky() {
		switch w.chance.IntN(10) {
		case 0:
			return
		case 1, 2:
			codes := []ocppj.ErrorCode{ocppj.NotImplemented, ocppj.NotSupported, ocppj.InternalError, ocppj.SecurityError, ocppj.GenericError}
			text = ocppj.EncodeError(f.ID, codes[w.chance.IntN(len(codes))], "by chance", nil)
		case 3:
			time.AfterFunc(time.Duration(w.chance.Int64N(int64(20*time.Second))), func() {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.write(text)
			})
			return
		}
	}
	w.write(text)
	if w.lucky() {
		w.follow(f)
	}
}

func (w *Wild) result(f ocppj.Frame) []byte {
	var request any
	if err := json.Unmarshal(f.Payload, &request); err != nil {
		return ocppj.EncodeError(f.ID, ocppj.FormatViolation, err.Error(), nil)
	}
	if !slices.Contains(hears, f.Action) {
		return ocppj.EncodeError(f.ID, ocppj.NotImplemented, f.Action, nil)
	}
	payload := w.chance.Payload(f.Action+"Response", request)
	if results, ok := payload["getVariableResult"].([]any); ok {
		for _, r := range results {
			w.variable(r.(map[string]any))
		}
	}
	return ocppj.EncodeResult(f.ID, encode(payload))
}

// hears lists what a station may be asked that a bench of these profiles asks.
var hears = []string{
	"CancelReservation", "CertificateSigned", "ChangeAvailability", "ClearCache", "ClearChargingProfile", "ClearDisplayMessage",
	"ClearVariableMonitoring", "CostUpdated", "CustomerInformation", "DataTransfer", "DeleteCertificate", "GetBaseReport", "GetChargingProfiles",
	"GetCompositeSchedule", "GetDisplayMessages", "GetInstalledCertificateIds", "GetLocalListVersion", "GetLog", "GetMonitoringReport", "GetReport",
	"GetTransactionStatus", "GetVariables", "InstallCertificate", "RequestStartTransaction", "RequestStopTransaction", "ReserveNow", "Reset",
	"SendLocalList", "SetChargingProfile", "SetDisplayMessage", "SetMonitoringBase", "SetMonitoringLevel", "SetNetworkProfile",
	"SetVariableMonitoring", "SetVariables", "TriggerMessage", "UnlockConnector", "UnpublishFirmware", "UpdateFirmware", "PublishFirmware",
}

// sensible are values that a bench hopes for.
var sensible = map[string]string{
	"LocalPreAuthorize": "false", "AvailabilityState": "Available", "TxStartPoint": "EVConnected,Authorized", "TxStopPoint": "EVConnected,Authorized",
	"AuthorizeRemoteStart": "false", "Enabled": "true", "EVConnectionTimeOut": "30",
}

func (w *Wild) variable(r map[string]any) {
	name, _ := r["variable"].(map[string]any)["name"].(string)
	if value := sensible[name]; value != "" && w.lucky() {
		r["attributeStatus"], r["attributeValue"] = "Accepted", value
	}
	if r["attributeStatus"] == "Accepted" && r["attributeValue"] == nil && w.lucky() {
		r["attributeValue"] = strconv.Itoa(w.chance.IntN(100))
	}
}

// prefer has a lucky station speak of what there is.
func (w *Wild) prefer(owner, field string, _ any) (any, bool) {
	if !w.lucky() {
		return nil, false
	}
	switch field {
	case "timestamp", "generatedAt":
		return time.Now().UTC().Format(time.RFC3339), true
	case "evseId", "connectorId", "id":
		if owner == "EVSEType" || owner == "StatusNotificationRequest" {
			return 1, true
		}
	case "messagesInQueue", "ongoingIndicator":
		return false, true
	case "attributeType":
		return "Actual", true
	case "statusInfo", "meterValue", "reservationId", "offline", "idToken":
		return nil, true
	}
	return nil, false
}

// follow does what an accepted request leads to.
func (w *Wild) follow(f ocppj.Frame) {
	switch f.Action {
	case "Reset":
		w.booted, w.resets, w.tx = false, true, ""
		if w.conn != nil {
			_ = w.conn.Close() // it connects again, and boots
		}
	case "RequestStartTransaction":
		var q struct {
			IDToken any `json:"idToken"`
			Start   int `json:"remoteStartId"`
		}
		if json.Unmarshal(f.Payload, &q) == nil {
			w.event("RemoteStart", "", func(p map[string]any) {
				p["idToken"] = q.IDToken
				p["transactionInfo"].(map[string]any)["remoteStartId"] = q.Start
			})
			w.token = "remote"
			w.charge()
		}
	case "RequestStopTransaction":
		w.ended("RemoteStop")
	case "ChangeAvailability":
		w.say("StatusNotification", nil)
	case "GetBaseReport", "GetReport":
		var q struct {
			RequestID int `json:"requestId"`
		}
		if json.Unmarshal(f.Payload, &q) == nil {
			w.say("NotifyReport", func(p map[string]any) { p["requestId"], p["seqNo"], p["tbc"] = q.RequestID, 0, false })
		}
	case "TriggerMessage":
		w.say(says[w.chance.IntN(len(says))], nil)
	}
}

func (w *Wild) boot(p map[string]any) {
	if !w.lucky() {
		return
	}
	p["reason"] = "PowerUp"
	if w.resets {
		p["reason"], w.resets = "RemoteReset", false
	}
}

func (w *Wild) status(p map[string]any) {
	p["connectorStatus"] = "Available"
	if w.plugged {
		p["connectorStatus"] = "Occupied"
	}
}

// Poke is what somebody does at the station, by the name of the act, as in "ConnectEV".
func (w *Wild) Poke(act, token string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.lucky() {
		if w.lucky() {
			w.say(says[w.chance.IntN(len(says))], nil)
		}
		return
	}
	switch act {
	case "ConnectEV", "ConnectIdleEV":
		w.plugged = true
		w.say("StatusNotification", w.status)
		w.event("CablePluggedIn", "EVConnected", nil)
		w.charge()
	case "DisconnectEV":
		w.plugged = false
		w.ended("EVCommunicationLost")
		w.say("StatusNotification", w.status)
	case "PresentToken":
		if w.token == token {
			w.ended("StopAuthorized")
			return
		}
		card := func(p map[string]any) { p["idToken"] = map[string]any{"idToken": token, "type": "ISO14443"} }
		w.say("Authorize", card)
		w.event("Authorized", "", card)
		w.token = token
		w.charge()
	case "PowerCycle", "PowerOn":
		w.booted, w.tx = false, ""
		if w.conn != nil {
			_ = w.conn.Close()
		}
	}
}

func (w *Wild) event(trigger, state string, change func(map[string]any)) {
	w.say("TransactionEvent", func(p map[string]any) {
		p["eventType"], p["triggerReason"] = "Updated", trigger
		if w.tx == "" {
			w.tx, w.seq = ocppj.NewID(), 0
			p["eventType"] = "Started"
		}
		w.info(p, state)
		if change != nil {
			change(p)
		}
	})
}

func (w *Wild) charge() {
	if w.plugged && w.token != "" {
		w.event("ChargingStateChanged", "Charging", nil)
	}
}

func (w *Wild) ended(trigger string) {
	if w.tx == "" {
		return
	}
	w.say("TransactionEvent", func(p map[string]any) {
		p["eventType"], p["triggerReason"] = "Ended", trigger
		w.info(p, "")
	})
	w.tx, w.token = "", ""
}

func (w *Wild) info(p map[string]any, state string) {
	info := map[string]any{"transactionId": w.tx}
	if state != "" {
		info["chargingState"] = state
	}
	p["transactionInfo"], p["seqNo"], p["evse"] = info, w.seq, map[string]any{"id": 1, "connectorId": 1}
	w.seq++
}
