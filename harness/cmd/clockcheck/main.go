// Command clockcheck holds the response times of a run against a capture of the same run: from each CALL of the CSMS to the
// answer of the station, as the evidence has it and as the kernel's capture has it. It is the judge of the KPI's clock, outside
// CI; .ci/clock makes run and capture and calls it.
//
//	clockcheck RUN CAPTURE
//
// RUN is a run folder. CAPTURE is what tshark prints of a capture, a line a packet: the time in seconds since 1970 and the
// texts of its WebSocket messages, parted by a tab. It prints how far the times are apart, and fails where the 99th of 100 is
// more than 0.1 ms off.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// tolerated is how far the 99th of 100 response times may be from the capture's.
const tolerated = 100 * time.Microsecond

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "clockcheck: name a run folder and a capture as tshark prints it: clockcheck runs/clock capture.txt")
		os.Exit(2)
	}
	if err := check(os.Stdout, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "clockcheck:", err)
		os.Exit(1)
	}
}

func check(out io.Writer, run, capture string) error {
	ours, clocks, err := answered(run)
	if err != nil {
		return err
	}
	theirs, err := captured(capture)
	if err != nil {
		return err
	}
	var apart []time.Duration
	for id, took := range ours {
		if real, ok := theirs[id]; ok {
			apart = append(apart, (took - real).Abs())
		}
	}
	if len(apart) < 100 {
		return fmt.Errorf("only %d of %d answered CALLs are in the capture with their answers; 100 are needed", len(apart), len(ours))
	}
	slices.Sort(apart)
	at := func(share float64) time.Duration { return apart[int(math.Ceil(share*float64(len(apart))))-1] }
	fmt.Fprintf(out, "%d response times (%s): off by %s in the median, %s at p99, %s at most\n",
		len(apart), clocks, at(0.5), at(0.99), apart[len(apart)-1])
	if at(0.99) > tolerated {
		return fmt.Errorf("the 99th of 100 response times is off by %s, and may be by %s", at(0.99), tolerated)
	}
	return nil
}

// answered are the times from each CALL of the CSMS to its answer, by message id, and how many of the answers each clock
// has stamped. Of an answer with which more had come no time is known.
func answered(run string) (map[string]time.Duration, string, error) {
	f, err := os.Open(filepath.Join(run, "events.jsonl"))
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	log, err := evidence.Read(f)
	if err != nil {
		return nil, "", err
	}
	sent, took := map[string]time.Duration{}, map[string]time.Duration{}
	kernel, joined := 0, 0
	for _, rec := range log.Records {
		switch frame := rec.Frame; {
		case frame == nil:
		case frame.Direction == evidence.Out && frame.Type == "CALL":
			sent[frame.MessageID] = frame.Since
		case frame.Direction == evidence.In && frame.Type != "CALL" && sent[frame.MessageID] != 0:
			if frame.Clock == evidence.JoinedClock { // it makes no sample either
				joined++
				break
			}
			took[frame.MessageID] = frame.Since - sent[frame.MessageID]
			if frame.Clock == evidence.KernelClock {
				kernel++
			}
		}
	}
	return took, fmt.Sprintf("%d stamped by the kernel, %d by the process, %d joined with what came behind", kernel, len(took)-kernel, joined), nil
}

// captured are the times between the two packets in which the messages with the same id went.
func captured(name string) (map[string]time.Duration, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	first, took := map[string]time.Duration{}, map[string]time.Duration{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for n := 1; lines.Scan(); n++ {
		stamp, texts, _ := strings.Cut(lines.Text(), "\t")
		at, err := sinceEpoch(stamp)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, n, err)
		}
		for _, id := range ids(texts) {
			if began, ok := first[id]; ok {
				took[id] = at - began
			} else {
				first[id] = at
			}
		}
	}
	return took, lines.Err()
}

// sinceEpoch reads seconds with nanoseconds without the rounding of a float.
func sinceEpoch(text string) (time.Duration, error) {
	whole, rest, ok := strings.Cut(text, ".")
	if !ok || len(rest) > 9 {
		return 0, errors.New("it does not begin with seconds such as 1795976262.461798241; print frame.time_epoch first")
	}
	return time.ParseDuration(whole + "s" + rest + strings.Repeat("0", 9-len(rest)) + "ns")
}

// ids are the message ids of the texts in a packet, which tshark parts by commas.
func ids(texts string) []string {
	var out []string
	in := json.NewDecoder(strings.NewReader("[" + texts + "]"))
	if _, err := in.Token(); err != nil {
		return nil
	}
	for in.More() {
		var frame []json.RawMessage
		var id string
		if in.Decode(&frame) != nil {
			return out // the part of a message that goes on in the next packet
		}
		if len(frame) > 2 && json.Unmarshal(frame[1], &id) == nil {
			out = append(out, id)
		}
	}
	return out
}
