package kerneltest

import (
	"bufio"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// ran is what a guest made of its tests.
type ran struct {
	passed int
	code   string // of its exit, empty when it did not end
}

var (
	ended  = regexp.MustCompile(`^--- GUEST (\S+) (\d+)$`)
	passed = regexp.MustCompile(`^--- PASS: `)
)

// read follows the serial line of the machine to its end.
func read(serial io.Reader) map[string]ran {
	seen := map[string]ran{}
	tests := 0
	lines := bufio.NewReader(serial)
	for {
		line, err := lines.ReadString('\n')
		line = strings.TrimRight(line, "\r\n")
		if passed.MatchString(line) {
			tests++
		}
		if guest := ended.FindStringSubmatch(line); guest != nil {
			seen[guest[1]] = ran{tests, guest[2]}
			tests = 0
		}
		if err != nil {
			return seen
		}
	}
}

func TestTheSerialLineTellsWhatBecameOfEveryGuest(t *testing.T) {
	got := read(strings.NewReader("=== GUEST a\r\n=== RUN   TestX\r\n--- PASS: TestX (0.00s)\r\n    --- PASS: TestX/y (0.00s)\r\nPASS\r\n--- GUEST a 0\r\n" +
		"=== GUEST b\r\nFAIL\r\n--- GUEST b 1\r\n=== GUEST c\r\n--- PASS: TestZ (0.00s)\r\n[ 1.2] Kernel panic"))
	if want := map[string]ran{"a": {1, "0"}, "b": {0, "1"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, expected %+v", got, want)
	}
}
