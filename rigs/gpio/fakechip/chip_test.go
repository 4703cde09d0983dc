package fakechip_test

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/chiptest"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

func TestTheFakeDoesAsTheKernelDoes(t *testing.T) {
	chiptest.Run(t, func(*testing.T) chiptest.Fixture {
		chip := fakechip.New("a", "b", "c")
		return chiptest.Fixture{World: chip, First: chip.Holder("certbench"), Second: chip.Holder("somebody")}
	})
}

func TestLinesOfARequestChangeAtOnce(t *testing.T) {
	chip := fakechip.New("a", "b")
	held, err := chip.Holder("certbench").Output([]gpio.Line{{Name: "a"}, {Name: "b", ActiveLow: true}}, true, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := held.Set(false, true); err != nil {
		t.Fatal(err)
	}
	if got, want := chip.TakeLog(), []string{"a high + b high", "a low + b low"}; !slices.Equal(got, want) {
		t.Errorf("the lines moved %q, expected %q", got, want)
	}
}

func TestAKilledHolderLeavesItsLinesFreeAsTheyAre(t *testing.T) {
	chip := fakechip.New("a", "b")
	holder := chip.Holder("certbench")
	if _, err := holder.Output([]gpio.Line{{Name: "a"}}, true); err != nil {
		t.Fatal(err)
	}
	if _, err := holder.Input(gpio.Line{Name: "b"}, func(e gpio.Edge) { t.Errorf("told %+v, expected nothing", e) }); err != nil {
		t.Fatal(err)
	}
	holder.Kill()
	chip.Input("b", true)
	if held := chip.Held(); len(held) > 0 || !chip.High("a") {
		t.Errorf("%v are held and a is at %t, expected none and high", held, chip.High("a"))
	}
}
