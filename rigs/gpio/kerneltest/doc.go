// Package kerneltest runs Go tests on a real kernel with GPIO lines, on machines that have none: go test boots Debian's
// kernel with the simulated chips of gpio-sim under qemu, in software emulation, and runs every guest's tests inside. Each
// guest has a machine of its own, and there are as many at once as processors.
//
// # Adding a guest test
//
// Put a _test.go file with the build tag guest into one of the packages that guests names, or name another package there.
// The tests are ordinary ones:
//
//	//go:build guest
//
//	func TestSomethingOnRealLines(t *testing.T) {
//		chip := simchip.New(t, "cp", "ready") // goes at the end of the test
//		rig, err := gpio.New(gpio.Kernel(), gpio.Config{...})
//		...
//		chip.High("cp")              // what the rig drives
//		chip.Input("feedback", true) // what the rig reads
//	}
//
// A guest runs as root, as the only program. It finds gpio-sim, configfs, sysfs, proc, devpts, a loopback network, busybox
// and certbench in /bin, and nothing else: neither the sources nor files beside the test. It may start itself (os.Args[0])
// to have other processes.
//
// The clock of the machine counts instructions, one a nanosecond, and skips idle time. Waiting costs nothing, and what is
// timed is the same on every run, whatever the load of the host; but it is no figure of any hardware. There is one
// processor.
//
// # What the machine is made of
//
// go test does not see what the guests are made of and may answer from its cache: run it with -count=1, as make test does.
//
// The script vm makes it from Debian's packages in their current version, and keeps the parts in
// ~/.cache/certbench/kernel; vm BINARY... [-- PROGRAM...] runs test binaries by hand. A part that is missing is named and the test
// skipped, with CI=true it fails.
package kerneltest
