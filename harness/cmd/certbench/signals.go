package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// untilAsked is a context that ends when somebody asks this process to end: by Ctrl-C, by SIGTERM, or by closing its
// terminal. What nohup has the process ignore, it goes on ignoring.
func untilAsked() (context.Context, context.CancelFunc) {
	asked := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		asked = append(asked, syscall.SIGHUP)
	}
	return signal.NotifyContext(context.Background(), asked...)
}

// outlivePipes makes an error of writing out of a pipe that nobody reads any more; by default it would end the process,
// and with it a run. Unlike a signal that is ignored, one that is caught has its default in the programs that we start.
func outlivePipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
