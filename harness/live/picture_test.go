package live_test

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/live"
	"github.com/certbench/certbench/harness/live/chromium"
)

// TestTheREADMEsPictureOfThePageCanBeTaken takes it: a run on two benches, of which one asks a person. It is thrown away unless
// CERTBENCH_PICTURES names a folder to keep it in.
func TestTheREADMEsPictureOfThePageCanBeTaken(t *testing.T) {
	s := newStageOf(t, "CP Flex Plus EU", "", "bench-1", "bench-2")
	s.desk.prompts = []live.Prompt{{ID: "p1", Bench: "bench-2", Case: "TC_E_05_CS", CaseName: "Start transaction", Act: 2, Acts: 3, So: evidence.Pass,
		Sentence: "Connect the EV and EVSE.", Where: "EVSE 1 connector 1", Note: "The cable hangs on the left.", Until: time.Now().Add(4*time.Minute + 40*time.Second)}}
	for i, id := range []string{"TC_E_01_CS", "TC_E_02_CS", "TC_E_09_CS"} {
		s.add(evidence.Record{Planned: &evidence.Planned{ID: id, Name: "Start transaction options", Block: "E", Mandatory: true}})
		play := s.begin([]string{"bench-1", "bench-2"}[i%2], id)
		s.add(evidence.Record{Bench: []string{"bench-1", "bench-2"}[i%2], Case: id, Play: play, End: &evidence.CaseEnded{ID: id, Verdict: evidence.Pass, Took: 20 * time.Second}})
	}
	tables := [][]evidence.RowAhead{
		{{Number: "5", Actor: evidence.ActorStation, Text: "sends AuthorizeRequest"}, {Number: "6", Actor: evidence.ActorCSMS, Text: "responds with an AuthorizeResponse"}, {Number: "7", Reaches: "EnergyTransferStarted"}},
		{{Actor: evidence.ActorPerson, Text: "Connect the EV and EVSE."}, {Number: "3", Actor: evidence.ActorStation, Text: "sends TransactionEventRequest"}, {Number: "4", Actor: evidence.ActorCSMS, Text: "responds with a TransactionEventResponse"}},
	}
	for i, bench := range []string{"bench-1", "bench-2"} {
		id := []string{"TC_E_03_CS", "TC_E_05_CS"}[i]
		s.add(evidence.Record{Bench: bench, Station: &evidence.Station{Vendor: "certbench", Model: "Reference", Firmware: "1"}})
		s.add(evidence.Record{Bench: bench, Conn: &evidence.Connection{What: "connected", Subprotocol: "ocpp2.0.1", At: time.Now()}})
		s.plays++
		play := s.plays
		s.add(evidence.Record{Bench: bench, Case: id, Play: play, Begin: &evidence.CaseStarted{ID: id, Name: "Start transaction", Table: tables[i]}})
		row := func(number string, actor evidence.Actor, text string) {
			s.add(evidence.Record{Bench: bench, Case: id, Play: play, Row: &evidence.Row{Stage: evidence.Main, Number: number, Actor: actor, Text: text, Verdict: evidence.Pass}})
		}
		s.frame(bench, id, play, "StatusNotification", `{"connectorStatus":"Occupied","evseId":1,"connectorId":1}`)
		row("1", evidence.ActorStation, "sends StatusNotificationRequest")
		row("2", evidence.ActorCSMS, "responds with a StatusNotificationResponse")
		if i == 0 {
			s.add(evidence.Record{Bench: bench, Case: id, Play: play, Act: &evidence.Act{Name: "ConnectEV", Kind: "cable", Sentence: "Connect the EV and EVSE.", Rig: "relays", EVSE: 1, Connector: 1, Observed: "EV connected, pilot C, contactor closed"}})
			s.frame(bench, id, play, "TransactionEvent", `{"eventType":"Started","triggerReason":"CablePluggedIn","transactionInfo":{"transactionId":"4f2c","chargingState":"EVConnected"}}`)
			row("3", evidence.ActorStation, "sends TransactionEventRequest")
			row("4", evidence.ActorCSMS, "responds with a TransactionEventResponse")
			s.add(evidence.Record{Bench: bench, Case: id, Play: play, Awaiting: &evidence.Awaiting{Stage: evidence.Main, Number: "5", Actor: evidence.ActorStation, What: "sends AuthorizeRequest", Until: time.Now().Add(27 * time.Second)}})
		}
	}
	ctx := chromium.Start(t)
	chromium.Steps(t, ctx, chromedp.Navigate(s.url+"/enter"), chromedp.SendKeys(chromedp.CSS("#name"), "Anna"), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(chromedp.CSS(".awaiting")))
	chromium.Sees(t, ctx, "the time that is left", `/\d+ s/.test(document.querySelector(".prompt [data-until]").textContent)`)
	chromium.Steps(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector("input:focus")?.blur()`))
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1120, Height: 1320, DeviceScaleFactor: 1}); err != nil {
		t.Fatal(err)
	}
	shot, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds(); size.Dx() < 1000 || size.Dy() < 600 || len(shot) > 400_000 {
		t.Errorf("the picture has %v and %d bytes, expected a page that a README may load", size, len(shot))
	}
	dir := os.Getenv("CERTBENCH_PICTURES")
	if dir == "" {
		dir = t.TempDir()
	}
	if err := os.WriteFile(filepath.Join(dir, "live.png"), shot, 0o644); err != nil {
		t.Fatal(err)
	}
}
