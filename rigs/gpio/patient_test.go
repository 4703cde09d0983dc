package gpio_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

func TestABusyLineIsAskedForUntilItsHolderHasLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chip := fakechip.New("cp", "lock")
		dying := chip.Holder("dying")
		if _, err := dying.Output([]gpio.Line{{Name: "cp"}}, true); err != nil {
			t.Fatal(err)
		}
		if _, err := dying.Input(gpio.Line{Name: "lock"}, nil); err != nil {
			t.Fatal(err)
		}
		patient := gpio.Patient(chip.Holder("next"), time.Second)
		if _, err := patient.Output([]gpio.Line{{Name: "cp"}}, false); !errors.Is(err, gpio.ErrBusy) {
			t.Errorf("got %v of a line that stays busy, expected ErrBusy", err)
		}
		time.AfterFunc(500*time.Millisecond, dying.Kill)
		out, err := patient.Output([]gpio.Line{{Name: "cp"}}, false)
		if err != nil || chip.High("cp") {
			t.Fatalf("got %v with cp high = %t, expected the line to be had and low", err, chip.High("cp"))
		}
		in, err := patient.Input(gpio.Line{Name: "lock"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(out.Close(), in.Close()); err != nil {
			t.Error(err)
		}
		start := time.Now()
		if _, err := patient.Output([]gpio.Line{{Name: "none"}}, false); err == nil || time.Since(start) > 0 {
			t.Errorf("got %v after %s of a line that is not there, expected an error at once", err, time.Since(start))
		}
	})
}
