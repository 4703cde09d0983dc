package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/skip2/go-qrcode"

	"github.com/certbench/certbench/harness/live/door"
)

const (
	// mostConnections is how many connections a page holds at a time.
	mostConnections = 128
	// farewell is how long the watchers of a page are waited for when it ends, so that they see the end.
	farewell = 2 * time.Second
)

// doorstep is where a page is going to be served: nobody is let in yet.
type doorstep struct {
	listener net.Listener
	door     *door.Door
	token    string // empty where the page does not leave this machine
}

// knock listens where a page is to be served, with the door that its address needs; nowhere without an address.
func knock(address string) (*doorstep, error) {
	if address == "" {
		return nil, nil
	}
	where := address
	if !strings.Contains(where, ":") {
		where = ":" + where
	}
	host, port, err := net.SplitHostPort(where)
	if err != nil {
		return nil, fmt.Errorf("--live cannot be %q; write a port, such as 8080, or an address with a port, such as 0.0.0.0:8080", address)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, trouble(fmt.Errorf("the page of --live cannot be served: %w; name another address", err))
	}
	k := &doorstep{listener: door.Limit(listener, mostConnections)}
	if !door.Loopback(listener.Addr().String()) {
		k.token = door.Token()
	}
	names := []string{host}
	if name, err := os.Hostname(); err == nil {
		names = append(names, name, name+".local")
	}
	k.door = door.New(k.token, names...)
	return k, nil
}

// atDoor is a page that is served.
type atDoor struct {
	server *http.Server
	served chan error
	where  []string // its addresses, the one to show first
	token  string
}

// serve serves the pages.
func (k *doorstep) serve(pages http.Handler) *atDoor {
	a := &atDoor{server: door.Server(pages), served: make(chan error, 1), token: k.token}
	for _, host := range reached(k.listener.Addr()) {
		url := "http://" + host + "/"
		if k.token != "" {
			url += strings.TrimPrefix(door.EnterPath, "/") + "?token=" + k.token
		}
		a.where = append(a.where, url)
	}
	go func() { a.served <- a.server.Serve(k.listener) }()
	return a
}

// reached lists the addresses of this machine by which others reach a listener.
func reached(at net.Addr) (hosts []string) {
	tcp, ok := at.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return []string{at.String()}
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return []string{at.String()}
	}
	for _, one := range all {
		if ip, is := one.(*net.IPNet); is && !ip.IP.IsLoopback() && !ip.IP.IsLinkLocalUnicast() {
			hosts = append(hosts, net.JoinHostPort(ip.IP.String(), fmt.Sprint(tcp.Port)))
		}
	}
	if len(hosts) == 0 {
		return []string{net.JoinHostPort("127.0.0.1", fmt.Sprint(tcp.Port))}
	}
	return hosts
}

// shows says where the page is; one that leaves this machine also as a QR code, for a telephone.
func (a *atDoor) shows() string {
	text := "The page is at " + strings.Join(a.where, " and ")
	if a.token == "" {
		return text
	}
	code, err := qrcode.New(a.where[0], qrcode.Low)
	if err != nil { // the address stands there in letters
		return text
	}
	return text + "\n" + code.ToSmallString(false) + "Whoever has this address can watch, and steer under a name that they give."
}

// close ends the page when its watchers have seen the end, or at once where they do not read.
func (a *atDoor) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	var err error
	if a.server.Shutdown(ctx) != nil {
		err = a.server.Close() // who still reads is cut off
	}
	if served := <-a.served; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
