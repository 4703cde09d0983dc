package main

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// onePress is within which time two signals are one: Ctrl-C at a terminal reaches a supervised process twice, from the
// terminal and from its supervisor.
const onePress = 500 * time.Millisecond

// untilAsked is a context that ends when somebody asks this process to end: by Ctrl-C, by SIGTERM, or by closing its
// terminal. What nohup has the process ignore, it goes on ignoring. Who asks again is told by askedAgain; more than that
// changes nothing, for the rigs are on their way to their safe state.
func untilAsked() (context.Context, context.CancelFunc) {
	asked := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		asked = append(asked, syscall.SIGHUP)
	}
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, asked...)
	ctx, cancel := context.WithCancel(context.Background())
	again, ended := make(chan struct{}), make(chan struct{})
	go count(signals, ended, cancel, again)
	return context.WithValue(ctx, againKey{}, (<-chan struct{})(again)), sync.OnceFunc(func() {
		signal.Stop(signals)
		close(ended)
		cancel()
	})
}

// count calls first with the first signal, and closes again with the next that is not the same press.
func count(signals <-chan os.Signal, ended <-chan struct{}, first func(), again chan<- struct{}) {
	var since time.Time
	for {
		select {
		case <-ended:
			return
		case <-signals:
		}
		switch {
		case since.IsZero():
			since = time.Now()
			first()
		case time.Since(since) >= onePress:
			close(again)
			return
		}
	}
}

type againKey struct{}

// askedAgain is closed when somebody asks a second time. It is nil, which is never closed, where nobody can.
func askedAgain(ctx context.Context) <-chan struct{} {
	again, _ := ctx.Value(againKey{}).(<-chan struct{})
	return again
}

// outlivePipes makes an error of writing out of a pipe that nobody reads any more; by default it would end the process,
// and with it a run. Unlike a signal that is ignored, one that is caught has its default in the programs that we start.
func outlivePipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
