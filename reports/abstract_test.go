package reports

import (
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/tested"
)

// cellsBeside are the cells of the abstract in a column, by the first cell of their row.
func cellsBeside(s *Source, column string) map[string]string {
	cells := map[string]string{}
	for _, part := range newAbstract(s).Parts {
		for _, t := range part.Tables {
			for i, c := range t.Columns {
				for _, row := range t.Rows {
					if c.Head == column || !t.Headed() && i == 1 {
						cells[row.Cells[0].Text] = row.Cells[i].Text
					}
				}
			}
		}
	}
	return cells
}

// TestARunThatShowedNothingTestedNothing has a PICS that says of much that a laboratory has tested it.
func TestARunThatShowedNothingTestedNothing(t *testing.T) {
	s := sourceOf(t, nil)
	for row, cell := range cellsBeside(s, "Tested in this run") {
		if info, is := pics.Info(pics.Feature(row)); is && !slices.Contains([]string{"", "–", "No", "none", "no case depends on it"}, cell) {
			t.Errorf("%s (%s): expected that nothing was tested, got %q", row, info.Name, cell)
		}
	}
	beside := cellsBeside(s, byTheLaboratory)
	if beside["C-30"] != "Yes" || beside["C-40.1"] != "Energy.Active.Import.Register" {
		t.Errorf("expected the word of the laboratory beside it, got %q and %q", beside["C-30"], beside["C-40.1"])
	}
}

func TestWhatTheRunShowedIsCalledTested(t *testing.T) {
	s := sourceOf(t, nil)
	s.Shown = tested.Shown{tested.TxUpdated: {"SoC", "Voltage"}, tested.LocalStart: {"ISO15693"}, tested.RemoteStart: {"Central"}, tested.LocalStop: {"NoAuthorization"},
		tested.Suites: {"TLS_A"}, tested.Protocols: {"FTP"}}
	s.Outcomes = []evidence.Outcome{
		{Planned: evidence.Planned{ID: "1", Condition: "C-01"}, Verdict: evidence.Pass},
		{Planned: evidence.Planned{ID: "2", Condition: "C-01 AND NOT C-03; C-01"}, Verdict: evidence.Warning},
		{Planned: evidence.Planned{ID: "3", Condition: "C-01 OR C-02"}, Verdict: evidence.Fail},
		{Planned: evidence.Planned{ID: "4", Condition: "words of another certbench"}, Verdict: evidence.Pass},
		{Planned: evidence.Planned{ID: "5", Condition: "C-49"}, Verdict: evidence.NotApplicable},
	}
	got := cellsBeside(s, "Tested in this run")
	for row, want := range map[string]string{"C-40.1": "none", "C-40.2": "SoC\nVoltage", "C-30": "No", "C-31": "Yes", "C-38": "Yes", "C-36": "No", "C-75": "Yes", "C-70": "No",
		"C-41": "TLS_A", "ORS-24": "FTP", "C-01": "2 of 3 cases passed", "C-02": "0 of 1 case passed", "C-03": "–", "C-49": "–", "C-26": "no case depends on it"} {
		if got[row] != want {
			t.Errorf("%s: expected %q, got %q", row, want, got[row])
		}
	}
}

func TestWhatNobodyComputedIsNotStated(t *testing.T) {
	s := sourceOf(t, richRun(t))
	s.Run.Started.Firmware, s.Run.Started.Communication = nil, nil
	got := cellsBeside(s, "")
	for row, want := range map[string]string{
		"Firmware image hash": "not computed: the bench file names no image of the tested firmware", "Declared firmware image hash": s.PICS.Product.FirmwareHash,
		"Communication technology used during performance measurement": "not stated: the bench file names none", "Communication technology that the PICS declares": "WiFi",
	} {
		if got[row] != want {
			t.Errorf("%s: expected %q, got %q", row, want, got[row])
		}
	}
	s.Run.Started.Firmware = []evidence.FirmwareUsed{{Kind: "other", File: "b.bin", SHA256: "bb"}, {Kind: "tested", File: "version", Version: "1.4 is on", SHA256: "aa"}, {Kind: "tested", File: "c.bin", SHA256: "cc"}}
	s.Run.Started.Communication = []string{"Wired", "Mobile Network"}
	got = cellsBeside(s, "")
	for row, want := range map[string]string{"Firmware image hash": "aa (SHA-256 of version, version 1.4 is on)\ncc (SHA-256 of c.bin)",
		"Communication technology used during performance measurement": "Wired, Mobile Network"} {
		if got[row] != want {
			t.Errorf("%s: expected %q, got %q", row, want, got[row])
		}
	}
}

// TestThePageAndThePaperSayTheSame looks for each cell in both.
func TestThePageAndThePaperSayTheSame(t *testing.T) {
	s := sourceOf(t, richRun(t))
	page := html.UnescapeString(made(t, Abstract, s))
	paper := map[string]bool{}
	for _, table := range printedTables(printed(t, pdfFile(t, AbstractPDF, s))) {
		for _, row := range append(table.rows, table.heads) {
			for _, cell := range row {
				paper[tight(cell)] = true
			}
		}
	}
	for _, part := range newAbstract(s).Parts {
		for _, table := range part.Tables {
			for _, row := range table.Rows {
				for _, cell := range row.Cells {
					text := Visible(cell.Text)
					if !strings.Contains(page, ">"+text+"<") {
						t.Errorf("%s: the page lacks %q", part.Title, text)
					}
					if !row.Tall && !paper[tight(text)] {
						t.Errorf("%s: the paper lacks %q", part.Title, text)
					}
				}
			}
		}
	}
}
