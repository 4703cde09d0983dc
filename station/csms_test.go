package station_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

func (r *rig) accept(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	upgrader, refusal := r.upgrader, r.refusal
	r.mu.Unlock()
	if refusal != 0 {
		http.Error(w, "", refusal)
		return
	}
	conn, err := upgrader.Upgrade(w, q, nil)
	if err != nil {
		r.Errorf("upgrade: %v", err)
		return
	}
	r.mu.Lock()
	r.conn, r.headers = conn, append(r.headers, q.Header)
	number := len(r.headers)
	r.mu.Unlock()
	conn.SetPingHandler(func(data string) error { return r.pinged(conn, data) })
	defer r.set(func() {
		if r.conn == conn {
			r.conn = nil
		}
	})
	for {
		_, raw, err := conn.ReadMessage()
		if err != nil {
			return
		}
		r.took(conn, number, raw)
	}
}

func (r *rig) pinged(conn *websocket.Conn, data string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pings++
	if r.noPongs {
		return nil
	}
	return conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Minute))
}

// took records a frame of the station's connection of that number, checks it against the schemas and answers a CALL.
func (r *rig) took(conn *websocket.Conn, number int, raw []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f, err := ocppj.Parse(raw)
	if err != nil {
		r.Errorf("expected a readable frame, got %s: %v", raw, err)
		return
	}
	r.frames = append(r.frames, record{time.Now(), number, f})
	if f.Type != ocppj.Call {
		return
	}
	if problems := r.schemas.Request(f.Action, f.Payload); len(problems) > 0 && !r.lenient {
		r.Errorf("%s breaks its schema: %v\n%s", f.Action, problems, f.Payload)
	}
	if slices.Contains(r.muted, f.Action) {
		return
	}
	answer := ocppj.EncodeResult(f.ID, []byte("{}"))
	if response := r.answer(f); response != nil {
		if code, ok := response.(ocppj.ErrorCode); ok {
			answer = ocppj.EncodeError(f.ID, code, "", nil)
		} else {
			payload, err := json.Marshal(response)
			if err != nil {
				r.Error(err)
			}
			answer = ocppj.EncodeResult(f.ID, payload)
		}
	}
	if r.latency == 0 {
		r.write(conn, answer)
		return
	}
	time.AfterFunc(r.latency, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.write(conn, answer)
	})
}

// takesTime has the CSMS answer a moment later from now on: what the station's surroundings do at once comes before it.
func (r *rig) takesTime() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.latency = time.Millisecond
}

func (r *rig) write(conn *websocket.Conn, frame []byte) {
	if err := conn.WriteMessage(websocket.TextMessage, frame); err != nil {
		r.Logf("answer: %v", err)
	}
}

func (r *rig) answer(f ocppj.Frame) any {
	if own := r.answers[f.Action]; own != nil {
		return own(f.Payload)
	}
	switch f.Action {
	case "BootNotification":
		return ocpp201.BootNotificationResponse{CurrentTime: ocpp201.DateTime{Time: time.Now()}, Interval: 300, Status: ocpp201.RegistrationStatusAccepted}
	case "Heartbeat":
		return ocpp201.HeartbeatResponse{CurrentTime: ocpp201.DateTime{Time: time.Now()}}
	case "Authorize":
		return ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}}
	case "DataTransfer":
		return ocpp201.DataTransferResponse{Status: ocpp201.DataTransferStatusRejected}
	}
	return nil
}
