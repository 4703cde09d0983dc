package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Memory is looked at after firstLook, and then after twice the time each time, up to seldom: to look at the pages of a hundred
// processes takes the kernel milliseconds that a run on the same machine would have had.
const (
	firstLook = 20 * time.Millisecond
	seldom    = time.Second
)

// taken is memory in KiB at its most.
type taken struct {
	own      int // resident, of the command itself, as the kernel remembers it
	all      int // resident, of it and its children, what they share counted for each
	together int // proportional: what they share counted once
}

// cost runs a command and prints the memory that it took at its most, with its children and without, its processor time and how
// long it lasted. What the command prints goes to standard error.
func cost(out io.Writer, argv []string) error {
	c := exec.Command(argv[0], argv[1:]...)
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	began := time.Now()
	if err := c.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	var most taken
	for pause := firstLook; ; pause = min(2*pause, seldom) {
		select {
		case <-ended: // a run that did not pass has its cost too
			took := time.Since(began)
			cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
			_, err := fmt.Fprintf(out, "itself %d MB, with children %d MB (what they share counted once: %d MB), processor %.1f s, %.1f s in all, exit code %d\n",
				most.own>>10, most.all>>10, most.together>>10, cpu.Seconds(), took.Seconds(), c.ProcessState.ExitCode())
			return err
		case <-time.After(pause):
			most.look(c.Process.Pid)
		}
	}
}

// look takes the memory of a process and of all below it. One that ends meanwhile has none.
func (t *taken) look(pid int) {
	all, together := 0, 0
	for _, p := range family(pid) {
		resident, proportional := memory(p)
		all, together = all+resident, together+proportional
	}
	own := kilobytes(fmt.Sprintf("/proc/%d/status", pid), "VmHWM:")
	t.own, t.all, t.together = max(t.own, own["VmHWM:"]), max(t.all, all), max(t.together, together)
}

func family(pid int) []int {
	all := []int{pid}
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, task := range tasks {
		text, _ := os.ReadFile(task)
		for word := range strings.FieldsSeq(string(text)) {
			if child, err := strconv.Atoi(word); err == nil {
				all = append(all, family(child)...)
			}
		}
	}
	return all
}

// memory is what a process has in memory, in KiB.
func memory(pid int) (resident, proportional int) {
	of := kilobytes(fmt.Sprintf("/proc/%d/smaps_rollup", pid), "Rss:", "Pss:")
	return of["Rss:"], of["Pss:"]
}

// kilobytes reads lines of a file of the kernel by their first words. A process that has ended has none.
func kilobytes(path string, words ...string) map[string]int {
	text, _ := os.ReadFile(path)
	out := map[string]int{}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && slices.Contains(words, fields[0]) {
			out[fields[0]], _ = strconv.Atoi(fields[1])
		}
	}
	return out
}
