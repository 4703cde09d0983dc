package l_firmware

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// updates prepares a case in which firmware is downloaded that the station does not run. The file server keeps the download
// under way until the rows have seen it begin.
func updates(kind ...octt.FirmwareKind) []octt.Preparation {
	return octt.Prepare(octt.Updates(kind...), octt.HoldTransfers())
}

// TC_L_01_CS has the station download and install firmware at once.
var TC_L_01_CS = octt.Register(octt.Case{
	ID:     "TC_L_01_CS",
	Modes:  octt.PerProtocol,
	Before: updates(),
	Main: func(s *octt.Scenario) {
		u := accepted(s)
		u.downloads(s, 3)
		u.verified(s, 7)
		u.installs(s, 9)
	},
})

// TC_L_02_CS has it install later. A prerequisite names the installDateTime of the bench; it is <Current DateTime +
// <Configured Install Offset Period>> of the table.
var TC_L_02_CS = octt.Register(octt.Case{
	ID:     "TC_L_02_CS",
	Modes:  octt.PerProtocol,
	Before: updates(),
	Main: func(s *octt.Scenario) {
		u, due := newUpdate(s), time.Now().Add(s.Configured.InstallOffset)
		u.firmware.InstallDateTime = &ocpp201.DateTime{Time: due}
		u.ask(s, 1, ocpp201.UpdateFirmwareStatusAccepted, "L01.FR.21")
		u.downloads(s, 3)
		u.verified(s, 7)
		if !time.Now().Before(due) {
			s.Unproven(9, "The firmware is verified before it is to be installed.", "it took until after installDateTime; write a longer configured.install_offset_period in the bench file")
		}
		states.FirmwareStatus(s, 9, ocpp201.FirmwareStatusInstallScheduled, octt.By("L01.FR.16"))
		i := u.installation(s, 11)
		i.from, i.rules, i.within = due, []string{"L01.FR.16"}, time.Until(due)+s.Timeouts.Message
		i.play()
	},
})

// TC_L_03_CS has it download later. Neither the message nor the file server may see a download before that.
var TC_L_03_CS = octt.Register(octt.Case{
	ID:     "TC_L_03_CS",
	Modes:  octt.PerProtocol,
	Before: updates(),
	Main: func(s *octt.Scenario) {
		u, due := newUpdate(s), time.Now().Add(s.Configured.DownloadOffset)
		u.firmware.RetrieveDateTime = ocpp201.DateTime{Time: due}
		u.ask(s, 1, ocpp201.UpdateFirmwareStatusAccepted, "L01.FR.21")
		states.FirmwareStatus(s, 3, ocpp201.FirmwareStatusDownloadScheduled, octt.By("L01.FR.13"))
		began := u.downloads(s, 5, octt.Within(time.Until(due)+s.Timeouts.Message))
		u.notBefore(s, 5, began, due, "The download does not begin before retrieveDateTime.", "L01.FR.13")
		u.verified(s, 9)
		u.installs(s, 11)
	},
})

// notBefore judges that a download has begun when it may, by what the station has told and by what the file server has seen.
func (u *update) notBefore(s *octt.Scenario, row int, told *octt.Message, due time.Time, requirement string, ids ...string) {
	s.AtLeast(row, requirement, told.At.Sub(due), 0, ids...)
	for _, d := range s.DownloadsBegun(u.asked) {
		s.AtLeast(row, requirement+" The file server has seen one.", d.Began.Sub(due), 0, ids...)
	}
}
