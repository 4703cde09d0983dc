package main

import (
	"crypto/tls"
	"crypto/x509"
	"log"
	"sync"
	"time"

	ocpp2 "github.com/lorenzodonini/ocpp-go/ocpp2.0.1"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/availability"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/provisioning"
	"github.com/lorenzodonini/ocpp-go/ocpp2.0.1/types"
	"github.com/lorenzodonini/ocpp-go/ws"
)

// station is the whole of it. What it says goes out one after the other from work; what it is asked is answered at once.
type station struct {
	url, id, password string
	roots             *x509.CertPool // nil where it connects without TLS
	todo              chan func()

	mu          sync.Mutex
	cs          ocpp2.ChargingStation
	vars        map[string]string
	plugged     bool
	out         bool           // of service
	token       *types.IdToken // of the driver who may charge
	remote      *int           // the remoteStartId that brought them
	tx          *transaction
	resetting   bool // when the transaction has ended
	interval    int  // of the Heartbeat, in seconds
	connections int
}

func newStation(url, id, password string) *station {
	return &station{url: url, id: id, password: password, todo: make(chan func(), 256), vars: factory()}
}

// later does something after what is to be done before.
func (s *station) later(do func()) { s.todo <- do }

// follow does what an answer leads to, once that is on its way.
func (s *station) follow(do func()) { time.AfterFunc(20*time.Millisecond, func() { s.later(do) }) }

func (s *station) work() {
	for do := range s.todo {
		do()
	}
}

// boot connects anew and introduces the station until it is accepted.
func (s *station) boot(reason provisioning.BootReason) {
	if s.cs != nil {
		s.cs.Stop()
	}
	client := ws.NewClient()
	if s.roots != nil {
		client = ws.NewTLSClient(&tls.Config{RootCAs: s.roots})
	}
	client.SetBasicAuth(s.id, s.password)
	patience := ws.NewClientTimeoutConfig()
	patience.RetryBackOffWaitMinimum, patience.RetryBackOffRandomRange = time.Second, 0
	client.SetTimeoutConfig(patience)
	cs := ocpp2.NewChargingStation(s.id, nil, client)
	cs.SetProvisioningHandler(s)
	cs.SetAvailabilityHandler(s)
	cs.SetAuthorizationHandler(s)
	cs.SetRemoteControlHandler(s)
	cs.SetTransactionsHandler(s)
	s.mu.Lock()
	s.cs = cs
	s.connections++
	life := s.connections
	s.mu.Unlock()
	for cs.Start(s.url) != nil {
		time.Sleep(time.Second)
	}
	for !s.introduce(cs, reason) {
		time.Sleep(time.Second)
	}
	s.tellStatus()
	go s.beat(life)
}

func (s *station) introduce(cs ocpp2.ChargingStation, reason provisioning.BootReason) (accepted bool) {
	answer, err := cs.BootNotification(reason, "Thin", "ocpp-go", func(q *provisioning.BootNotificationRequest) {
		q.ChargingStation.SerialNumber, q.ChargingStation.FirmwareVersion = "OG-1", "0.19.0"
	})
	if err != nil {
		log.Printf("BootNotification: %v", err)
		return false
	}
	if answer.Status != provisioning.RegistrationStatusAccepted {
		time.Sleep(time.Duration(answer.Interval) * time.Second)
		return false
	}
	s.mu.Lock()
	s.interval = answer.Interval
	s.mu.Unlock()
	return true
}

// beat sends Heartbeats until the next boot.
func (s *station) beat(life int) {
	for {
		s.mu.Lock()
		interval := time.Duration(max(1, s.interval)) * time.Second
		s.mu.Unlock()
		time.Sleep(interval)
		s.mu.Lock()
		over := s.connections != life
		s.mu.Unlock()
		if over {
			return
		}
		s.later(s.heartbeat)
	}
}

func (s *station) heartbeat() {
	if _, err := s.cs.Heartbeat(); err != nil {
		log.Printf("Heartbeat: %v", err)
	}
}

func (s *station) status() availability.ConnectorStatus {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.statusNow()
}

func (s *station) statusNow() availability.ConnectorStatus {
	switch {
	case s.out:
		return availability.ConnectorStatusUnavailable
	case s.plugged:
		return availability.ConnectorStatusOccupied
	}
	return availability.ConnectorStatusAvailable
}

func (s *station) tellStatus() {
	if _, err := s.cs.StatusNotification(types.Now(), s.status(), 1, 1); err != nil {
		log.Printf("StatusNotification: %v", err)
	}
}
