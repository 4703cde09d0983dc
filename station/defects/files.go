package defects

// The defects of log uploads (N01), of firmware downloads (L01), and of what is told of both.
const (
	LogRejected                             Defect = "log-rejected"
	LogAcceptedAsCanceled                   Defect = "log-accepted-as-canceled"
	LogUploadNotTold                        Defect = "log-upload-not-told"
	LogUploadToldAtEnd                      Defect = "log-upload-told-at-end"
	LogUploadToldAsUploaded                 Defect = "log-upload-told-as-uploaded"
	TriggerLogRejectedWhileUploading        Defect = "trigger-log-rejected-while-uploading"
	TriggeredLogIdleWhileUploading          Defect = "triggered-log-idle-while-uploading"
	TriggeredLogUploadedWhileUploading      Defect = "triggered-log-uploaded-while-uploading"
	TriggeredLogAfterUpload                 Defect = "triggered-log-after-upload"
	FirmwareUpdateRejected                  Defect = "firmware-update-rejected"
	FirmwareCertificateRefused              Defect = "firmware-certificate-refused"
	FirmwareDownloadNotTold                 Defect = "firmware-download-not-told"
	FirmwareDownloadToldAtEnd               Defect = "firmware-download-told-at-end"
	FirmwareDownloadToldAsScheduled         Defect = "firmware-download-told-as-scheduled"
	FirmwareStatusWithoutRequestID          Defect = "firmware-status-without-request-id"
	FirmwareStatusOtherRequestID            Defect = "firmware-status-other-request-id"
	TriggerFirmwareRejectedWhileDownloading Defect = "trigger-firmware-rejected-while-downloading"
	TriggeredFirmwareIdleWhileDownloading   Defect = "triggered-firmware-idle-while-downloading"
	TriggeredFirmwareDownloadedEarly        Defect = "triggered-firmware-downloaded-early"
	TriggeredFirmwareWithoutRequestID       Defect = "triggered-firmware-without-request-id"
	TriggeredFirmwareAfterDownload          Defect = "triggered-firmware-after-download"
)

var ofFiles = []Info{
	{LogRejected, "A GetLog is answered with Rejected although there is a log."},
	{LogAcceptedAsCanceled, "A GetLog is answered with AcceptedCanceled although no upload was under way."},
	{LogUploadNotTold, "No LogStatusNotification tells that an upload begins."},
	{LogUploadToldAtEnd, "The LogStatusNotification that an upload begins is only sent when it is over."},
	{LogUploadToldAsUploaded, "The LogStatusNotification that an upload begins has the status Uploaded."},
	{TriggerLogRejectedWhileUploading, "A TriggerMessage for LogStatusNotification is answered with Rejected while a log is being uploaded."},
	{TriggeredLogIdleWhileUploading, "A triggered LogStatusNotification has the status Idle while a log is being uploaded."},
	{TriggeredLogUploadedWhileUploading, "A triggered LogStatusNotification has the status Uploaded while a log is being uploaded."},
	{TriggeredLogAfterUpload, "A triggered LogStatusNotification is only sent when the upload that is under way is over."},
	{FirmwareUpdateRejected, "An UpdateFirmware is answered with Rejected."},
	{FirmwareCertificateRefused, "An UpdateFirmware is answered with InvalidCertificate whatever its signing certificate is."},
	{FirmwareDownloadNotTold, "No FirmwareStatusNotification tells that a download begins."},
	{FirmwareDownloadToldAtEnd, "The FirmwareStatusNotification that a download begins is only sent when it is over."},
	{FirmwareDownloadToldAsScheduled, "A download that is due at once is told as DownloadScheduled first."},
	{FirmwareStatusWithoutRequestID, "FirmwareStatusNotifications carry no requestId."},
	{FirmwareStatusOtherRequestID, "FirmwareStatusNotifications carry another requestId than the UpdateFirmware."},
	{TriggerFirmwareRejectedWhileDownloading, "A TriggerMessage for FirmwareStatusNotification is answered with Rejected while firmware is being downloaded."},
	{TriggeredFirmwareIdleWhileDownloading, "A triggered FirmwareStatusNotification has the status Idle while firmware is being downloaded."},
	{TriggeredFirmwareDownloadedEarly, "A triggered FirmwareStatusNotification has the status Downloaded while firmware is being downloaded."},
	{TriggeredFirmwareWithoutRequestID, "A triggered FirmwareStatusNotification carries no requestId while firmware is being downloaded."},
	{TriggeredFirmwareAfterDownload, "A triggered FirmwareStatusNotification is only sent when the download that is under way is over."},
}
