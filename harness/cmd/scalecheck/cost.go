package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// sampled is how often memory is looked at.
const sampled = 200 * time.Millisecond

// taken is memory in KiB at its most.
type taken struct {
	own      int // resident, of the command itself
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
	every := time.NewTicker(sampled)
	defer every.Stop()
	for {
		select {
		case <-ended: // a run that did not pass has its cost too
			took := time.Since(began)
			cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
			_, err := fmt.Fprintf(out, "itself %d MB, with children %d MB (what they share counted once: %d MB), processor %.1f s, %.1f s in all, exit code %d\n",
				most.own>>10, most.all>>10, most.together>>10, cpu.Seconds(), took.Seconds(), c.ProcessState.ExitCode())
			return err
		case <-every.C:
			most.look(c.Process.Pid)
		}
	}
}

// look takes the memory of a process and of all below it. One that ends meanwhile has none.
func (t *taken) look(pid int) {
	own, _ := memory(pid)
	all, together := 0, 0
	for _, p := range family(pid) {
		resident, proportional := memory(p)
		all, together = all+resident, together+proportional
	}
	t.own, t.all, t.together = max(t.own, own), max(t.all, all), max(t.together, together)
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
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		n, _ := strconv.Atoi(words[1])
		switch words[0] {
		case "Rss:":
			resident = n
		case "Pss:":
			proportional = n
		}
	}
	return resident, proportional
}
