package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "capture.txt")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestACaptureTellsTheTimeBetweenCALLAndAnswer(t *testing.T) {
	got, err := captured(write(t, `1795976262.461798241	[2,"a","Heartbeat",{}]
1795976262.461898241	[2,"b","GetVariables",{"x":["1,2"]}],[3,"a",{"currentTime":"2026-11-29T21:07:06Z"}]
1795976263.461898242	[4,"b","InternalError","",{}],[2,"c","Reset",{"type":
1795976264.000000000	
`))
	want := map[string]time.Duration{"a": 100 * time.Microsecond, "b": time.Second + 1}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("expected %v, got %v, %v", want, got, err)
	}
}

func TestWhatIsNoCaptureIsRefusedWithItsLine(t *testing.T) {
	for _, text := range []string{"1795976262.1\t[]\nframe.time_epoch\t[]\n", "1.5\t[]\n1795976262\t[]\n", "1.5\t[]\n1.0123456789\t[]\n"} {
		if _, err := captured(write(t, text)); err == nil || !strings.Contains(err.Error(), "line 2: ") {
			t.Errorf("%q: expected its second line to be named, got %v", text, err)
		}
	}
}
