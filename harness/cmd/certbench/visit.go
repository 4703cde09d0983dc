package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/inventory"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A visit is to a station that is connected, to ask it something.
type visit struct {
	declared *pics.Declaration
	file     *bench.File
	running  *bench.Running
	said     *heard
}

// visited opens one bench as the doctor does, waits for its station, and closes the bench after use. No act is done.
func (f files) visited(c *cobra.Command, wait time.Duration, use func(visit) error) error {
	return f.leased(c, func(declared *pics.Declaration, file *bench.File, dir string) error {
		v := visit{declared: declared, file: file, said: &heard{}}
		if wait == 0 {
			wait = file.Timeouts.Boot
		}
		return v.open(c, doctorOptions{files: f, wait: wait}, dir, use)
	})
}

// leased reads the inputs of one bench that is to be opened for no run, alone, under a supervisor where its rigs are GPIO lines. The
// folder is for what is recorded meanwhile, and gone afterwards.
func (f files) leased(c *cobra.Command, use func(declared *pics.Declaration, file *bench.File, dir string) error) error {
	if n := len(f.benches); n > 1 {
		return fmt.Errorf("--bench came %d times, and one station is asked; name one bench file", n)
	}
	declared, read, err := f.readInputs()
	if err != nil {
		return err
	}
	if done, err := supervised(c, read); done {
		return err
	}
	read[0].Prepare()
	giveBack, err := leases(c, read)
	if err != nil {
		return trouble(err)
	}
	dir, err := os.MkdirTemp("", "certbench-visit-")
	if err != nil {
		return trouble(errors.Join(err, giveBack()))
	}
	err = use(declared, read[0], dir)
	if closing := errors.Join(giveBack(), os.RemoveAll(dir)); closing != nil {
		err = trouble(errors.Join(err, closing))
	}
	return err
}

func (v visit) open(c *cobra.Command, o doctorOptions, dir string, use func(visit) error) error {
	running, recorder, err := o.open(c, v.declared, v.file, dir, v.said.record)
	if err != nil {
		return trouble(err)
	}
	v.running = running
	station := o.station(c, running, v.file)
	if running.There() { // at rest or not: nothing moves
		err = use(v)
	} else {
		err = trouble(fmt.Errorf("%s: %s; %s", station.What, station.Found, station.Do))
	}
	if closing := errors.Join(running.Close(), recorder.Close()); closing != nil {
		err = trouble(errors.Join(err, closing))
	}
	return err
}

// inventory asks for all that the station has (part 2, B07), and keeps of each variable which message told it; and it asks for what the
// inventory does not hold: whether there is a summary.
func (v visit) inventory(c *cobra.Command) (told inventory.Inventory, shown []inventory.Shown, err error) {
	from := v.said.now()
	err = v.running.Player.Do(c.Context(), func(s *octt.Scenario) error {
		const whole, summary = 2, 3 // the bench's own identification takes 1
		status, err := report(s, whole, ocpp201.ReportBaseFullInventory)
		if err == nil && status != ocpp201.GenericDeviceModelStatusAccepted {
			err = fmt.Errorf("the station answers GetBaseReport FullInventory with %s, and has to report (B07.FR.12)", status)
		}
		if err != nil {
			return err
		}
		told = v.said.report(from, whole)
		if status, err = report(s, summary, ocpp201.ReportBaseSummaryInventory); err != nil {
			s.Note("Whether the station has a summary is not known: %v.", err)
			return nil
		}
		shown = append(shown, inventory.Summary(status)...)
		return nil
	})
	if err != nil {
		return nil, nil, trouble(fmt.Errorf("the station's inventory: %w", err))
	}
	if last := v.said.lastSecured(); last != nil && last.Offer != nil {
		shown = append(shown, inventory.Suites(last.Offer.Suites))
	}
	return told, inventory.Ordered(append(shown, told.Answers()...)), nil
}

// report asks for one and waits for all of it.
func report(s *octt.Scenario, request int, base ocpp201.ReportBase) (ocpp201.GenericDeviceModelStatus, error) {
	answer, err := octt.Ask(s, ocpp201.GetBaseReportRequest{RequestID: request, ReportBase: base})
	if err != nil || answer.Status != ocpp201.GenericDeviceModelStatusAccepted {
		return answer.Status, err
	}
	_, err = s.AwaitReport(s.Timeouts.Report, request)
	return answer.Status, err
}

// report is what messages from a place on have told of a request.
func (h *heard) report(from, request int) (all inventory.Inventory) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, m := range h.messages[from:] {
		var part ocpp201.NotifyReportRequest
		if m.Action != part.Action() || m.Payload.Decode(&part) != nil || part.RequestID != request {
			continue
		}
		for _, data := range part.ReportData {
			all = append(all, inventory.Variable{ReportData: data, Frame: fmt.Sprintf("NotifyReport, seqNo %d", part.SeqNo)})
		}
	}
	return all
}
