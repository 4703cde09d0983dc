//go:build guest

package lines

import (
	"errors"
	"strings"
	"testing"

	"github.com/warthog618/go-gpiocdev"

	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/chiptest"
	"github.com/certbench/certbench/rigs/gpio/simchip"
)

func TestTheKernelsLinesPassTheContract(t *testing.T) {
	chiptest.Run(t, func(t *testing.T) chiptest.Fixture {
		return chiptest.Fixture{World: simchip.New(t, "a", "b", "c"), First: gpio.Kernel(), Second: gpio.Kernel()}
	})
}

func TestTheKernelShowsWhoHoldsALineAndHow(t *testing.T) {
	m := newMachine(t)
	r := open(t)
	for name, want := range map[string]gpiocdev.LineConfig{
		"cp":        {Direction: gpiocdev.LineDirectionOutput, ActiveLow: true, Drive: gpiocdev.LineDrivePushPull},
		"mains":     {Direction: gpiocdev.LineDirectionOutput, Drive: gpiocdev.LineDrivePushPull},
		"contactor": {Direction: gpiocdev.LineDirectionInput, ActiveLow: true, EdgeDetection: gpiocdev.LineEdgeBoth},
		"lock":      {Direction: gpiocdev.LineDirectionInput, EdgeDetection: gpiocdev.LineEdgeBoth, Bias: gpiocdev.LineBiasPullDown},
	} {
		if info := m.Info(name); !info.Used || info.Consumer != gpio.Consumer || info.Config != want {
			t.Errorf("line %s is held = %t by %q as %+v, expected by %q as %+v", name, info.Used, info.Consumer, info.Config, gpio.Consumer, want)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if info := m.Info(name); info.Used {
			t.Errorf("line %s is held by %q after Close, expected it free", name, info.Consumer)
		}
	}
}

func TestLinesThatMoveTogetherSitOnOneChip(t *testing.T) {
	simchip.New(t, "a")
	simchip.New(t, "b")
	_, err := gpio.Kernel().Output([]gpio.Line{{Name: "a"}, {Name: "b"}}, false, false)
	if err == nil || !strings.Contains(err.Error(), "wire them to one chip") {
		t.Errorf("got %v, expected advice", err)
	}
}

func TestANameThatTwoLinesBearIsRefused(t *testing.T) {
	simchip.New(t, "a")
	simchip.New(t, "a")
	_, err := gpio.Kernel().Output([]gpio.Line{{Name: "a"}}, false)
	if err == nil || !strings.Contains(err.Error(), `2 GPIO lines are named "a"`) {
		t.Errorf("got %v, expected advice", err)
	}
}

func TestALineTakenBySomebodyElseIsNamedAndTheOthersAreGivenBack(t *testing.T) {
	m := newMachine(t)
	taken, err := gpiocdev.RequestLine(m.Path(), m.Info("bay").Offset, gpiocdev.AsOutput(0), gpiocdev.WithConsumer("a thief"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gpio.New(gpio.Kernel(), wiring); !errors.Is(err, gpio.ErrBusy) || !strings.Contains(err.Error(), `"a thief" holds "bay"`) {
		t.Errorf("got %v, expected ErrBusy that names the holder", err)
	}
	for _, name := range names {
		if info := m.Info(name); info.Used != (name == "bay") {
			t.Errorf("line %s is held = %t by %q, expected bay alone", name, info.Used, info.Consumer)
		}
	}
	if err := taken.Close(); err != nil {
		t.Fatal(err)
	}
	if err := open(t).Close(); err != nil {
		t.Errorf("once the line is free: %v", err)
	}
}
