package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
)

// note is what a lease says of its holder. The zero note is that of nobody.
type note struct {
	text  string
	who   string    // "process 7 of user 1000 on bench-pi since 2026-11-22 13:05:35"
	boot  string    // of the holder's kernel, empty where it tells none
	begun string    // when the process began, in ticks of that boot: another process of the same number has another
	heard time.Time // when it last showed that it lives
}

// leaseWord is what a note begins with. A file that begins otherwise is somebody else's, and left as it is.
const leaseWord = "process "

// longestNote is more than a note can need.
const longestNote = 1000

// The words of the lines after the first.
const (
	bootWord  = "boot "
	begunWord = "begun "
	heardWord = "heard "
)

// signature is the note of this process.
func signature(now time.Time) string {
	return fmt.Sprintf("%s\n%s%s\n%s%s\n%s%s\n", self(), bootWord, bootID(), begunWord, begunAt(), heardWord, now.UTC().Format(time.RFC3339Nano))
}

// self names this process.
var self = sync.OnceValue(func() string {
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	return fmt.Sprintf(leaseWord+"%d of user %d on %s since %s", os.Getpid(), os.Getuid(), host, time.Now().Format(time.DateTime))
})

func parseNote(text string) note {
	n := note{text: text}
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case i == 0:
			n.who = line
		case word+" " == bootWord:
			n.boot = rest
		case word+" " == begunWord:
			n.begun = rest
		case word+" " == heardWord:
			n.heard, _ = time.Parse(time.RFC3339Nano, rest) // a note that was cut off tells no time
		}
	}
	return n
}

// another says that the file is no lease.
func (n note) another(path string) error {
	if n.text == "" || strings.HasPrefix(n.text, leaseWord) && len(n.text) <= longestNote {
		return nil
	}
	return fmt.Errorf("%s holds something else; move it away, or name the bench otherwise", path)
}

// leftBy tells of a holder that died without giving the lease back: killed, as a CI job that is cancelled may be.
func (n note) leftBy() string {
	if n.who == "" {
		return ""
	}
	return n.who + ", " + n.age()
}

// elsewhere tells whether the holder lives on another machine, where the lock does not reach: it has another kernel, and
// has been heard of just now. Where both have one kernel, the lock knows better than a time.
func (n note) elsewhere() bool {
	return n.boot != "" && n.boot != bootID() && time.Since(n.heard).Abs() < leaseStale
}

// silence adds what is strange about a holder that has its lock but shows no life, such as one stopped by SIGSTOP.
func (n note) silence() string {
	if n.heard.IsZero() || time.Since(n.heard) < leaseStale {
		return ""
	}
	return ", " + n.age() + ": it is stopped or hangs, so look at the bench and kill it"
}

func (n note) age() string {
	if n.heard.IsZero() {
		return "not heard of"
	}
	return fmt.Sprintf("last heard of %s ago", time.Since(n.heard).Abs().Round(time.Second))
}

// bootID is another one after every boot of the machine; empty where the kernel tells none.
var bootID = sync.OnceValue(func() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "" // not Linux
	}
	return strings.TrimSpace(string(id))
})

// begunAt is when this process began, in ticks since the boot; empty where the kernel does not tell.
var begunAt = sync.OnceValue(func() string {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return "" // not Linux
	}
	// The name of the program, in parentheses, may hold spaces; the time is field 22 (proc_pid_stat(5)).
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	if len(fields) < 20 {
		return ""
	}
	return fields[19]
})
