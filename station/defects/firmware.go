package defects

// The defects of firmware updates (L01, L02), but for those of the beginning of a download.
const (
	WrongSignatureInstalled           Defect = "wrong-signature-installed"
	SigningCertificateNotVerified     Defect = "signing-certificate-not-verified"
	ExpiredSigningCertificateAccepted Defect = "expired-signing-certificate-accepted"
	UnsignedUpdateAccepted            Defect = "unsigned-update-accepted"
	InvalidCertificateAccepted        Defect = "invalid-certificate-accepted"
	SpoiledFirmwareInstalled          Defect = "spoiled-firmware-installed"

	FirmwareCertificateEventMissing Defect = "firmware-certificate-event-missing"
	FirmwareSignatureEventMissing   Defect = "firmware-signature-event-missing"
	FirmwareUpdatedEventMissing     Defect = "firmware-updated-event-missing"

	DownloadScheduledNotTold        Defect = "download-scheduled-not-told"
	FirmwareDownloadedNotTold       Defect = "firmware-downloaded-not-told"
	FirmwareDownloadFailureNotTold  Defect = "firmware-download-failure-not-told"
	FirmwareVerifiedNotTold         Defect = "firmware-verified-not-told"
	FirmwareSignatureFailureNotTold Defect = "firmware-signature-failure-not-told"
	InstallScheduledNotTold         Defect = "install-scheduled-not-told"
	RebootToInstallNotTold          Defect = "reboot-to-install-not-told"
	FirmwareInstallingNotTold       Defect = "firmware-installing-not-told"
	FirmwareSpoiledNotTold          Defect = "firmware-spoiled-not-told"
	FirmwareInstalledNotTold        Defect = "firmware-installed-not-told"

	FirmwareDownloadedToldTwice Defect = "firmware-downloaded-told-twice"
	FirmwareVerifiedToldTwice   Defect = "firmware-verified-told-twice"
	FirmwareInstallingToldTwice Defect = "firmware-installing-told-twice"
	FirmwareInstalledToldTwice  Defect = "firmware-installed-told-twice"

	FirmwareVerifiedToldLate           Defect = "firmware-verified-told-late"
	FirmwareDownloadFailureAsInstall   Defect = "firmware-download-failure-told-as-installation-failure"
	FirmwareSignatureFailureAsDownload Defect = "firmware-signature-failure-told-as-download-failure"
	FirmwareSpoiledToldAsInstalled     Defect = "firmware-spoiled-told-as-installed"
	FirmwareStatusOfFirstRequest       Defect = "firmware-status-of-first-request"

	DownloadTimeIgnored     Defect = "download-time-ignored"
	DownloadScheduledAtOnce Defect = "download-scheduled-at-once"
	InstallTimeIgnored      Defect = "install-time-ignored"
	InstallScheduledAtOnce  Defect = "install-scheduled-at-once"
	InstallWaitsForEver     Defect = "install-waits-for-ever"

	FirmwareRetriesIgnored       Defect = "firmware-retries-ignored"
	FirmwareRetriedOnceMore      Defect = "firmware-retried-once-more"
	FirmwareRetriedForEver       Defect = "firmware-retried-for-ever"
	FirmwareRetryIntervalIgnored Defect = "firmware-retry-interval-ignored"

	SecondUpdateAccepted       Defect = "second-update-accepted"
	SecondUpdateRejected       Defect = "second-update-rejected"
	SecondUpdateCancelsNothing Defect = "second-update-cancels-nothing"

	UpdateEndsTransactions       Defect = "update-ends-transactions"
	UpdateLosesTransactions      Defect = "update-loses-transactions"
	PendingUpdateKeepsConnectors Defect = "pending-update-keeps-connectors"
	PendingUpdateNotReported     Defect = "pending-update-not-reported"
	PendingUpdateTakesEVSEInUse  Defect = "pending-update-takes-evse-in-use"
	PendingUpdateTakesDrivers    Defect = "pending-update-takes-drivers"
	PendingUpdateRefusesDrivers  Defect = "pending-update-refuses-drivers"
	UpdateKeepsConnectors        Defect = "update-keeps-connectors-unavailable"

	UpdateBootWrongReason       Defect = "update-boot-wrong-reason"
	UpdateWithoutReboot         Defect = "update-without-reboot"
	UpdateWithoutReconnect      Defect = "update-without-reconnect"
	UpdateKeepsVersion          Defect = "update-keeps-version"
	InstalledBeforeItRuns       Defect = "installed-before-it-runs"
	UpdateForgottenByPowerCut   Defect = "update-forgotten-by-power-cut"
	FirmwareForgottenByPowerCut Defect = "firmware-forgotten-by-power-cut"
)

var ofFirmware = []Info{
	{WrongSignatureInstalled, "Firmware is installed although its signature is wrong."},
	{SigningCertificateNotVerified, "A signing certificate is held against no manufacturer's root."},
	{ExpiredSigningCertificateAccepted, "A signing certificate that has expired is taken for a valid one."},
	{UnsignedUpdateAccepted, "An UpdateFirmware without a signing certificate is answered with Accepted, and nothing follows."},
	{InvalidCertificateAccepted, "An UpdateFirmware with an invalid signing certificate is answered with Accepted, and nothing but the security event follows."},
	{SpoiledFirmwareInstalled, "Firmware with a wrong checksum is told as Installed, and the old one runs on."},
	{FirmwareCertificateEventMissing, "No security event tells of an invalid signing certificate."},
	{FirmwareSignatureEventMissing, "No security event tells of a wrong signature."},
	{FirmwareUpdatedEventMissing, "No security event tells that the firmware was updated."},
	{DownloadScheduledNotTold, "No FirmwareStatusNotification tells that a download is scheduled."},
	{FirmwareDownloadedNotTold, "No FirmwareStatusNotification tells that the firmware was downloaded."},
	{FirmwareDownloadFailureNotTold, "No FirmwareStatusNotification tells that the download has failed."},
	{FirmwareVerifiedNotTold, "No FirmwareStatusNotification tells that the signature was verified."},
	{FirmwareSignatureFailureNotTold, "No FirmwareStatusNotification tells that the signature is wrong."},
	{InstallScheduledNotTold, "No FirmwareStatusNotification tells that an installation is scheduled."},
	{RebootToInstallNotTold, "No FirmwareStatusNotification tells that the station is about to reboot to install."},
	{FirmwareInstallingNotTold, "No FirmwareStatusNotification tells that the firmware is being installed."},
	{FirmwareSpoiledNotTold, "No FirmwareStatusNotification tells that the checksum of the firmware is wrong."},
	{FirmwareInstalledNotTold, "No FirmwareStatusNotification tells that the firmware was installed."},
	{FirmwareDownloadedToldTwice, "The FirmwareStatusNotification that the firmware was downloaded is sent twice."},
	{FirmwareVerifiedToldTwice, "The FirmwareStatusNotification that the signature was verified is sent twice."},
	{FirmwareInstallingToldTwice, "The FirmwareStatusNotification that the firmware is being installed is sent twice."},
	{FirmwareInstalledToldTwice, "The FirmwareStatusNotification that the firmware was installed is sent twice."},
	{FirmwareVerifiedToldLate, "The FirmwareStatusNotification that the signature was verified is only sent after the next one."},
	{FirmwareDownloadFailureAsInstall, "The FirmwareStatusNotification that the download has failed has the status InstallationFailed."},
	{FirmwareSignatureFailureAsDownload, "The FirmwareStatusNotification that the signature is wrong has the status DownloadFailed."},
	{FirmwareSpoiledToldAsInstalled, "The FirmwareStatusNotification that the checksum of the firmware is wrong has the status Installed."},
	{FirmwareStatusOfFirstRequest, "A FirmwareStatusNotification has the requestId of the first UpdateFirmware since the station booted."},
	{DownloadTimeIgnored, "Firmware is downloaded at once, whatever its retrieveDateTime."},
	{DownloadScheduledAtOnce, "A download that is scheduled is told so, and begins at once."},
	{InstallTimeIgnored, "Firmware is installed at once, whatever its installDateTime."},
	{InstallScheduledAtOnce, "An installation that is scheduled is told so, and begins at once."},
	{InstallWaitsForEver, "An installation waits for drivers although there are none."},
	{FirmwareRetriesIgnored, "A download that fails is not tried again."},
	{FirmwareRetriedOnceMore, "A download that fails is tried again once more than the CSMS has asked for."},
	{FirmwareRetriedForEver, "A download that fails is tried again for ever."},
	{FirmwareRetryIntervalIgnored, "A download that fails is tried again at once, whatever the retryInterval."},
	{SecondUpdateAccepted, "An UpdateFirmware that cancels another one is answered with Accepted."},
	{SecondUpdateRejected, "An UpdateFirmware while another one is under way is answered with Rejected."},
	{SecondUpdateCancelsNothing, "An UpdateFirmware while another one is under way is answered with AcceptedCanceled, and the other one goes on."},
	{UpdateEndsTransactions, "An update does not wait for transactions, which its reboot ends."},
	{UpdateLosesTransactions, "Open transactions are forgotten when the station connects anew after an update."},
	{PendingUpdateKeepsConnectors, "Free connectors stay in service while an update waits, although AllowNewSessionsPendingFirmwareUpdate is false or does not exist."},
	{PendingUpdateNotReported, "Connectors that an update has taken out of service are not reported Unavailable."},
	{PendingUpdateTakesEVSEInUse, "While an update waits the connector of a transaction is reported Unavailable, too."},
	{PendingUpdateTakesDrivers, "A driver may begin a transaction at a connector that an update has made Unavailable."},
	{PendingUpdateRefusesDrivers, "Free connectors are out of service while an update waits, although AllowNewSessionsPendingFirmwareUpdate is true."},
	{UpdateKeepsConnectors, "Connectors that an update has taken out of service are Unavailable after it, too."},
	{UpdateBootWrongReason, "The BootNotification after an update has the reason RemoteReset."},
	{UpdateWithoutReboot, "A reboot is told for an update and not made."},
	{UpdateWithoutReconnect, "After an update without a reboot the station does not connect anew."},
	{UpdateKeepsVersion, "The firmwareVersion stays what it was after an update."},
	{InstalledBeforeItRuns, "Installed is told before the reboot, after which the old firmware runs."},
	{UpdateForgottenByPowerCut, "An update that is under way is forgotten by a power cut."},
	{FirmwareForgottenByPowerCut, "The firmware of before runs again after a power cut."},
}
