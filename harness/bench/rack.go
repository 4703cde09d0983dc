package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// RackOrder is a line on the standard input of a rack: a station begins, or ends.
type RackOrder struct {
	Station   string   `json:"station"`             // its identity
	Arguments []string `json:"arguments,omitempty"` // of certbench station; none when it has to end
	Password  string   `json:"password,omitempty"`
}

// RackReply is a line on the standard output of a rack: a station greets, or has ended.
type RackReply struct {
	Station string `json:"station"`
	Hello   *Hello `json:"hello,omitempty"`
	Ended   bool   `json:"ended,omitempty"`
	Error   string `json:"error,omitempty"` // why it ended
}

// Rack is one process in which several reference stations run. Each has a connection, a panel and a memory of its own, loses its
// power alone, and ends alone; what they share is the program, which is most of what a station costs. When the process ends, all of
// them have ended, and each bench says so of its own. It may be used concurrently. The caller closes it after its benches.
type Rack struct {
	process *process
	read    chan struct{} // closed when the last reply was read

	mu       sync.Mutex
	orders   *json.Encoder
	stations map[string]*racked
}

// racked is a station in a rack.
type racked struct {
	rack  *Rack
	id    string
	log   *os.File
	hello chan Hello    // of one
	ended chan struct{} // closed when it has ended
	err   error         // why; read it after ended was closed
}

// StartRack starts the process, in which there is no station yet. What it has to say goes to the file log.
func StartRack(program, log string) (*Rack, error) {
	file, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("the log of the stations cannot be written: %w", err)
	}
	p, err := startProcess([]string{program, "station", "--rack"}, "", file, true)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	r := &Rack{process: p, read: make(chan struct{}), orders: json.NewEncoder(p.stdin), stations: map[string]*racked{}}
	go r.listen()
	return r, nil
}

// listen takes the replies until the process ends, and with it all stations.
func (r *Rack) listen() {
	defer close(r.read)
	replies := json.NewDecoder(r.process.out)
	for {
		var reply RackReply
		if replies.Decode(&reply) != nil {
			break // the process has ended, or will be ended: whyEnded says how
		}
		r.take(reply)
	}
	r.mu.Lock()
	left := r.stations
	r.stations = nil
	r.mu.Unlock()
	if len(left) == 0 {
		return
	}
	others := "others"
	if len(left) == 2 {
		others = "other"
	}
	err := fmt.Errorf("the process that it shared with %d %s: %w", len(left)-1, others, r.process.whyEnded())
	for _, s := range left {
		s.err = err
		close(s.ended)
	}
}

func (r *Rack) take(reply RackReply) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.stations[reply.Station]
	switch {
	case s == nil:
	case reply.Hello != nil:
		s.hello <- *reply.Hello
	case reply.Ended:
		delete(r.stations, reply.Station)
		s.err = errors.New("it reports success")
		if reply.Error != "" {
			s.err = errors.New(reply.Error)
			// What cannot be written here is told by the run all the same.
			_, _ = fmt.Fprintln(s.log, reply.Error)
		}
		close(s.ended)
	}
}

// start has a station begin, and returns it with its greeting.
func (r *Rack) start(id string, arguments []string, password string, log *os.File) (*racked, Hello, error) {
	s := &racked{rack: r, id: id, log: log, hello: make(chan Hello, 1), ended: make(chan struct{})}
	r.mu.Lock()
	if r.stations == nil {
		r.mu.Unlock()
		return nil, Hello{}, r.process.whyEnded()
	}
	r.stations[id] = s
	err := r.orders.Encode(RackOrder{id, arguments, password})
	r.mu.Unlock()
	if err != nil {
		return nil, Hello{}, fmt.Errorf("the station %s cannot be started: %w", id, err)
	}
	limit := time.NewTimer(helloLimit)
	defer limit.Stop()
	select {
	case hello := <-s.hello:
		return s, hello, nil
	case <-s.ended:
		return nil, Hello{}, s.whyEnded()
	case <-limit.C:
		return nil, Hello{}, errors.Join(fmt.Errorf("the station did not tell its panel within %s", helloLimit), s.close())
	}
}

func (s *racked) over() <-chan struct{} { return s.ended }

// whyEnded waits for the end and says how it was.
func (s *racked) whyEnded() error {
	<-s.ended
	return fmt.Errorf("the station %s ended by itself: %w", s.id, s.err)
}

// close ends the station. One that does not end goes with the process, when the rack is closed.
func (s *racked) close() error {
	s.rack.mu.Lock()
	var err error
	if s.rack.stations[s.id] == s {
		err = gone(s.rack.orders.Encode(RackOrder{Station: s.id}))
	}
	s.rack.mu.Unlock()
	limit := time.NewTimer(endLimit)
	defer limit.Stop()
	select {
	case <-s.ended:
	case <-limit.C:
	}
	return err
}

// Close ends the process and what is left in it.
func (r *Rack) Close() error {
	err := r.process.close()
	<-r.read
	return errors.Join(err, r.process.log.Close())
}
